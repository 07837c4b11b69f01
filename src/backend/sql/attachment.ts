import { createHash } from 'node:crypto';
import { DeskError } from '../../errors.ts';
import type { TicketId } from '../../model/ticket.ts';
import { asBytes } from './decode.ts';
import type { Engine } from './engine.ts';
import { sql } from './sql.ts';
import { checkThere } from './there.ts';

/** Bytes handed on at a time. */
const pieceSize = 64 * 1024;

/**
 * The content of an attachment of a ticket, in pieces. It is compared with its hash before the first byte is given out; the database gives
 * a content only as one. Throws `not-found`, and `settings` for a content that is not what was put in.
 */
export async function* attachment(engine: Engine, ticket: TicketId, id: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const content = await contentOf(engine, ticket, id);
  for (let at = 0; at < content.length && !signal.aborted; at += pieceSize) yield content.subarray(at, at + pieceSize);
}

async function contentOf(engine: Engine, ticket: TicketId, id: string): Promise<Uint8Array> {
  const number = /^\d{1,15}$/.test(id) ? Number(id) : 0;
  const [row] = await engine.read(async (connection) => {
    await checkThere(connection, ticket);
    return connection.all(sql`SELECT b.content AS content, a.hash AS hash FROM attachment a JOIN message m ON m.id = a.message
      LEFT JOIN blob b ON b.hash = a.hash WHERE a.id = ${number} AND m.ticket = ${ticket}`);
  });
  if (!row) throw new DeskError('not-found', `${ticket} has no attachment ${id}`, { hint: `desk attachments ${ticket} lists them` });
  const content = row['content'] === null ? undefined : asBytes(row['content']);
  if (content && createHash('sha256').update(content).digest('hex') === row['hash']) return content;
  throw new DeskError('settings', `attachment ${id} of ${ticket} is damaged: it is not what was put in`, {
    hint: 'restore the last backup',
  });
}
