import type { Ticket } from '../../model/ticket.ts';

/** What of a ticket is the requester's own, and need not be masked for them. What they name of others is not. */
export const ownOf = ({ requester }: Pick<Ticket, 'requester'>): readonly string[] => (requester === null ? [] : [requester]);
