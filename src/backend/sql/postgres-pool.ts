import { Socket } from 'node:net';
import pg from 'pg';
import type { Place } from './postgres-place.ts';

/** The library leaves a connection open that it could not sign in on; the server would keep it for a minute, and the program with it. */
const sockets = new WeakMap<pg.Pool, Set<Socket>>();

/** Ends all connections. */
export async function close(pool: pg.Pool): Promise<void> {
  if (!pool.ending) await pool.end();
  for (const socket of sockets.get(pool) ?? []) socket.destroy();
}

const connectWithinMs = 10_000;
/** How long a change waits for another one of the same ticket. */
const lockWithin = '30s';

/** 64-bit and exact numbers come as texts; those of a desk are numbers (https://github.com/brianc/node-pg-types). */
const numberTypes = new Set([20, 21, 23, 701, 1700]);
const plain = (text: string | Buffer): unknown => text;
const bytes = (text: string | Buffer): Buffer => Buffer.from(String(text).slice(2), 'hex');
const types = { getTypeParser: (type: number) => (numberTypes.has(type) ? Number : type === 17 ? bytes : plain) };

/** The connections to a database, opened when they are needed, so many at most. */
export function poolOf({ host, port, database, user, password, ssl, options }: Place, max = 10): pg.Pool {
  const open = new Set<Socket>();
  const stream = (): Socket => {
    const socket = new Socket();
    open.add(socket.once('close', () => open.delete(socket)));
    return socket;
  };
  const pool = new pg.Pool({
    stream,
    host,
    port,
    database,
    user,
    ssl,
    password: password ?? '',
    types: types as pg.CustomTypesConfig,
    max,
    keepAlive: true,
    connectionTimeoutMillis: connectWithinMs,
    idleTimeoutMillis: 30_000,
    application_name: 'desk',
    options: `${options} -c lock_timeout=${lockWithin} -c standard_conforming_strings=on -c client_min_messages=error`,
  });
  sockets.set(pool, open);
  // A connection that nobody uses is lost: the next one who needs one gets another.
  pool.on('error', () => undefined);
  return pool;
}
