import { DeskError } from '../../errors.ts';
import type { Cursor, Event } from '../../model/event.ts';
import type { TicketId } from '../../model/ticket.ts';
import { asNumber, asObject, asText, orNone } from './decode.ts';
import type { Connection, Sql, SqlRow } from './engine.ts';
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

async function* paged(connection: Connection, after: number, only: Sql, signal: AbortSignal): AsyncIterable<Event> {
  for (let last: number | undefined = after; last !== undefined && !signal.aborted;) {
    const rows: readonly SqlRow[] = await connection.all(
      sql`SELECT e.* FROM event e WHERE e.id > ${last}${only} ORDER BY e.id${limited(pageSize)}`,
    );
    for (const row of rows) {
      if (signal.aborted) return;
      yield eventOf(row);
    }
    last = rows.length < pageSize ? undefined : asNumber(rows.at(-1)?.['id']);
  }
}

function numberOf(cursor: Cursor | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new DeskError('usage', `${JSON.stringify(cursor)} is no place in the desk's history`);
}

/** Everything that happened after the cursor, oldest first. Ends early when the signal is aborted. Throws `usage` for what is no cursor. */
export async function* events(connection: Connection, after: Cursor | undefined, signal: AbortSignal): AsyncIterable<Event> {
  yield* paged(connection, numberOf(after), sql``, signal);
}

/** What happened to a ticket, oldest first. Ends early when the signal is aborted. Throws `not-found`. */
export async function* history(connection: Connection, ticket: TicketId, signal: AbortSignal): AsyncIterable<Event> {
  await checkThere(connection, ticket);
  yield* paged(connection, 0, sql` AND e.ticket = ${ticket}`, signal);
}
