import { readFile } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { fromHome } from '../../around/home.ts';
import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import { isObject, type JsonObject } from '../../model/object.ts';
import { type Role, roles } from '../../model/person.ts';

/** How people sign in at this desk by an OpenID Connect provider; the setting `signIn`. */
export interface SignInSettings {
  /** Whose word counts, such as `https://login.example.com`. */
  readonly issuer: string;
  readonly clientId: string;
  /** A file that holds the client's secret and nothing else; DESK_SIGN_IN_SECRET comes before it. None for a public client. */
  readonly clientSecretFile: string | undefined;
  /** What of a person says which agent they are. A mail address counts only when the provider has verified it. */
  readonly claim: string;
  /** Agents by what the claim says: then nobody else comes in. Left out, the agent is called as the claim says. */
  readonly agents: ReadonlyMap<string, string> | undefined;
  /** With it, whoever the provider knows and this desk does not becomes an agent. */
  readonly newAgents: Role | undefined;
  /** How long one stays signed in. */
  readonly tokenDays: number;
  /** What is asked of the provider (OAuth 2.0 scopes). */
  readonly scope: string;
}

const broken = (what: string, hint?: string): DeskError =>
  new DeskError('settings', `the setting "signIn${what}`, hint === undefined ? {} : { hint });

const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function issuerFrom(value: unknown): string {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  if (url && typeof value === 'string' && (url.protocol === 'https:' || (url.protocol === 'http:' && loopback.test(url.hostname))))
    return value;
  throw broken('.issuer" is no address with https://', 'such as https://login.example.com/realms/house');
}

function textIn(given: JsonObject, key: string): string | undefined {
  const value = given[key];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value !== '') return value;
  throw broken(`.${key}" is no text`);
}

function needed(given: JsonObject, key: string): string {
  const value = textIn(given, key);
  if (value === undefined) throw broken(`" has no "${key}"`);
  return value;
}

function agentsFrom(value: unknown): SignInSettings['agents'] {
  if (value === undefined) return undefined;
  if (!isObject(value) || !Object.values(value).every((name) => typeof name === 'string'))
    throw broken('.agents" is no table of agents by what the provider calls them', '"agents": { "ana@example.com": "ana" }');
  return new Map(Object.entries(value).map(([said, name]) => [normalName(said), normalName(String(name))]));
}

function roleFrom(value: unknown): Role | undefined {
  const role = value === undefined ? undefined : roles.find((each) => each === value);
  if (value !== undefined && role === undefined) throw broken('.newAgents" is no role', `one of ${roles.join(', ')}`);
  return role;
}

function daysFrom(value: unknown = 30): number {
  if (typeof value === 'number' && value > 0 && value <= 3650) return value;
  throw broken('.tokenDays" is no number of days');
}

/** How people sign in, from the settings; undefined where only tokens do. Throws `settings`. */
export function signInSettings(raw: JsonObject, home: string): SignInSettings | undefined {
  const given = raw['signIn'];
  if (given === undefined) return undefined;
  if (!isObject(given)) throw broken('" is no object');
  const file = textIn(given, 'clientSecretFile');
  const clientSecretFile = file === undefined ? undefined : fromHome(file, home);
  if (clientSecretFile !== undefined && !isAbsolute(clientSecretFile)) throw broken('.clientSecretFile" is not an absolute path');
  if ('clientSecret' in given)
    throw broken('.clientSecret" is a secret, and the settings are no place for one', 'keep it in a file: clientSecretFile');
  return {
    issuer: issuerFrom(given['issuer']),
    clientId: needed(given, 'clientId'),
    clientSecretFile,
    claim: textIn(given, 'claim') ?? 'email',
    agents: agentsFrom(given['agents']),
    newAgents: roleFrom(given['newAgents']),
    tokenDays: daysFrom(given['tokenDays']),
    scope: textIn(given, 'scope') ?? 'openid email profile',
  };
}

/** The client's secret; undefined for a public client. Throws `settings` when its file cannot be read. */
export async function clientSecret(
  { clientSecretFile }: SignInSettings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  if (env['DESK_SIGN_IN_SECRET']) return env['DESK_SIGN_IN_SECRET'];
  if (clientSecretFile === undefined) return undefined;
  try {
    const secret = (await readFile(clientSecretFile, 'utf8')).replace(/\r?\n$/, '');
    if (secret !== '') return secret;
  } catch (cause) {
    throw broken(`.clientSecretFile" cannot be read: ${(cause as NodeJS.ErrnoException).code ?? ''} ${clientSecretFile}`);
  }
  throw broken(`.clientSecretFile" is empty: ${clientSecretFile}`);
}
