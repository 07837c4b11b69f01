import { DeskError } from '../../errors.ts';
import { noTicket } from '../../model/permission.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Connection } from './engine.ts';
import { sql } from './sql.ts';

const why: Readonly<Record<string, string>> = { deleted: 'was deleted', spam: 'was deleted as spam', erased: 'was erased' };

/** That the ticket is there for a reader: it exists and is not gone. Throws `not-found`. */
export async function checkThere(connection: Connection, id: TicketId): Promise<void> {
  const [row] = await connection.all(sql`SELECT gone FROM ticket WHERE id = ${id}`);
  if (!row) throw noTicket(id);
  const gone = row['gone'];
  if (gone) throw new DeskError('not-found', `${id} ${why[String(gone)] ?? 'is gone'}`);
}
