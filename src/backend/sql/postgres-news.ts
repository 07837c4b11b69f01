import type pg from 'pg';
import { restFor } from '../follow.ts';
import type { Listening } from './engine.ts';
import type { Place } from './postgres-place.ts';
import { close, poolOf } from './postgres-pool.ts';

/** The channel on which desks of a database tell that something was written. */
const channel = 'desk';
/** Milliseconds between two notices: however much is written, those who listen are told of it together. */
const restMs = 40;
/** A notice may be lost: so often is looked without one; and where nobody can be heard. */
const netMs = 3000;
const deafMs = 500;

/** A clock that never goes back. */
const uptimeMs = (): number => process.uptime() * 1000;

/** Tells whoever listens to a database that something was written, and listens. */
export interface News extends AsyncDisposable {
  /** Something was written, and is kept. */
  readonly written: () => void;
  readonly listen: () => Listening;
}

/**
 * Notices go out after what they tell was kept, in a transaction of their own: PostgreSQL lets one transaction with a notice be committed at a time
 * (https://www.postgresql.org/docs/current/sql-notify.html), and changes would wait for each other.
 */
function telling(pool: pg.Pool): Pick<News, 'written'> & { readonly ended: () => Promise<void> } {
  let lastMs = -restMs;
  let timer: NodeJS.Timeout | undefined;
  let sent: Promise<unknown> = Promise.resolve();
  const send = (): void => {
    timer = undefined;
    lastMs = uptimeMs();
    sent = pool.query(`NOTIFY ${channel}`).catch(() => undefined); // those who listen look for themselves now and then
  };
  return {
    written: () => {
      const waitMs = lastMs + restMs - uptimeMs();
      if (timer === undefined && waitMs <= 0) send();
      else timer ??= setTimeout(send, waitMs);
    },
    ended: async () => {
      clearTimeout(timer);
      if (timer) send();
      await sent;
    },
  };
}

/** The one connection on which a process listens: made when somebody wants to hear, and again when it was lost. */
interface Ear extends AsyncDisposable {
  /** Whether anything can be heard; a connection is made where there is none. */
  readonly open: () => Promise<boolean>;
}

function earOf(place: Place, heard: () => void): Ear {
  const pool = poolOf(place, 1);
  let opened: Promise<boolean> | undefined;
  let current: pg.PoolClient | undefined;
  const letGo = (client: pg.PoolClient): void => {
    if (client !== current) return;
    [current, opened] = [undefined, undefined];
    client.release(true);
    heard(); // that nothing is heard any more is worth a look as well
  };
  const connect = async (): Promise<boolean> => {
    const client = await pool.connect();
    const lost = (): void => letGo(client);
    current = client.on('error', lost).on('end', lost).on('notification', heard);
    await client.query(`LISTEN ${channel}`).catch(lost);
    return current === client;
  };
  const open = (): Promise<boolean> =>
    (opened ??= connect().catch(() => {
      opened = undefined;
      return false;
    }));
  return {
    open,
    async [Symbol.asyncDispose]() {
      await opened;
      if (current) letGo(current);
      await close(pool);
    },
  };
}

/** Resolves when something is heard, when the time is up, or when the signal is aborted. */
function callOrRest(calls: Set<() => void>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      calls.delete(end);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    calls.add(end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}

/** News of the database that the pool writes to. */
export function newsOf(pool: pg.Pool, place: Place): News {
  const calls = new Set<() => void>();
  let notices = 0;
  const teller = telling(pool);
  let ear: Ear | undefined;
  const heard = (): void => {
    notices += 1;
    for (const call of calls) call();
  };
  const listen = (): Listening => {
    let known = -1;
    return async (signal) => {
      ear ??= earOf(place, heard);
      const hears = await ear.open();
      // What was written before anything could be heard is looked for at once.
      if (!hears) await restFor(deafMs, signal);
      else if (known === notices) await callOrRest(calls, netMs, signal);
      known = hears ? notices : -1;
    };
  };
  return {
    written: teller.written,
    listen,
    async [Symbol.asyncDispose]() {
      await teller.ended();
      await ear?.[Symbol.asyncDispose]();
    },
  };
}
