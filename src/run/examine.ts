import { access, constants, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Backend, Finding } from '../backend/backend.ts';
import { asDeskError } from '../errors.ts';
import { isNoDesk } from '../around/no-desk.ts';
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

/** What there is to say of a part of the settings; nothing where it is not set. */
async function set(what: string, look: () => Promise<string | undefined>): Promise<readonly Finding[]> {
  try {
    const says = await look();
    return says === undefined ? [] : [well(what, says)];
  } catch (thrown) {
    const { message, hint } = asDeskError(thrown);
    return [ill(what, hint === undefined ? message : `${message} (${hint})`)];
  }
}

/** The settings that answers with evidence stand on. */
async function* evidence({ world, settings: { raw } }: Patient): AsyncIterable<Finding> {
  yield* await set('logs', async () => {
    const sources = (await import('../evidence/logs/sources.ts')).sourcesFrom(raw['logs']);
    return sources.length === 0 ? undefined : sources.map(({ name, kind }) => `${name} (${kind})`).join(', ');
  });
  yield* await set('articles', async () => {
    const { articleFolders, namedFolder } = await import('../evidence/articles/settings.ts');
    const folders = await Promise.all(articleFolders(raw, world.home).map(namedFolder));
    return folders.length === 0 ? undefined : folders.join(', ');
  });
  yield* await set('billing', async () => {
    const { billingSettings } = await import('../evidence/billing/settings.ts');
    const { loadTerms } = await import('../evidence/billing/terms.ts');
    const named = billingSettings(raw, world.home);
    if (named.directory === undefined && named.invoices === undefined) return undefined;
    const { directory } = await loadTerms(named, { now: world.now(), topic: 'charge' });
    return counted(directory.centers, 'center', 'centers');
  });
  yield* await set('replies', async () => {
    const { composeSettings, templateFolder } = await import('../evidence/compose/settings.ts');
    const { mode, own } = composeSettings(raw);
    templateFolder(raw, { settings: places(world).settings, home: world.home });
    return mode === undefined && own.length === 0
      ? undefined
      : `pre-flight ${mode ?? 'as usual'}, ${counted(own, 'name', 'names')} of our own`;
  });
}

/** How mail leaves the desk. */
const mail = ({ world, settings }: Patient): Promise<readonly Finding[]> =>
  set('mail', async () => {
    if (!settings.mail) return undefined;
    const { from, smtp, rules } = settings.mail;
    if (smtp) await (await import('../notice/password.ts')).smtpPassword(smtp, world);
    const way = smtp ? `by ${smtp.host}:${smtp.port} (${smtp.security})` : 'sent elsewhere';
    return `${from.address}, ${way}, tells ${rules.notices.join(', ') || 'replies alone'}`;
  });

/** How mail comes in. */
const intake = ({ settings: { raw } }: Patient): Promise<readonly Finding[]> =>
  set('intake', async () => {
    if (raw['intake'] === undefined) return undefined;
    const { perHour, addresses, checkedBy } = (await import('../intake/incoming/settings.ts')).intakeSettings(raw);
    const prove = checkedBy.length === 0 ? 'no sender is proved' : `senders are proved by ${checkedBy.join(', ')}`;
    return `${counted(addresses, 'address', 'addresses')} of ours, ${perHour} mails an hour, ${prove}`;
  });

/** Mails that could not be taken in: a mail server was told that they were, so that nobody else tells of them. */
async function keptMail({ world }: Patient): Promise<readonly Finding[]> {
  const { keptMails } = await import('../intake/incoming/kept.ts');
  const { folder, list } = keptMails(places(world).state);
  const kept = await list();
  if (kept.length === 0) return [];
  const says = `${counted(kept, 'mail', 'mails')} could not be taken in: ${folder} (desk intake --kept tries again; remove what is of no use)`;
  return [ill('kept mail', says)];
}

/** How people sign in at the desk when it is served. The provider is not asked. */
const signIn = ({ world, settings: { raw } }: Patient): Promise<readonly Finding[]> =>
  set('sign-in', async () => {
    const { clientSecret, signInSettings } = await import('../server/sign-in/settings.ts');
    const found = signInSettings(raw, world.home);
    if (found === undefined) return undefined;
    const secret = await clientSecret(found, world.env);
    return `${found.issuer}, client ${found.clientId} ${secret === undefined ? 'without' : 'with'} a secret, by ${found.claim}`;
  });

const notYet = (where: string): Finding => well('desk', `${where} does not exist yet: the first change makes it`);

/** Looks at everything that a desk needs; what is ill is a finding, never a throw. */
export async function* examine(patient: Patient, signal: AbortSignal): AsyncIterable<Finding> {
  const { world, settings, desk, open } = patient;
  const where = places(world);
  yield well('version', `desk ${world.version}, Node ${process.version}`);
  yield well(
    'settings',
    `${where.settings}, ${counted(settings.profiles, 'profile', 'profiles')}, ${counted(settings.queries, 'saved query', 'saved queries')}`,
  );
  yield await place('settings folder', where.settings);
  yield await place('drafts', where.drafts);
  yield* evidence(patient);
  for (const look of [mail, intake, keptMail, signIn]) yield* await look(patient);
  try {
    const meant = desk();
    if (meant.backend === 'embedded') {
      const { path } = meant;
      yield await place('desk folder', path);
      const leak = await privacy(path);
      if (leak) yield leak;
      if (!(await stat(path).catch(() => undefined))) return yield notYet(path);
    }
    await using backend = await open();
    const server = await backend.server?.(signal);
    const { name } = await backend.whoami(signal);
    yield well('desk', `${placeOf(meant)}, you are ${name}`);
    if (server !== undefined) yield well('server', server);
    if (backend.store) yield* backend.store.examine(signal);
  } catch (thrown) {
    if (isNoDesk(thrown)) return yield notYet(placeOf(desk()));
    const { message, hint } = asDeskError(thrown);
    yield ill('desk', hint === undefined ? message : `${message} (${hint})`);
  }
}
