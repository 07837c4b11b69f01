import { type Attachment, type Message, messageKinds } from '../../model/message.ts';
import { proofs, senders } from '../../model/sender.ts';
import type { TicketId } from '../../model/ticket.ts';
import { asIds, asList, asNumber, asOneOf, asText, orNone } from './decode.ts';
import type { Dialect, Engine, Sql, SqlRow } from './engine.ts';
import { sql } from './sql.ts';
import { checkThere } from './there.ts';

/** Messages a statement: they may be long. */
const pageSize = 32;

const attachmentOf = (row: SqlRow): Attachment => ({
  id: String(asNumber(row['id'])),
  name: asText(row['name']),
  type: asText(row['type']),
  size: asNumber(row['size']),
  hash: asText(row['hash']),
});

const messageOf = (row: SqlRow, attachments: readonly Attachment[]): Message => ({
  id: asNumber(row['id']),
  ticket: asNumber(row['ticket']),
  kind: asOneOf('kind of message', messageKinds)(row['kind']),
  author: asText(row['author']),
  authorName: orNone(asText)(row['author_name'] ?? null),
  at: asText(row['at']),
  body: asText(row['body']),
  cc: asList(row['cc']),
  bcc: asList(row['bcc']),
  messageId: orNone(asText)(row['message_id'] ?? null),
  sender: orNone(asOneOf('sender', senders))(row['sender'] ?? null),
  proof: orNone(asOneOf('proof', proofs))(row['proof'] ?? null),
  actingFor: orNone(asText)(row['acting_for'] ?? null),
  attachments,
});

/** The ids of a ticket's messages, oldest first, settled at the beginning: what is moved or added meanwhile changes nothing. */
async function messagesOf(engine: Engine, ticket: TicketId): Promise<readonly number[]> {
  const ids = sql`SELECT m.id FROM message m WHERE m.ticket = ${ticket} ORDER BY m.at, m.id`;
  return engine.read(async (connection) => {
    await checkThere(connection, ticket);
    const [row] = await connection.all(sql`SELECT ${engine.dialect.list(ids)} AS ids`);
    return asIds(row?.['ids']);
  });
}

/** The messages of a ticket with what is attached to them, oldest first. Ends early when the signal is aborted. Throws `not-found`. */
export async function* thread(engine: Engine, ticket: TicketId, signal: AbortSignal): AsyncIterable<Message> {
  const ids = await messagesOf(engine, ticket);
  for (let at = 0; at < ids.length && !signal.aborted; at += pageSize) {
    for (const message of await pageOf(engine, ids.slice(at, at + pageSize))) {
      if (signal.aborted) return;
      yield message;
    }
  }
}

const listed = (dialect: Dialect, ids: readonly number[]): Sql => dialect.each(sql`${JSON.stringify(ids)}`);

async function pageOf(engine: Engine, ids: readonly number[]): Promise<readonly Message[]> {
  const page = listed(engine.dialect, ids);
  const [messages, files] = await engine.read(async (connection) => [
    await connection.all(sql`SELECT m.* FROM (${page}) p JOIN message m ON m.id = p.id ORDER BY p.place`),
    await connection.all(sql`SELECT a.* FROM (${page}) p JOIN attachment a ON a.message = p.id ORDER BY a.id`),
  ]);
  return messages.map((row) => messageOf(row, files.filter((file) => file['message'] === row['id']).map(attachmentOf)));
}
