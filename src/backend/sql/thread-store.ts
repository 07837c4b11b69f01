import { createHash } from 'node:crypto';
import type { AttachmentDraft, MessageDraft, MessageKind } from '../../model/message.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import { maxWords, ticketWords } from '../../query/words.ts';
import type { KnownSender } from './known-sender.ts';
import type { Sql } from './engine.ts';
import { sql } from './sql.ts';
import type { Turn } from './turn.ts';

/** A message with all that is kept of it. */
export interface NewMessage {
  readonly kind: MessageKind;
  readonly author: string;
  readonly draft: MessageDraft;
  /** Who that is, where it comes from outside. */
  readonly from?: KnownSender | undefined;
}

/** Puts a message and its attachments into the thread of a ticket; returns the message's id. */
export async function addMessage(
  { connection, dialect, at }: Turn,
  ticket: TicketId,
  { kind, author, draft, from }: NewMessage,
): Promise<number> {
  const id =
    await connection.insert(sql`INSERT INTO message (ticket, kind, author, author_name, at, body, cc, bcc, message_id, sender, proof, acting_for)
    VALUES (${ticket}, ${kind}, ${author}, ${draft.authorName || null}, ${at}, ${draft.body}, ${JSON.stringify(draft.cc ?? [])},
      ${JSON.stringify(draft.bcc ?? [])}, ${draft.messageId ? ownId(draft.messageId, ticket) : null},
      ${from?.sender ?? null}, ${from?.proof ?? null}, ${from?.actingFor ?? null})`);
  for (const file of draft.attachments ?? []) await attach({ connection, dialect }, id, file);
  return id;
}

/** An id that a mail of ours has, or a message of another ticket, is theirs: answers to it belong there. */
const ownId = (id: string, ticket: TicketId): Sql => sql`CASE WHEN EXISTS (SELECT 1 FROM outbox o WHERE o.message_id = ${id})
  OR EXISTS (SELECT 1 FROM message m JOIN ticket t ON t.id = m.ticket WHERE m.message_id = ${id} AND m.ticket <> ${ticket} AND t.gone IS NULL) THEN NULL ELSE ${id} END`;

/** Content is kept once, however many messages bring it. */
async function attach(
  { connection, dialect }: Pick<Turn, 'connection' | 'dialect'>,
  message: number,
  { name, type, content }: AttachmentDraft,
): Promise<void> {
  const hash = createHash('sha256').update(content).digest('hex');
  const [known] = await connection.all(sql`SELECT 1 AS known FROM blob b WHERE b.hash = ${hash}${dialect.kept('b')}`);
  // node:sqlite takes an empty view of an empty buffer for NULL.
  const kept = content.byteLength === 0 ? Buffer.alloc(0) : content;
  // Somebody else may be bringing the same, or erasing the last ticket that has it: the row stays until we are done.
  if (!known)
    await connection.run(
      sql`INSERT INTO blob (hash, content) VALUES (${hash}, ${kept}) ON CONFLICT (hash) DO UPDATE SET hash = excluded.hash`,
    );
  await connection.run(
    sql`INSERT INTO attachment (message, name, type, size, hash) VALUES (${message}, ${name}, ${type}, ${content.byteLength}, ${hash})`,
  );
}

/** Puts the words of a ticket into the index, from its subject and its thread as they are now. */
export async function indexThread(
  { connection, dialect }: Pick<Turn, 'connection' | 'dialect'>,
  ticket: TicketId,
  subject: string,
): Promise<void> {
  const bodies = async (statement: Sql): Promise<readonly string[]> => (await connection.all(statement)).map((row) => String(row['body']));
  // So many messages mostly hold all the words that are looked through.
  const first = await bodies(sql`SELECT body FROM message WHERE ticket = ${ticket} ORDER BY at, id LIMIT 64`);
  const words = ticketWords(subject, first);
  const all = first.length < 64 || words.text.filter(Boolean).length === maxWords;
  const whole = all ? words : ticketWords(subject, await bodies(sql`SELECT body FROM message WHERE ticket = ${ticket} ORDER BY at, id`));
  await connection.run(dialect.index(ticket, whole));
}

/** Puts the words of a ticket into the index when all its messages are at hand, or none are left. */
export async function indexBodies(
  { connection, dialect }: Turn,
  ticket: Pick<Ticket, 'id' | 'subject'>,
  bodies: readonly string[],
): Promise<void> {
  await connection.run(dialect.index(ticket.id, ticketWords(ticket.subject, bodies)));
}
