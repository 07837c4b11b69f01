import type { Event, Moved } from '../../model/event.ts';
import type { Ticket, TicketId, TicketSlice } from '../../model/ticket.ts';

/** `parent:12`, `into:12`. */
const numberIn = (other: string): TicketId => Number(other.slice(other.indexOf(':') + 1));

const mergedInto = ({ mergedInto: into }: Readonly<Partial<Ticket>>): readonly TicketId[] => (typeof into === 'number' ? [into] : []);

/** The tickets that an event tells of: its own, and others that it names. */
export const toldOf = ({ ticket, other, moved, before, after }: Event): readonly TicketId[] => [
  ticket,
  ...(other === null ? [] : [numberIn(other)]),
  ...(moved?.links ?? []).map(numberIn),
  ...mergedInto(before),
  ...mergedInto(after),
];

type Seen = Pick<ReadonlySet<TicketId>, 'has'>;

/** A ticket that does not name the one that it was merged into, where that is not seen. */
export const maskedTicket = <T extends Readonly<Partial<Ticket>> | TicketSlice>(ticket: T, seen: Seen): T =>
  mergedInto(ticket).every((id) => seen.has(id)) ? ticket : { ...ticket, mergedInto: null };

const maskedMove = (moved: Moved | null, seen: Seen): Moved | null =>
  moved && { ...moved, links: moved.links.filter((each) => seen.has(numberIn(each))) };

/** What is told of an event: names of tickets that are not seen are left out. None where nothing is left: its own ticket, or the other one of a link, is not seen. */
export function masked(event: Event, seen: Seen): readonly Event[] {
  if (!seen.has(event.ticket)) return [];
  const other = event.other !== null && seen.has(numberIn(event.other)) ? event.other : null;
  if (other === null && (event.kind === 'link' || event.kind === 'unlink')) return [];
  const [before, after] = [maskedTicket(event.before, seen), maskedTicket(event.after, seen)];
  return [{ ...event, before, after, other, moved: maskedMove(event.moved, seen) }];
}
