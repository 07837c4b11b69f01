import { readFileSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { DeskError } from '../errors.ts';
import { makeFolder } from './folder.ts';
import type { Rules } from '../model/decide.ts';
import { type MailSettings, mailSettings } from './mail-settings.ts';
import { isObject, type JsonObject } from '../model/object.ts';
import { type Priority, priorities } from '../model/ticket.ts';
import { parseDuration } from '../model/time.ts';

/** A desk of one's own; `path` is its file. */
export interface EmbeddedProfile {
  readonly backend: 'embedded';
  readonly path: string;
}

/** A desk of one's own in a PostgreSQL database; no password stands in its address. */
export interface PostgresProfile {
  readonly backend: 'postgres';
  /** Such as `postgres://ana@db.example.com/desk`. */
  readonly url: string;
}

/** A Request Tracker server. The secret with which one signs in is kept elsewhere (`secrets.ts`). */
export interface RtProfile {
  readonly backend: 'rt';
  /** RT's own root, without a slash at its end: REST2 lies below it at `/REST/2.0`. */
  readonly url: string;
  /** The name of the user who is signed in, or their number in RT. Empty when it is whoever DESK_TOKEN belongs to; the adapter is given their number then. */
  readonly user: string;
  /** The user said that the secret may go over the network without encryption. */
  readonly insecureHttp?: boolean;
  /** What only its adapter reads, such as which custom field holds the tags; it throws `settings` for what makes no sense. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the server told at the last sign-in, in the words of `options`, which come before it. */
  readonly learnt?: Readonly<Record<string, unknown>>;
}

/** A desk of ours on a server (`desk serve`). The token with which one signs in is kept elsewhere. */
export interface RemoteProfile {
  readonly backend: 'remote';
  /** Without a slash at its end: the wire lies below it at `/v1`. */
  readonly url: string;
  /** The agent who is signed in. Empty when it is whoever DESK_TOKEN belongs to. */
  readonly user: string;
  /** The token was given at a sign-in on a page: it ends when one signs out. */
  readonly given?: true;
  readonly insecureHttp?: boolean;
  readonly options: Readonly<Record<string, unknown>>;
  readonly learnt?: Readonly<Record<string, unknown>>;
}

/** A desk of one's own: nobody signs in there with a secret of ours. */
export type OwnProfile = EmbeddedProfile | PostgresProfile;

/** A desk on a server that one signs in at. */
export type ForeignProfile = RtProfile | RemoteProfile;

/** A desk that the user works with. */
export type Profile = OwnProfile | ForeignProfile;

/** Whose servers one can sign in at. */
export const foreignDesks = ['rt', 'remote'] as const satisfies readonly ForeignProfile['backend'][];

/** Where desks of one's own can be. */
export const ownDesks = ['embedded', 'postgres'] as const satisfies readonly OwnProfile['backend'][];

/** Whether it is a desk of one's own. */
export const isOwn = (profile: Profile): profile is OwnProfile => (ownDesks as readonly string[]).includes(profile.backend);

/** The name of the desk of one's own at its place, where no profile is called so. */
export const ownDesk = 'embedded';

/** Where a desk is, for people. */
export const placeOf = (profile: Profile): string => (profile.backend === 'embedded' ? profile.path : profile.url);

/** What the user has set; every value has a default. */
export interface Settings {
  readonly profile: string | undefined;
  readonly profiles: Readonly<Record<string, Profile>>;
  /** Saved queries by name. */
  readonly queries: Readonly<Record<string, string>>;
  /** What kinds of customers there are. */
  readonly categories: readonly string[];
  readonly rules: Rules;
  /** How mail leaves a desk of one's own; undefined where it does not. */
  readonly mail: MailSettings | undefined;
  /** All as it stands in the file, by its first word: `logs`, `kb`, `billing`, `templates`, `preflight` are read by those whom they concern. */
  readonly raw: JsonObject;
}

const broken = (path: string, what: string, cause?: unknown): DeskError =>
  new DeskError('settings', `the settings are not readable: ${what}`, { hint: `mend or remove ${path}`, cause });

/** The stored settings, or none. The file is the one that `conf` writes; reading it plainly keeps that library off the way of every command. */
function stored(path: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return {};
    throw broken(path, (cause as Error).message, cause);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch (cause) {
    throw broken(path, 'not JSON', cause);
  }
  throw broken(path, 'not an object');
}

const defaultAnswerWithin: Readonly<Record<Priority, string>> = { low: '2d', normal: '2d', high: '2d', urgent: '4h' };

function answerWithin(path: string, given: unknown): Rules['answerWithinMs'] {
  const chosen = isObject(given) ? { ...defaultAnswerWithin, ...given } : defaultAnswerWithin;
  const entry = (priority: Priority): [Priority, number] => {
    const ms = parseDuration(String(chosen[priority]));
    if (ms === undefined) throw broken(path, `"answerWithin.${priority}" is not a duration such as 4h or 2d`);
    return [priority, ms];
  };
  return Object.fromEntries(priorities.map(entry)) as Rules['answerWithinMs'];
}

const texts = (value: unknown, otherwise: readonly string[]): readonly string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : otherwise;

/** Reads the settings file once; what it does not say has its default. Throws `settings` when it cannot be understood. */
export function readSettings(path: string): Settings {
  const given = stored(path);
  const mail = mailSettings(given['mail']);
  return {
    profile: typeof given['profile'] === 'string' ? given['profile'] : undefined,
    profiles: isObject(given['profiles']) ? (given['profiles'] as Settings['profiles']) : {},
    queries: isObject(given['queries']) ? (given['queries'] as Settings['queries']) : {},
    categories: texts(given['categories'], ['user', 'model', 'studio']),
    rules: {
      answerWithinMs: answerWithin(path, given['answerWithin']),
      queue: typeof given['queue'] === 'string' ? given['queue'] : 'support',
      ...(mail && { mail: mail.rules }),
    },
    mail,
    raw: given,
  };
}

/** Changes one settings value (`key` may have dots, `undefined` removes it); written whole and atomically by `conf`. */
export async function changeSetting(path: string, key: string, value: unknown): Promise<void> {
  stored(path);
  const { default: Conf } = await import('conf');
  try {
    makeFolder(dirname(path), 0o700); // conf would do it by mkdir's own recursion
    const conf = new Conf({ cwd: dirname(path), configName: basename(path, extname(path)), configFileMode: 0o600 });
    if (value === undefined) conf.delete(key);
    else conf.set(key, value);
  } catch (cause) {
    throw new DeskError('settings', `the settings could not be written: ${(cause as Error).message}`, {
      hint: `is ${dirname(path)} yours to write?`,
      cause,
    });
  }
}

/** The saved query of that name, or undefined. */
export const savedQuery = ({ queries }: Settings, name: string): string | undefined =>
  Object.hasOwn(queries, name) ? queries[name] : undefined;
