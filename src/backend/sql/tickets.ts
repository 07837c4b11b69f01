import { DeskError } from '../../errors.ts';
import { goneTicket, noTicket, sees } from '../../model/permission.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { Connection, Dialect } from './engine.ts';
import { loadTicket, loadTickets } from './load.ts';
import type { Roster } from './roster.ts';

/** Tickets, and who looks for them. */
interface Looking {
  readonly tickets: Tickets;
  readonly roster: Roster;
}

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

/**
 * A ticket that is there for whoever makes the changes, and not gone. Throws `not-found`, in the same words for one that lies in a queue that they do not
 * see; `refused` for one that was merged into such a ticket, since all that could be said of it names that one.
 */
export async function present({ tickets, roster }: Looking, id: TicketId, { evenGone = false } = {}): Promise<Ticket> {
  const ticket = await tickets.find(id);
  if (!ticket || !sees(roster.me, ticket.queue)) throw noTicket(id);
  if (ticket.gone !== null && !evenGone) throw roster.me.queues.length === 0 ? goneTicket(id, ticket.gone) : noTicket(id);
  if (ticket.mergedInto !== null && !evenGone && !(await shown({ tickets, roster }, ticket.mergedInto)))
    throw new DeskError('refused', `${id} was merged into a ticket that you do not see`);
  return ticket;
}

async function shown({ tickets, roster: { me } }: Looking, id: TicketId): Promise<boolean> {
  if (me.queues.length === 0) return true;
  const ticket = await tickets.find(id);
  return ticket !== undefined && ticket.gone === null && sees(me, ticket.queue);
}
