import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import { DeskError } from '../../errors.ts';
import { passwordIn, withoutPassword } from '../../around/database-url.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** How a database is reached. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly ssl: false | ConnectionOptions;
  /** Settings of the connection, such as `-c search_path=helpdesk`. */
  readonly options: string;
  /** Without the password, for messages. */
  readonly shown: string;
}

const defaultPort = 5432;
const sslModes = ['disable', 'require', 'verify-ca', 'verify-full'] as const;
type SslMode = (typeof sslModes)[number];

/**
 * Reads an address: `postgres://user@host:port/database`, a folder of a Unix socket as `?host=/run/postgresql`, `options`, `sslmode` and `sslrootcert` as libpq
 * has them (https://www.postgresql.org/docs/current/libpq-connect.html). Away from this machine the server's certificate is checked unless it says otherwise.
 * The password is that of DESK_DATABASE when it is the same address, else PGPASSWORD, else what the password file says. Throws `settings`.
 */
export function placeOf(url: string, env: Env, userName: string): Place {
  const parsed = new URL(url);
  const host = parsed.searchParams.get('host') || decodeURIComponent(parsed.hostname) || 'localhost';
  const user = decodeURIComponent(parsed.username) || env['PGUSER'] || userName;
  const port = Number(parsed.port || env['PGPORT'] || defaultPort);
  const database = decodeURIComponent(parsed.pathname.slice(1)) || user;
  const reached = { host, port, database, user };
  const password = passwordFor(url, env) ?? env['PGPASSWORD'] ?? passwordFromFile(reached, env);
  return {
    ...reached,
    password,
    ssl: sslFor(host, parsed.searchParams, env),
    options: parsed.searchParams.get('options') ?? '',
    shown: withoutPassword(url),
  };
}

function passwordFor(url: string, env: Env): string | undefined {
  const given = env['DESK_DATABASE'];
  if (!given || !URL.canParse(given)) return undefined;
  return withoutPassword(given) === withoutPassword(url) ? passwordIn(given) : undefined;
}

const isHere = (host: string): boolean => host.startsWith('/') || /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/.test(host);

function sslFor(host: string, said: URLSearchParams, env: Env): Place['ssl'] {
  const mode = said.get('sslmode') ?? env['PGSSLMODE'] ?? (isHere(host) ? 'disable' : 'verify-full');
  if (!(sslModes as readonly string[]).includes(mode)) {
    throw new DeskError('settings', `sslmode=${mode} is not known`, { hint: `one of ${sslModes.join(', ')}` });
  }
  if (mode === 'disable' || host.startsWith('/')) return false;
  const root = said.get('sslrootcert') ?? env['PGSSLROOTCERT'];
  const ca = root && root !== 'system' ? { ca: certificate(root) } : {};
  return { ...ca, ...checks[mode as Exclude<SslMode, 'disable'>] };
}

const checks = {
  require: { rejectUnauthorized: false },
  'verify-ca': { rejectUnauthorized: true, checkServerIdentity: () => undefined },
  'verify-full': { rejectUnauthorized: true },
} as const satisfies Record<Exclude<SslMode, 'disable'>, ConnectionOptions>;

function certificate(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new DeskError('settings', `the root certificate ${path} cannot be read`, { cause });
  }
}

/** The fields of a line of the password file; `\` takes the next character as it stands. */
const fieldsOf = (line: string): readonly string[] =>
  [...line.matchAll(/((?:\\.|[^:\\])*)(?::|$)/g)].map(([, field = '']) => field.replaceAll(/\\(.)/g, '$1'));

/** The password file: `host:port:database:user:password`, `*` for any (https://www.postgresql.org/docs/current/libpq-pgpass.html). */
function passwordFromFile(
  { host, port, database, user }: Pick<Place, 'host' | 'port' | 'database' | 'user'>,
  env: Env,
): string | undefined {
  const asked = [host.startsWith('/') ? 'localhost' : host, String(port), database, user];
  for (const line of linesOf(env['PGPASSFILE'] || join(env['HOME'] || homedir(), '.pgpass'))) {
    const fields = fieldsOf(line);
    if (asked.every((value, at) => fields[at] === '*' || fields[at] === value)) return fields[4];
  }
  return undefined;
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '' && !line.startsWith('#'));
  } catch {
    return []; // most have none
  }
}
