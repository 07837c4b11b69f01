import type { Cursor, Event, Moved } from '../../model/event.ts';
import type { Agent, Person, Role } from '../../model/person.ts';
import type { Relation, Status, Ticket, TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { LinkedTicket } from '../../model/whole-ticket.ts';
import { statusNow } from './columns.ts';
import type { Connection, Dialect, SqlRow, SqlValue } from './engine.ts';
import { sql } from './sql.ts';

/** Events a statement. */
const pageSize = 500;
/** More people than this nobody looks through. */
const mostPeople = 100;

const orNull = (value: SqlValue | undefined): string | null => (value === null || value === undefined ? null : String(value));

/** The links of a ticket to tickets that are not gone, by relation and number. */
export async function* links(connection: Connection, ticket: TicketId, now: Instant): AsyncIterable<LinkedTicket> {
  const rows = await connection.all(sql`SELECT l.relation AS relation, t.id AS id, t.subject AS subject, ${statusNow(now)} AS status
    FROM link l JOIN ticket t ON t.id = l.other WHERE l.ticket = ${ticket} AND t.gone IS NULL ORDER BY l.relation, t.id`);
  for (const row of rows) {
    yield { relation: String(row['relation']) as Relation, ticket: { id: Number(row['id']), subject: String(row['subject']), status: String(row['status']) as Status } };
  }
}

const eventOf = (row: SqlRow): Event => ({
  cursor: String(row['id']),
  ticket: Number(row['ticket']),
  at: String(row['at']),
  by: String(row['by']),
  kind: String(row['kind']) as Event['kind'],
  operation: String(row['operation']),
  before: JSON.parse(String(row['before'])) as Partial<Ticket>,
  after: JSON.parse(String(row['after'])) as Partial<Ticket>,
  message: row['message'] === null ? null : Number(row['message']),
  other: orNull(row['other']),
  moved: row['moved'] === null ? null : (JSON.parse(String(row['moved'])) as Moved),
});

/** What happened after the cursor, oldest first: to one ticket, or to all. Ends early when the signal is aborted. */
export async function* events(connection: Connection, after: Cursor | undefined, ticket: TicketId | undefined, signal: AbortSignal): AsyncIterable<Event> {
  const only = ticket === undefined ? sql`1 = 1` : sql`ticket = ${ticket}`;
  for (let last = Number(after ?? 0); !signal.aborted;) {
    const rows = await connection.all(sql`SELECT * FROM event WHERE id > ${last} AND ${only} ORDER BY id LIMIT ${pageSize}`);
    yield* rows.map(eventOf);
    if (rows.length < pageSize) return;
    last = Number(rows.at(-1)?.['id']);
  }
}

/** People whose address, or a word of whose name, begins with the text. */
export async function* people(connection: Connection, text: string): AsyncIterable<Person> {
  const begin = text.toLowerCase();
  const rows = await connection.all(sql`SELECT address, name FROM person
    WHERE substr(address, 1, ${begin.length}) = ${begin} OR substr(lower(name), 1, ${begin.length}) = ${begin} OR lower(name) LIKE ${`% ${begin.replaceAll(/[%_\\]/g, '\\$&')}%`} ESCAPE '\\'
    ORDER BY address LIMIT ${mostPeople}`);
  for (const row of rows) yield { address: String(row['address']), name: orNull(row['name']) };
}

/** Who works the desk, by name. */
export async function* agents(connection: Connection): AsyncIterable<Agent> {
  for (const row of await connection.all(sql`SELECT name, role, queues FROM agent WHERE removed IS NULL ORDER BY name`)) {
    yield { name: String(row['name']), role: String(row['role']) as Role, queues: JSON.parse(String(row['queues'])) as readonly string[] };
  }
}

/** The tickets that have messages with these Message-IDs, by Message-ID; a merged ticket gives its survivor, one that is gone nothing. */
export async function threads(connection: Connection, dialect: Dialect, messageIds: readonly string[]): Promise<ReadonlyMap<string, TicketId>> {
  const rows = await connection.all(sql`SELECT m.message_id AS message_id, m.ticket AS ticket FROM message m JOIN ticket t ON t.id = m.ticket
    WHERE m.message_id IN (${dialect.eachText(JSON.stringify(messageIds))}) AND t.gone IS NULL`);
  return new Map(rows.map((row) => [String(row['message_id']), Number(row['ticket'])]));
}
