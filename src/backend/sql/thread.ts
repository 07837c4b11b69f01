import { createHash } from 'node:crypto';
import { DeskError } from '../../errors.ts';
import type { Attachment, Message, MessageKind } from '../../model/message.ts';
import type { TicketId } from '../../model/ticket.ts';
import { damaged } from './columns.ts';
import type { Connection, SqlRow, SqlValue } from './engine.ts';
import { sql } from './sql.ts';

/** Messages a statement: a thread may have thousands. */
const pageSize = 100;

const text = (value: SqlValue | undefined): string => (typeof value === 'string' ? value : damaged('text', value));
const maybe = (value: SqlValue | undefined): string | null => (value === null || value === undefined ? null : text(value));
const list = (value: SqlValue | undefined): readonly string[] => JSON.parse(text(value)) as readonly string[];

const attachmentOf = (row: SqlRow): Attachment => ({ id: String(row['id']), name: text(row['name']), type: text(row['type']), size: Number(row['size']), hash: text(row['hash']) });

function messageOf(row: SqlRow, attachments: readonly Attachment[]): Message {
  return {
    id: Number(row['id']),
    ticket: Number(row['ticket']),
    kind: text(row['kind']) as MessageKind,
    author: text(row['author']),
    authorName: maybe(row['author_name']),
    at: text(row['at']),
    body: text(row['body']),
    cc: list(row['cc']),
    bcc: list(row['bcc']),
    messageId: maybe(row['message_id']),
    attachments,
  };
}

/** The messages of a ticket, oldest first. Ends early when the signal is aborted. */
export async function* thread(connection: Connection, ticket: TicketId, signal: AbortSignal): AsyncIterable<Message> {
  let after: { readonly at: string; readonly id: number } | undefined = { at: '', id: 0 };
  while (after && !signal.aborted) {
    const rows: readonly SqlRow[] = await connection.all(
      sql`SELECT * FROM message WHERE ticket = ${ticket} AND (at, id) > (${after.at}, ${after.id}) ORDER BY at, id LIMIT ${pageSize}`,
    );
    for (const row of rows) yield messageOf(row, await attachmentsOf(connection, Number(row['id'])));
    const last: SqlRow | undefined = rows.length < pageSize ? undefined : rows.at(-1);
    after = last && { at: text(last['at']), id: Number(last['id']) };
  }
}

async function attachmentsOf(connection: Connection, message: number): Promise<readonly Attachment[]> {
  return (await connection.all(sql`SELECT id, name, type, size, hash FROM attachment WHERE message = ${message} ORDER BY id`)).map(attachmentOf);
}

/** The content of an attachment of a ticket, checked against its hash. Throws `not-found`, and `settings` when it is not what was put in. */
export async function* attachment(connection: Connection, ticket: TicketId, id: string): AsyncIterable<Uint8Array> {
  const number = /^\d{1,15}$/.test(id) ? Number(id) : 0;
  const [row] = await connection.all(sql`SELECT b.content AS content, b.hash AS hash FROM attachment a JOIN message m ON m.id = a.message JOIN blob b ON b.hash = a.hash
    WHERE a.id = ${number} AND m.ticket = ${ticket}`);
  const content = row?.['content'];
  if (!row || !(content instanceof Uint8Array)) throw new DeskError('not-found', `${ticket} has no attachment ${id}`, { hint: `desk attachments ${ticket} lists them` });
  if (createHash('sha256').update(content).digest('hex') !== row['hash']) {
    throw new DeskError('settings', `attachment ${id} of ${ticket} is damaged: it is not what was put in`, { hint: 'restore the last backup' });
  }
  yield content;
}
