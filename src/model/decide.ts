import { DeskError } from '../errors.ts';
import type { Change, ListChange, Settable } from './change.ts';
import type { MessageDraft, MessageKind } from './message.ts';
import type { MailRules } from './notice.ts';
import { mostListed, type Priority, type Status, type Ticket, type TicketSlice, unfinished } from './ticket.ts';
import type { Instant } from './time.ts';

/** How a desk of our own behaves; a setting. */
export interface Rules {
  /** From the requester's message to our answer, in milliseconds. */
  readonly answerWithinMs: Readonly<Record<Priority, number>>;
  /** The queue of a ticket that names none. */
  readonly queue: string;
  /** What leaves the desk as mail; nothing where it is absent. */
  readonly mail?: MailRules;
}

/** Who does it, and when. */
export interface Stamp {
  readonly by: string;
  readonly at: Instant;
}

/** What a change makes of a ticket. `ticket` is the very same object when nothing about it changes. */
export interface Decision {
  readonly ticket: Ticket;
  readonly message?: { readonly kind: MessageKind; readonly draft: MessageDraft };
}

/** Changes that concern one ticket alone; the others move things between tickets and are the store's. */
export type OwnChange = Exclude<Change, { kind: 'create' | 'link' | 'unlink' | 'merge' }>;

const isFinished = (status: Status): boolean => !unfinished.includes(status);

/** The ticket as it reads now: a wait whose time has passed is over. */
export function awake<T extends Pick<Ticket, 'status' | 'until'>>(ticket: T, now: Instant): T {
  const rests = ticket.status === 'pending' || ticket.status === 'hold';
  return rests && ticket.until !== null && ticket.until <= now ? { ...ticket, status: 'open', until: null } : ticket;
}

/** When an answer is due to a message that came at `at`. */
export function dueAfter(at: Instant, priority: Priority, rules: Rules): Instant {
  return new Date(Date.parse(at) + rules.answerWithinMs[priority]).toISOString();
}

/** Throws `refused` for a list of that many. */
export function allowListed(count: number, most: number): void {
  if (count > most) throw new DeskError('refused', `${count} at once are too many: at most ${most} are kept`);
}

/** The list without what goes and with what comes, without doubles, in order of coming. */
export function changedList(list: readonly string[], { add, remove }: ListChange): readonly string[] {
  const kept = list.filter((entry) => !remove.includes(entry));
  const coming = [...new Set(add)].filter((entry) => !kept.includes(entry));
  return coming.length === 0 && kept.length === list.length ? list : [...kept, ...coming];
}

/** The list of a ticket after a change. Throws `refused` when more come than it may have. */
function listed(list: readonly string[], change: ListChange): readonly string[] {
  const after = changedList(list, change);
  if (after.length > list.length) allowListed(after.length, mostListed);
  return after;
}

function withStatus(ticket: Ticket, status: Status, at: Instant): Ticket {
  if (ticket.status === status) return ticket;
  const until = status === 'pending' || status === 'hold' ? ticket.until : null;
  if (!isFinished(status))
    return { ...ticket, status, until, closed: null, waitingSince: status === 'pending' ? null : ticket.waitingSince };
  return { ...ticket, status, until, closed: ticket.closed ?? at, due: null, waitingSince: null };
}

/** All that a merged ticket had is its survivor's now: what is done to it would be seen by nobody. Throws `refused`, naming the survivor. */
export function refuseMerged({ id, mergedInto }: TicketSlice): void {
  if (typeof mergedInto !== 'number') return;
  throw new DeskError('refused', `${id} was merged into ${mergedInto}`, { hint: `give ${mergedInto} instead` });
}

function refuseClosed(ticket: Ticket): void {
  if (ticket.status !== 'closed') return;
  throw new DeskError('refused', `${ticket.id} is closed`, { hint: `reopen it first: desk reopen ${ticket.id}` });
}

const started = (ticket: Ticket, at: Instant): Ticket => (ticket.status === 'new' ? withStatus(ticket, 'open', at) : ticket);

function owned(ticket: Ticket, owner: string, at: Instant): Ticket {
  refuseClosed(ticket);
  return started(ticket.owner === owner ? ticket : { ...ticket, owner }, at);
}

function claimed(ticket: Ticket, steal: boolean, { by, at }: Stamp): Ticket {
  refuseClosed(ticket);
  if (ticket.owner !== null && ticket.owner !== by && !steal) {
    throw new DeskError('conflict', `${ticket.id} belongs to ${ticket.owner}`, { hint: 'take it over with --steal' });
  }
  return owned(ticket, by, at);
}

function replied(ticket: Ticket, status: Status | undefined, at: Instant): Ticket {
  refuseClosed(ticket);
  const answered = { ...ticket, due: null, waitingSince: null, firstReply: ticket.firstReply ?? at };
  const resting = ticket.status === 'new' || ticket.status === 'pending';
  return withStatus(answered, status ?? (resting ? 'open' : ticket.status), at);
}

/** The requester wrote: they wait for us again. On a closed ticket the store opens a new one instead. */
export function received(ticket: Ticket, at: Instant, rules: Rules): Ticket {
  const waiting = { ...ticket, waitingSince: ticket.waitingSince ?? at, due: dueAfter(at, ticket.priority, rules) };
  return ticket.status === 'new' ? waiting : withStatus(waiting, 'open', at);
}

function withFields(ticket: Ticket, changes: NonNullable<Settable['fields']>): Ticket['fields'] {
  const entries = Object.entries({ ...ticket.fields, ...changes });
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== null));
}

function withValues(ticket: Ticket, values: Settable, at: Instant): Ticket {
  const { status, cc, tags, fields, ...plain } = values;
  const changed: Ticket = {
    ...ticket,
    ...plain,
    ...(cc && { cc: listed(ticket.cc, cc) }),
    ...(tags && { tags: listed(ticket.tags, tags) }),
    ...(fields && { fields: withFields(ticket, fields) }),
  };
  if (status === undefined || status === ticket.status) return changed;
  refuseClosed(ticket);
  return withStatus(changed, status, at);
}

function reopened(ticket: Ticket, at: Instant): Ticket {
  return ticket.status === 'new' ? ticket : withStatus(ticket, 'open', at);
}

/**
 * What a change means for a ticket of our own: the one place where statuses move (the table is in the manual, `desk help status`).
 * Pure. Throws `refused` when the ticket's state forbids it and `conflict` when somebody else owns it.
 */
export function decide(ticket: Ticket, change: OwnChange, stamp: Stamp, rules: Rules): Decision {
  const { at } = stamp;
  if (change.kind !== 'delete') refuseMerged(ticket);
  switch (change.kind) {
    case 'claim':
      return { ticket: claimed(ticket, change.steal, stamp) };
    case 'release':
      return { ticket: ticket.owner === null ? ticket : { ...ticket, owner: null } };
    case 'assign':
      return { ticket: owned(ticket, change.to, at) };
    case 'prioritize':
      return { ticket: ticket.priority === change.to ? ticket : { ...ticket, priority: change.to } };
    case 'route': {
      const routed = ticket.queue === change.to ? ticket : { ...ticket, queue: change.to };
      return change.note ? { ticket: routed, message: { kind: 'note', draft: { body: change.note } } } : { ticket: routed };
    }
    case 'tag': {
      const tags = listed(ticket.tags, change);
      return { ticket: tags === ticket.tags ? ticket : { ...ticket, tags } };
    }
    case 'set':
      return { ticket: withValues(ticket, change.values, at) };
    case 'reply':
      return { ticket: replied(ticket, change.status, at), message: { kind: 'reply', draft: change.message } };
    case 'note':
    case 'bounce':
      return { ticket, message: { kind: 'note', draft: change.message } };
    case 'receive':
      return change.quiet
        ? { ticket, message: { kind: 'note', draft: change.message } }
        : { ticket: received(ticket, at, rules), message: { kind: 'request', draft: change.message } };
    case 'wait':
      refuseClosed(ticket);
      return { ticket: { ...withStatus(ticket, 'pending', at), until: change.until } };
    case 'close':
      return closed(ticket, change, at);
    case 'reopen':
      return { ticket: reopened(ticket, at) };
    case 'delete':
      return { ticket: ticket.gone === change.as ? ticket : { ...ticket, gone: change.as } };
  }
}

function closed(ticket: Ticket, change: Extract<OwnChange, { kind: 'close' }>, at: Instant): Decision {
  if (ticket.status === change.as && !change.message) return { ticket };
  refuseClosed(ticket);
  if (!change.message) return { ticket: withStatus(ticket, change.as, at) };
  return { ticket: replied(ticket, change.as, at), message: { kind: 'reply', draft: change.message } };
}
