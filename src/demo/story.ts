import type { Change } from '../model/change.ts';
import type { TicketId } from '../model/ticket.ts';
import { type Instant, later } from '../model/time.ts';
import { type DemoMessage, type DemoTicket, momentOf } from './content.ts';

/** Something that happened to a ticket of the demo desk. `new` is the ticket itself. */
export interface Deed {
  readonly at: Instant;
  readonly by: string;
  readonly ref: TicketId | 'new';
  readonly change: Change;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** Whoever does what no ticket names an agent for. */
export const me = 'ana';

/** All that happened to a ticket, in order, as it must have happened for the ticket to stand as its line says. */
export function storyOf(id: TicketId, ticket: DemoTicket, now: Instant): readonly Deed[] {
  const [first, ...rest] = ticket.messages;
  if (!first) throw new Error(`ticket ${id} of the demo says nothing`);
  const begun = momentOf(ticket.age, now);
  const created: Deed = { at: begun, by: ticket.requester.address, ref: 'new', change: creation(ticket, first) };
  const spoken = rest.map((message) => ({ ...said(message, ticket), at: momentOf(message.age, now), ref: id }));
  const ended = spoken.at(-1)?.at ?? begun;
  return [created, ...taken(id, ticket, spoken, begun), ...spoken, ...ending(ticket, ended, now).map((deed) => ({ ref: id, ...deed }))];
}

/** What links it to other tickets, once both are there. */
export function linksOf(id: TicketId, tickets: readonly DemoTicket[], now: Instant): readonly Deed[] {
  const begun = (number: TicketId): Instant => momentOf(tickets[number - 1]?.age ?? '', now);
  return (tickets[id - 1]?.links ?? []).map(({ relation, to }) => {
    const both = begun(id) > begun(to) ? begun(id) : begun(to);
    return { at: later(both, 5 * minuteMs), by: me, ref: id, change: { kind: 'link', relation, to } };
  });
}

const bodyOf = ({ text, attachments = [] }: DemoMessage) => ({
  body: text,
  attachments: attachments.map(({ name, type, text: content }) => ({ name, type, content: new TextEncoder().encode(content) })),
});

const written = (message: DemoMessage, { requester: { address, name } }: DemoTicket) => ({
  ...bodyOf(message),
  author: address,
  ...(name !== undefined && { authorName: name }),
});

function creation(ticket: DemoTicket, first: DemoMessage): Change {
  const { requester, age: _age, status: _status, owner: _owner, until: _until, links: _links, messages: _messages, ...rest } = ticket;
  const { address, name } = requester;
  return {
    kind: 'create',
    ticket: { ...rest, requester: address, ...(name !== undefined && { requesterName: name }) },
    message: written(first, ticket),
  };
}

function said(message: DemoMessage, ticket: DemoTicket): Pick<Deed, 'by' | 'change'> {
  const { kind, by = ticket.requester.address } = message;
  return { by, change: kind === 'request' ? { kind: 'receive', message: written(message, ticket) } : { kind, message: bodyOf(message) } };
}

/** The owner takes it a minute before one of us first speaks. */
function taken(id: TicketId, { owner, requester }: DemoTicket, spoken: readonly Deed[], begun: Instant): readonly Deed[] {
  if (owner === undefined) return [];
  const answer = spoken.find(({ by }) => by !== requester.address);
  const at = answer ? later(answer.at, -minuteMs) : later(begun, 5 * minuteMs);
  return [{ at, by: owner, ref: id, change: { kind: 'claim', steal: false } }];
}

/** How it came to its status, after the last word. */
function ending({ status, owner = me, until, tags }: DemoTicket, ended: Instant, now: Instant): readonly Omit<Deed, 'ref'>[] {
  const at = later(ended, minuteMs);
  const end = (change: Change, when = at) => ({ at: when, by: owner, change });
  const rests = end({ kind: 'wait', until: until === undefined ? null : momentOf(until, now) });
  switch (status) {
    case 'new':
    case 'open':
      return [];
    case 'pending':
      return [rests];
    case 'hold':
      return [rests, end({ kind: 'set', values: { status } })];
    case 'solved':
      return [end({ kind: 'close', as: 'solved' })];
    case 'closed':
      if (tags.includes('spam')) return [end({ kind: 'close', as: 'closed' })];
      return [end({ kind: 'close', as: 'solved' }), end({ kind: 'close', as: 'closed' }, later(at, 5 * dayMs))];
  }
}
