import type { Change, ChangeKind, ChangeOf } from '../model/change.ts';
import type { Ticket } from '../model/ticket.ts';

type Says = { readonly [K in ChangeKind]: (change: ChangeOf<K>, ticket: Ticket) => string };

const owner = (ticket: Ticket) => (ticket.owner === null ? "nobody's" : `${ticket.owner}'s`);

const says: Says = {
  create: (_, ticket) => ticket.subject,
  claim: (_, ticket) => `${owner(ticket)}, ${ticket.status}`,
  release: (_, ticket) => owner(ticket),
  assign: (_, ticket) => `${owner(ticket)}, ${ticket.status}`,
  prioritize: (_, ticket) => ticket.priority,
  route: (_, ticket) => ticket.queue,
  tag: (_, ticket) => ticket.tags.join(',') || 'no tags',
  set: ({ values }) => Object.keys(values).join(', '),
  reply: (_, ticket) => ticket.status,
  note: () => 'for agents only',
  receive: (_, ticket) => ticket.status,
  link: ({ relation, to }) => `${relation} ${to}`,
  unlink: ({ relation, to }) => `no longer ${relation} ${to}`,
  merge: ({ into }) => `into ${into}`,
  wait: (_, ticket) => (ticket.until === null ? 'until the requester answers' : `until ${ticket.until}`),
  close: (_, ticket) => ticket.status,
  reopen: (_, ticket) => ticket.status,
  delete: ({ as }) => as,
};

/** How the ticket stands after the change, in a few words. */
export function saysOutcome(change: Change, ticket: Ticket): string {
  const say = says[change.kind] as (change: Change, ticket: Ticket) => string;
  return say(change, ticket);
}
