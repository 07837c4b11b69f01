import { DeskError } from '../../errors.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { Connection, Dialect } from './engine.ts';
import { loadTicket, loadTickets } from './load.ts';

/** Tickets as they are under the write lock: nobody else changes them, so what was read or written once is not read again. */
export interface Tickets {
  /** Also one that is gone. */
  readonly find: (id: TicketId) => Promise<Ticket | undefined>;
  /** Takes note of how a ticket is now. */
  readonly keep: (ticket: Ticket) => void;
}

/** Reads the tickets that a group of pieces is about, all at once. */
export async function ticketsOf(connection: Connection, dialect: Dialect, ids: readonly TicketId[], now: Instant): Promise<Tickets> {
  const known = new Map<TicketId, Ticket>(ids.length > 1 ? await loadTickets(connection, dialect, [...new Set(ids)], now) : []);
  const own = dialect.own('t');
  return {
    keep: (ticket) => void known.set(ticket.id, ticket),
    find: async (id) => {
      const found = known.get(id) ?? (await loadTicket(connection, id, now, { evenGone: true, own }));
      if (found) known.set(id, found);
      return found;
    },
  };
}

/** A ticket that is there, and not gone. Throws `not-found`. */
export async function present(tickets: Tickets, id: TicketId, { evenGone = false } = {}): Promise<Ticket> {
  const ticket = await tickets.find(id);
  if (!ticket || (ticket.gone !== null && !evenGone)) throw new DeskError('not-found', `there is no ticket ${id}`);
  return ticket;
}
