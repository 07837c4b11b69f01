import type { Change, ChangeKind, ChangeOf } from '../model/change.ts';
import type { Settable } from '../model/change.ts';
import type { Ticket, TicketSlice } from '../model/ticket.ts';
import { formatTime, isInstant } from '../model/time.ts';

type Says = { readonly [K in ChangeKind]: (change: ChangeOf<K>, ticket: Ticket) => string };

const owner = (ticket: Ticket) => (ticket.owner === null ? "nobody's" : `${ticket.owner}'s`);

/** An answer to nobody is told from one that somebody may read. */
const heard = ({ status, requester }: Ticket): string => (requester === null ? `${status}; it has no requester to read this` : status);

/** As of the last change, because only the year depends on it. */
function shown(value: unknown, { updated }: Ticket): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (Array.isArray(value)) return value.join(',') || 'none';
  return typeof value === 'string' && isInstant(value) ? formatTime(value, { now: updated }) : String(value);
}

/** The fields that were set, as they are now. */
function valuesOf({ fields = {}, ...plain }: Settable, ticket: Ticket): readonly string[] {
  const own = Object.keys(fields).map((name) => `field.${name} ${shown(ticket.fields[name], ticket)}`);
  return [...Object.keys(plain).map((name) => `${name} ${shown(ticket[name as keyof Ticket], ticket)}`), ...own];
}

const says: Says = {
  create: (_, ticket) => ticket.subject,
  claim: (_, ticket) => `${owner(ticket)}, ${ticket.status}`,
  release: (_, ticket) => owner(ticket),
  assign: (_, ticket) => `${owner(ticket)}, ${ticket.status}`,
  prioritize: (_, ticket) => ticket.priority,
  route: (_, ticket) => ticket.queue,
  tag: (_, ticket) => ticket.tags.join(',') || 'no tags',
  set: ({ values }, ticket) => valuesOf(values, ticket).join(', '),
  reply: (_, ticket) => heard(ticket),
  note: () => 'for agents only',
  receive: (_, ticket) => ticket.status,
  bounce: ({ gone }) => (gone.length === 0 ? 'for agents only' : `no more mail to ${gone.map(({ address }) => address).join(', ')}`),
  link: ({ relation, to }) => `${relation} ${to}`,
  unlink: ({ relation, to }) => `no longer ${relation} ${to}`,
  merge: ({ into }) => `into ${into}`,
  wait: (_, ticket) => (ticket.until === null ? 'until the requester answers' : `until ${shown(ticket.until, ticket)}`),
  close: ({ message }, ticket) => (message ? heard(ticket) : ticket.status),
  reopen: (_, ticket) => ticket.status,
  delete: ({ as }) => as,
};

/** How the ticket stands after the change, in a few words; the ticket has the fields that these words name. */
export function saysOutcome(change: Change, ticket: TicketSlice): string {
  const say = says[change.kind] as (change: Change, ticket: TicketSlice) => string;
  return say(change, ticket);
}
