import { goneTicket, noTicket } from '../../model/permission.ts';
import type { Gone, TicketId } from '../../model/ticket.ts';
import type { Connection } from './engine.ts';
import { sql } from './sql.ts';

/** That the ticket is there for a reader: it exists and is not gone. Throws `not-found`. */
export async function checkThere(connection: Connection, id: TicketId): Promise<void> {
  const [row] = await connection.all(sql`SELECT gone FROM ticket WHERE id = ${id}`);
  if (!row) throw noTicket(id);
  const gone = row['gone'];
  if (gone) throw goneTicket(id, String(gone) as Gone);
}
