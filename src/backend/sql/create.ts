import type { TicketDraft } from '../../model/change.ts';
import { dueAfter } from '../../model/decide.ts';
import type { Incoming } from '../../model/message.ts';
import { type Status, type Ticket, unfinished } from '../../model/ticket.ts';
import { reachable } from './bounce.ts';
import { knownSender } from './known-sender.ts';
import { rememberComers, rememberPerson } from './people.ts';
import { outgoing, post } from './post.ts';
import { checkOwner } from './roster.ts';
import { announce, insert } from './save.ts';
import { addMessage, indexBodies } from './thread-store.ts';
import { type Done, done, type Turn } from './turn.ts';

/** Whom the ticket is from: as the draft says, else whoever wrote its message, unless that is one of us. */
function requesterOf(draft: TicketDraft, message: Incoming | undefined, { by, roster }: Turn): string | null {
  if (draft.requester !== undefined) return draft.requester;
  const author = message?.author ?? '';
  return author === '' || author === by || roster.removed.has(author) ? null : author;
}

function statusOf({ status, closed, owner }: TicketDraft): Status {
  return status ?? (closed ? 'solved' : owner ? 'open' : 'new');
}

const known = (fields: TicketDraft['fields']): Ticket['fields'] =>
  Object.fromEntries(Object.entries(fields ?? {}).filter(([, value]) => Boolean(value)));

/** A new ticket with the desk's defaults for what the draft leaves out; it has no id yet. */
function drafted(draft: TicketDraft, message: Incoming | undefined, turn: Turn): Ticket {
  const { at, rules } = turn;
  const status = statusOf(draft);
  const requester = requesterOf(draft, message, turn);
  const finished = !unfinished.includes(status);
  const priority = draft.priority ?? 'normal';
  const closed = finished ? (draft.closed ?? at) : null;
  const waits = message !== undefined && requester !== null && !finished && status !== 'pending';
  return {
    id: 0,
    version: 1,
    subject: draft.subject,
    status,
    priority,
    queue: draft.queue ?? rules.queue,
    owner: draft.owner ?? null,
    requester,
    cc: (draft.cc ?? []).filter((address) => address !== requester),
    tags: draft.tags ?? [],
    channel: draft.channel ?? 'api',
    category: draft.category ?? null,
    side: draft.side ?? null,
    place: draft.place ?? null,
    language: draft.language ?? null,
    created: at,
    updated: closed !== null && closed > at && closed <= turn.now ? closed : at,
    due: finished ? null : draft.due === undefined ? dueAfter(at, priority, rules) : draft.due,
    closed,
    firstReply: null,
    waitingSince: waits ? at : null,
    until: null,
    mergedInto: null,
    gone: null,
    messages: message ? 1 : 0,
    links: 0,
    fields: known(draft.fields),
  };
}

/** What a ticket is made of that another one gave rise to: its links are counted, its event names the other. */
interface Origin {
  readonly links: number;
  readonly other: string;
}

/** Makes a ticket with its first message: a note when it is from nobody and one of us wrote it, else a request. Throws `not-found` for an unknown owner. */
export async function make(turn: Turn, draft: TicketDraft, message: Incoming | undefined, origin?: Origin): Promise<Done> {
  const planned = drafted(draft, message, turn);
  if (planned.owner !== null) checkOwner(turn.roster, planned.owner);
  const ticket = await insert(turn, { ...planned, links: origin?.links ?? 0 });
  const id = message ? await firstMessage(turn, ticket, message) : null;
  await indexBodies(turn, ticket, message ? [message.body] : []);
  await remember(turn, ticket, draft, message);
  await announce(turn, ticket, { message: id, ...(origin && { other: origin.other }) });
  const letter = outgoing(turn, {
    before: undefined,
    after: ticket,
    change: { kind: 'create', ticket: draft, ...(message && { message }) },
  });
  if (letter) await post(turn, letter, ticket, id);
  return done(ticket, id);
}

async function firstMessage(turn: Turn, ticket: Ticket, draft: Incoming): Promise<number> {
  const ours = draft.author === '' || draft.author === turn.by || turn.roster.removed.has(draft.author);
  // Imports bring texts of customers whom nobody can name.
  const kind = ticket.requester === null && ours ? 'note' : 'request';
  const author = draft.author || (ticket.requester ?? turn.by);
  const from = author === turn.by || kind === 'note' ? undefined : await knownSender(turn, ticket, author, draft);
  return addMessage(turn, ticket.id, { kind, author, draft, from });
}

async function remember({ connection }: Turn, ticket: Ticket, draft: TicketDraft, message: Incoming | undefined): Promise<void> {
  const { requester } = ticket;
  const wrote = message && message.author === requester ? message.authorName : undefined;
  if (message && draft.channel === 'mail' && !message.automatic) await reachable(connection, message.author);
  await rememberComers(connection, undefined, ticket, draft.requesterName ?? wrote);
  if (message && requester !== null && message.author !== requester) await rememberPerson(connection, message.author, message.authorName);
}
