import { isAbsolute } from 'node:path';
import { fromHome } from '../../around/home.ts';
import { isLoopback } from '../../around/loopback.ts';
import { secretIn } from '../../around/secret-file.ts';
import { type Part, partIn } from '../../around/setting.ts';
import { normalName } from '../../model/name.ts';
import type { JsonObject } from '../../model/object.ts';
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

const hint = 'such as {"signIn": {"issuer": "https://login.example.com/realms/house", "clientId": "desk"}}; desk help sign-in';

function issuerIn(given: Part): string {
  const text = given.text('issuer');
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : undefined;
  if (text !== undefined && url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)))) return text;
  throw given.wrong('issuer', 'is no address with https://');
}

function clientIn(given: Part): string {
  const text = given.text('clientId');
  if (text === undefined) throw given.wrong('clientId', 'says what the provider calls this desk, and is missing');
  return text;
}

function agentsIn(given: Part): SignInSettings['agents'] {
  const table = given.part('agents')?.given;
  if (table === undefined) return undefined;
  if (!Object.values(table).every((name) => typeof name === 'string'))
    throw given.wrong('agents', 'is no table of agents by what the provider calls them', '"agents": { "ana@example.com": "ana" }');
  return new Map(Object.entries(table).map(([said, name]) => [normalName(said), normalName(String(name))]));
}

/** How people sign in, from the settings; undefined where only tokens do. Throws `settings`. */
export function signInSettings(raw: JsonObject, home: string): SignInSettings | undefined {
  if (raw['signIn'] === undefined) return undefined;
  const given = partIn(raw, 'signIn', hint);
  const file = given.text('clientSecretFile');
  const clientSecretFile = file === undefined ? undefined : fromHome(file, home);
  if (clientSecretFile !== undefined && !isAbsolute(clientSecretFile)) throw given.wrong('clientSecretFile', 'is not an absolute path');
  if ('clientSecret' in given.given)
    throw given.wrong('clientSecret', 'is a secret, and the settings are no place for one', 'keep it in a file: clientSecretFile');
  return {
    issuer: issuerIn(given),
    clientId: clientIn(given),
    clientSecretFile,
    claim: given.text('claim') ?? 'email',
    agents: agentsIn(given),
    newAgents: given.oneOf('newAgents', roles),
    tokenDays: given.number('tokenDays', { least: Number.MIN_VALUE, most: 3650 }, 'a number of days up to 3650') ?? 30,
    scope: given.text('scope') ?? 'openid email profile',
  };
}

/** The client's secret; undefined for a public client. Throws `settings` when its file cannot be read, or others can read it. */
export async function clientSecret(
  { clientSecretFile }: SignInSettings,
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | undefined> {
  if (env['DESK_SIGN_IN_SECRET']) return env['DESK_SIGN_IN_SECRET'];
  return clientSecretFile === undefined ? undefined : secretIn(clientSecretFile, "this desk's secret at the provider");
}
