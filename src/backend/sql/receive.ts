import type { ChangeOf } from '../../model/change.ts';
import { decide } from '../../model/decide.ts';
import type { Incoming } from '../../model/message.ts';
import type { Ticket } from '../../model/ticket.ts';
import { reachable } from './bounce.ts';
import { make } from './create.ts';
import { knownSender } from './known-sender.ts';
import { addLink } from './link.ts';
import { rememberPerson } from './people.ts';
import { save } from './save.ts';
import { present } from './tickets.ts';
import { addMessage } from './thread-store.ts';
import { type Done, done, type Turn } from './turn.ts';

/** The requester's side writes: to the survivor of a merged ticket, and about a closed one in a new ticket, which is its child. A machine of theirs opens none. */
export async function receive(turn: Turn, ticket: Ticket, change: ChangeOf<'receive'>): Promise<Done> {
  const { message, quiet = false } = change;
  const target = await survivorOf(turn, ticket);
  if (target.status === 'closed' && !quiet) return followUp(turn, target, message);
  const { ticket: decided, message: { kind } = { kind: 'request' as const } } = decide(target, change, turn, turn.rules);
  const after = { ...decided, messages: target.messages + 1 };
  const author = message.author || (target.requester ?? turn.by);
  const from = await knownSender(turn, target, author, message);
  const id = await addMessage(turn, target.id, { kind, author, draft: message, from });
  await rememberPerson(turn.connection, author, message.authorName);
  if (!message.automatic) await reachable(turn.connection, author);
  return done(await save(turn, target, after, { kind: 'receive', message: id }), id);
}

async function survivorOf(turn: Turn, ticket: Ticket): Promise<Ticket> {
  let found = ticket;
  while (found.mergedInto !== null) found = await present(turn, found.mergedInto);
  return found;
}

/** A new ticket about a closed one: with its queue and what is known of the customer, open to all, without its tags. */
async function followUp(turn: Turn, closed: Ticket, message: Incoming): Promise<Done> {
  const { subject, queue, channel, category, place, language, fields, cc } = closed;
  const requester = message.author || closed.requester;
  const draft = { subject, requester, queue, channel, category, place, language, fields, cc };
  const made = await make(turn, draft, message, { links: 1, other: `child:${closed.id}` });
  await addLink(turn.connection, made.ticket.id, 'child', closed.id);
  await save(turn, closed, { ...closed, links: closed.links + 1 }, { kind: 'link', other: `parent:${made.ticket.id}` });
  return made;
}
