import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Backend, Finding } from '../backend/backend.ts';
import { asDeskError } from '../errors.ts';
import { places } from '../around/places.ts';
import { placeOf, type Profile, type Settings } from '../around/settings.ts';
import type { World } from '../around/world.ts';

/** What the doctor looks at. */
export interface Patient {
  readonly world: World;
  readonly settings: Settings;
  readonly desk: () => Profile;
  readonly open: () => Promise<Backend>;
}

const well = (what: string, says: string): Finding => ({ what, well: true, says });
const ill = (what: string, says: string): Finding => ({ what, well: false, says });

const counted = (things: object, one: string, many: string): string => {
  const { length } = Object.keys(things);
  return `${length} ${length === 1 ? one : many}`;
};

/** Whether the nearest folder that exists may be written. */
async function writable(path: string): Promise<boolean> {
  const folder = dirname(path);
  const there = await stat(folder).catch(() => undefined);
  if (!there) return folder !== path && writable(folder);
  return access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function place(what: string, path: string): Promise<Finding> {
  return (await writable(path)) ? well(what, path) : ill(what, `${path} cannot be written`);
}

async function privacy(path: string): Promise<Finding | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found || (found.mode & 0o077) === 0) return undefined;
  return ill('privacy', `${path} can be read by other users of this machine: chmod 600 ${path}`);
}

/** Looks at everything that a desk needs; what is ill is a finding, never a throw. */
export async function* examine({ world, settings, desk, open }: Patient, signal: AbortSignal): AsyncIterable<Finding> {
  const where = places(world);
  yield well('version', `desk ${world.version}, Node ${process.version}`);
  yield well(
    'settings',
    `${where.settings}, ${counted(settings.profiles, 'profile', 'profiles')}, ${counted(settings.queries, 'saved query', 'saved queries')}`,
  );
  yield await place('settings folder', where.settings);
  yield await place('drafts', where.drafts);
  try {
    const meant = desk();
    if (meant.backend === 'embedded') {
      const { path } = meant;
      yield await place('desk folder', path);
      const leak = await privacy(path);
      if (leak) yield leak;
      if (!(await stat(path).catch(() => undefined))) return yield well('desk', `${path} does not exist yet: the first change makes it`);
    }
    await using backend = await open();
    const server = await backend.server?.(signal);
    const { name } = await backend.whoami(signal);
    yield well('desk', `${placeOf(meant)}, you are ${name}`);
    if (server !== undefined) yield well('server', server);
    if (backend.keeper) yield* backend.keeper.examine(signal);
  } catch (thrown) {
    const { message, hint } = asDeskError(thrown);
    yield ill('desk', hint === undefined ? message : `${message} (${hint})`);
  }
}
