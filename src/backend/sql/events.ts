import { DeskError } from '../../errors.ts';
import type { Cursor, Event } from '../../model/event.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import { asNumber, asObject, asText, orNone } from './decode.ts';
import { type Away, follow, restFor } from '../follow.ts';
import type { Connection, Engine, Sql, SqlRow } from './engine.ts';
import { limited, sql } from './sql.ts';
import { checkThere } from './there.ts';

/** Events a statement. */
const pageSize = 500;

const eventOf = (row: SqlRow): Event => ({
  cursor: String(asNumber(row['id'])),
  ticket: asNumber(row['ticket']),
  at: asText(row['at']),
  by: asText(row['by']),
  kind: asText(row['kind']) as Event['kind'],
  operation: asText(row['operation']),
  before: asObject(row['before']),
  after: asObject(row['after']),
  message: orNone(asNumber)(row['message'] ?? null),
  other: orNone(asText)(row['other'] ?? null),
  moved: orNone(asObject<NonNullable<Event['moved']>>)(row['moved'] ?? null),
});

type Page = (last: number) => Promise<readonly SqlRow[]>;

async function* paged(pageAfter: Page, after: number, signal: AbortSignal): AsyncIterable<Event> {
  for (let last: number | undefined = after; last !== undefined && !signal.aborted;) {
    const rows: readonly SqlRow[] = await pageAfter(last);
    for (const row of rows) {
      if (signal.aborted) return;
      yield eventOf(row);
    }
    last = rows.length < pageSize ? undefined : asNumber(rows.at(-1)?.['id']);
  }
}

const read = (connection: Connection, last: number, only: Sql): Promise<readonly SqlRow[]> =>
  connection.all(sql`SELECT e.* FROM event e WHERE e.id > ${last}${only} ORDER BY e.id${limited(pageSize)}`);

const lastOf = (rows: readonly SqlRow[]): number => asNumber(rows.at(-1)?.['id']);

/**
 * Numbers are given out before what they stand for can be seen. Where one is missing, whoever may have it is waited for, so that nothing comes before a
 * cursor that was told; what is still missing then never comes.
 */
async function complete(engine: Engine, last: number): Promise<readonly SqlRow[]> {
  const rows = await read(engine, last, sql``);
  if (!engine.settled || rows.length === 0 || lastOf(rows) === last + rows.length) return rows;
  await engine.settled();
  return read(engine, last, sql` AND e.id <= ${lastOf(rows)}`);
}

function numberOf(cursor: Cursor | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new DeskError('usage', `${JSON.stringify(cursor)} is no place in the desk's history`);
}

/** Everything that happened after the cursor, oldest first. Ends early when the signal is aborted. Throws `usage` for what is no cursor. */
export async function* events(engine: Engine, after: Cursor | undefined, signal: AbortSignal): AsyncIterable<Event> {
  yield* paged((last) => complete(engine, last), numberOf(after), signal);
}

/** Milliseconds between two looks for what has happened, where the database does not tell by itself. */
const lookMs = 200;

/** The cursor of the last event, or of the one before the first of that moment or later. What an import brought has older moments than its place. */
export async function latest(engine: Engine, before?: Instant): Promise<Cursor> {
  await engine.settled?.();
  const [first] = before === undefined ? [] : await engine.all(sql`SELECT id FROM event WHERE at >= ${before} ORDER BY id LIMIT 1`);
  if (first) return String(asNumber(first['id']) - 1);
  const [row] = await engine.all(sql`SELECT coalesce(max(id), 0) AS id FROM event`);
  return String(asNumber(row?.['id'] ?? 0));
}

/** What happens from now on, or after the cursor, until the signal is aborted. Throws `usage` for what is no cursor. */
export function followed(engine: Engine, after: Cursor | undefined, signal: AbortSignal, away?: Away): AsyncIterable<Event> {
  const news = engine.listen?.() ?? ((until) => restFor(lookMs, until));
  return follow({ events: (cursor) => events(engine, cursor, signal), last: () => latest(engine), news }, after, signal, away);
}

/** What happened to a ticket, oldest first. Ends early when the signal is aborted. Throws `not-found`. */
export async function* history(connection: Connection, ticket: TicketId, signal: AbortSignal): AsyncIterable<Event> {
  await checkThere(connection, ticket);
  yield* paged((last) => read(connection, last, sql` AND e.ticket = ${ticket}`), 0, signal);
}
