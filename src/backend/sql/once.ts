import type { TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { Terms } from '../backend.ts';
import type { Connection, Dialect } from './engine.ts';
import { sql } from './sql.ts';

/** What a key was once used for. */
export interface Before {
  readonly ticket: TicketId;
  readonly message: number | null;
}

/** What was done before under the keys of a group of pieces. */
export type Known = Map<string, Before>;

export async function readOnce(connection: Connection, dialect: Dialect, keys: readonly string[]): Promise<Known> {
  const [only] = keys;
  const rows = await connection.all(
    keys.length === 1 && only !== undefined
      ? sql`SELECT key, ticket, message FROM once WHERE key = ${only}`
      : sql`SELECT key, ticket, message FROM once WHERE key IN (${dialect.eachText(JSON.stringify(keys))})`,
  );
  return new Map(
    rows.map(({ key, ticket, message }) => [
      String(key),
      { ticket: Number(ticket), message: typeof message === 'number' ? message : null },
    ]),
  );
}

/** Remembers what was done, so that it is not done again. `now` is the real time: what is imported with an old date is not old. */
export async function writeOnce(connection: Connection, known: Known, { once, forever }: Terms, now: Instant, done: Before): Promise<void> {
  await connection.run(
    sql`INSERT INTO once (key, at, forever, ticket, message) VALUES (${once}, ${now}, ${forever ? 1 : 0}, ${done.ticket}, ${done.message})`,
  );
  known.set(once, done);
}

/** Forgets what was done before that time and is not to be known for good. */
export async function forgetOnce(connection: Connection, before: Instant): Promise<void> {
  const [old] = await connection.all(sql`SELECT 1 AS one FROM once WHERE forever = 0 AND at < ${before} LIMIT 1`);
  if (old) await connection.run(sql`DELETE FROM once WHERE forever = 0 AND at < ${before}`);
}
