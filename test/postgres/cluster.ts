import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** A PostgreSQL server of the tests' own, on a socket in a folder of its own and on loopback. */
export interface Cluster extends AsyncDisposable {
  readonly port: number;
  readonly superuser: string;
  /** The address of a database, through TCP. */
  readonly url: (database: string, user?: string) => string;
  /** Makes an empty database. */
  readonly database: (name: string) => Promise<void>;
  /** Runs a statement as the server's owner. */
  readonly sql: (text: string, database?: string) => Promise<readonly Record<string, unknown>[]>;
  readonly start: () => Promise<void>;
  /** `immediate` is as good as pulling the plug. */
  readonly stop: (how: 'fast' | 'immediate') => Promise<void>;
}

const debian = '/usr/lib/postgresql';

/** Where the programs of the newest PostgreSQL are. Throws with how to install it. */
function programs(): string {
  const versions = existsSync(debian) ? readdirSync(debian).sort((left, right) => Number(right) - Number(left)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env['PATH'] ?? '').split(':')];
  const found = folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
  if (found) return found;
  throw new Error('these tests need PostgreSQL: apt-get install postgresql');
}

/** PostgreSQL does not run as root. */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const socket = connect(port, '127.0.0.1');
    const taken = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (!taken) return port;
  }
}

/** Settings that make it quick: what these tests hold does not need the disk. */
const quick = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'shared_buffers=64MB', 'max_connections=120'];

/** `letsIn` stands before the rules by which the server lets people in (pg_hba.conf). */
export async function startCluster(settings: readonly string[] = [], letsIn = ''): Promise<Cluster> {
  const bin = programs();
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'desk-pg-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const superuser = 'desk_owner';
  const options = { ...user, cwd: folder, stdio: 'pipe' as const };
  execFileSync(join(bin, 'initdb'), ['-D', data, '-A', 'trust', '-U', superuser, '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], options);
  const rules = join(data, 'pg_hba.conf');
  writeFileSync(rules, `${letsIn}\n${readFileSync(rules, 'utf8')}`);
  const port = await freePort();
  const url = (database: string, as = superuser): string => `postgres://${as}@127.0.0.1:${port}/${database}`;
  let server: ChildProcess | undefined;
  const sql: Cluster['sql'] = async (text, database = 'postgres') => {
    const client = new pg.Client({ connectionString: url(database) });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text)).rows;
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    const said = [...quick, ...settings, `port=${port}`, `unix_socket_directories=${folder}`, 'listen_addresses=127.0.0.1'].flatMap(
      (each) => ['-c', each],
    );
    server = spawn(join(bin, 'postgres'), ['-D', data, ...said], { ...options, stdio: 'ignore' });
    for (let tries = 0; ; tries += 1) {
      try {
        await sql('SELECT 1');
        return;
      } catch (thrown) {
        if (tries > 600) throw thrown;
        await sleep(50);
      }
    }
  };
  const stop: Cluster['stop'] = async (how) => {
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(how === 'fast' ? 'SIGINT' : 'SIGQUIT');
    await ended;
  };
  await start();
  return {
    port,
    superuser,
    url,
    sql,
    start,
    stop,
    database: async (name) => void (await sql(`CREATE DATABASE ${name}`)),
    async [Symbol.asyncDispose]() {
      await stop('immediate');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
