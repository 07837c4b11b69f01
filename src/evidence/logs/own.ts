import type { Message } from '../../model/message.ts';
import type { Ticket } from '../../model/ticket.ts';
import { domainOf, houseOf } from '../redact/house.ts';
import { places } from '../redact/places.ts';

/**
 * What of a ticket is the requester's own, and need not be masked for them: their address, and what they wrote of themselves: addresses of
 * their own house, and IP addresses. What they name of others is not.
 */
export function ownOf({ requester }: Pick<Ticket, 'requester'>, thread: readonly Message[]): readonly string[] {
  if (requester === null) return [];
  const house = houseOf(requester);
  const named = thread.filter(({ kind, author }) => kind === 'request' && author === requester).flatMap(({ body }) => places(body));
  const own = named.filter(({ kind, value }) => kind === 'ip' || (kind === 'email' && house !== undefined && domainOf(value) === house));
  return [...new Set([requester, ...own.map(({ value }) => value)])];
}
