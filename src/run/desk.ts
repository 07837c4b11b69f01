import { existsSync } from 'node:fs';
import { noDesk } from '../around/no-desk.ts';
import { places } from '../around/places.ts';
import type { EmbeddedProfile, Settings } from '../around/settings.ts';
import { asMe, whichDesk } from '../around/which-desk.ts';
import type { World } from '../around/world.ts';
import type { Backend } from '../backend/backend.ts';
import { openAsAgent } from '../backend/open.ts';
import type { AnyCommand } from '../commands/command.ts';
import type { RunFlags } from './changing.ts';

/** For whom a desk is opened. */
export interface Opener {
  readonly command: AnyCommand;
  readonly flags: RunFlags;
  readonly settings: Settings;
  readonly world: World;
}

/** Opens the desk that a command line means, as its agent works it. Throws what opening it throws, and `settings` where there is none and the command makes none. */
export async function openDesk(opener: Opener): Promise<Backend> {
  const { flags, settings, world } = opener;
  const desk = whichDesk(flags.profile, settings, world);
  if (desk.backend === 'embedded') mustBeThere(opener, desk);
  return openAsAgent(desk, { ...asMe(settings, world), make: makes(opener) }, world);
}

/**
 * Only a change makes a desk at a place that was named: a name mistyped must not look like an empty desk. The desk of one's own is made at its first use, but not by a
 * machine: one that was started without its environment would work a desk that nobody looks at.
 */
function mustBeThere(opener: Opener, { path }: EmbeddedProfile): void {
  const alone = unattended(opener);
  if (makes(opener) || (path === places(opener.world).desk && !alone) || existsSync(path)) return;
  throw noDesk(path, alone ? anotherMeant : undefined);
}

const anotherMeant =
  'where another one is meant, give its environment here too (XDG_DATA_HOME, DESK_STORE or DESK_DATABASE); desk create makes this one';

/** Nobody looks on: whoever called understands the exit code alone. */
const unattended = ({ command: { failing }, flags }: Opener): boolean =>
  failing !== undefined && Object.entries(flags).some(([name, given]) => name === failing.flag && given === true);

const makes = (opener: Opener): boolean => opener.command.changes === true && opener.flags['dry-run'] !== true && !unattended(opener);
