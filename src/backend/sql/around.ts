import { foldText } from '../../model/fold.ts';
import { normalName } from '../../model/name.ts';
import type { Person } from '../../model/person.ts';
import { type Relation, relations, statuses, type TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { LinkedTicket } from '../../model/whole-ticket.ts';
import { statusNow } from './columns.ts';
import { asNumber, asOneOf, asText, orNone } from './decode.ts';
import type { Connection, Dialect, SqlRow } from './engine.ts';
import { limited, sql } from './sql.ts';
import { checkThere } from './there.ts';

const relationOf = asOneOf('relation', Object.keys(relations) as Relation[]);

/** The links of a ticket to tickets that are not gone, by relation and number. Throws `not-found`. */
export async function* links(connection: Connection, ticket: TicketId, now: Instant): AsyncIterable<LinkedTicket> {
  await checkThere(connection, ticket);
  const rows = await connection.all(sql`SELECT l.relation AS relation, t.id AS id, t.subject AS subject, ${statusNow(now)} AS status
    FROM link l JOIN ticket t ON t.id = l.other WHERE l.ticket = ${ticket} AND t.gone IS NULL ORDER BY l.relation, t.id`);
  for (const row of rows) {
    const other = { id: asNumber(row['id']), subject: asText(row['subject']), status: asOneOf('status', statuses)(row['status']) };
    yield { relation: relationOf(row['relation']), ticket: other };
  }
}

/** People a statement. */
const pageSize = 500;

/**
 * People whose address begins with the text, or a word of whose name does, by address. Addresses are compared in their normal form, names
 * folded. Ends early when the signal is aborted.
 */
export async function* people(connection: Connection, dialect: Dialect, text: string, signal: AbortSignal): AsyncIterable<Person> {
  const address = normalName(text);
  const words = foldText(text);
  const begins = sql`substr(p.address, 1, ${[...address].length}) = ${address}`;
  const named = words === '' ? sql`1 = 0` : dialect.holds(sql`p.words`, ` ${words}`);
  for (let last: string | undefined = ''; last !== undefined && !signal.aborted;) {
    const rows: readonly SqlRow[] = await connection.all(sql`SELECT p.address AS address, p.name AS name FROM person p
      WHERE p.address > ${last} AND (${begins} OR ${named}) ORDER BY p.address${limited(pageSize)}`);
    for (const row of rows) yield { address: asText(row['address']), name: orNone(asText)(row['name'] ?? null) };
    last = rows.length < pageSize ? undefined : asText(rows.at(-1)?.['address']);
  }
}

/**
 * The tickets that have messages with these Message-IDs, or that mails of ours with them were about, by Message-ID; a merged ticket gives its survivor, one that is gone
 * nothing. What we sent comes before what strangers did, and of their messages the first: whoever comes later may have chosen the id.
 */
export async function threads(
  connection: Connection,
  dialect: Dialect,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, TicketId>> {
  const wanted = dialect.eachText(JSON.stringify(messageIds));
  const sent = await connection.all(sql`SELECT o.message_id AS message_id, o.ticket AS ticket FROM outbox o JOIN ticket t ON t.id = o.ticket
    WHERE o.message_id IN (${wanted}) AND t.gone IS NULL ORDER BY o.id`);
  const said =
    await connection.all(sql`SELECT m.message_id AS message_id, m.ticket AS ticket FROM message m JOIN ticket t ON t.id = m.ticket
    WHERE m.message_id IN (${wanted}) AND t.gone IS NULL ORDER BY m.id DESC`);
  return new Map([...said, ...sent].map((row) => [asText(row['message_id']), asNumber(row['ticket'])]));
}
