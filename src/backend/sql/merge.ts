import { DeskError } from '../../errors.ts';
import type { ChangeOf } from '../../model/change.ts';
import type { Moved } from '../../model/event.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { Connection } from './engine.ts';
import { addLink, closesCircle, isLinked, linksOf, removeLink } from './link.ts';
import { moveMail } from './post.ts';
import { save } from './save.ts';
import { sql } from './sql.ts';
import { present } from './tickets.ts';
import { indexThread } from './thread-store.ts';
import { type Done, done, type Turn, unchanged } from './turn.ts';

const earliest = (...times: readonly (Instant | null)[]): Instant | null =>
  times.reduce((left, right) => (left === null || (right !== null && right < left) ? right : left), null);

/** Throws `refused`, saying what to merge instead. */
function check(ticket: Ticket, survivor: Ticket): void {
  const into = survivor.id;
  if (into === ticket.id) throw new DeskError('refused', `${into} cannot be merged into itself`);
  if (ticket.mergedInto !== null && ticket.mergedInto !== into) {
    throw new DeskError('refused', `${ticket.id} was merged into ${ticket.mergedInto} already`, {
      hint: `merge that one: desk merge ${ticket.mergedInto} --into ${into}`,
    });
  }
  if (survivor.mergedInto === null) return;
  const hint = survivor.mergedInto === ticket.id ? undefined : `merge into that one: desk merge ${ticket.id} --into ${survivor.mergedInto}`;
  throw new DeskError('refused', `${into} was merged into ${survivor.mergedInto} itself`, hint === undefined ? {} : { hint });
}

/**
 * Moves the thread, the tags, the people and the links to another ticket; the merged one is closed and points there.
 * A link that both have, or that would link the survivor to itself or above itself, stays where it is.
 */
export async function merge(turn: Turn, ticket: Ticket, { into }: ChangeOf<'merge'>): Promise<Done> {
  const survivor = await present(turn, into);
  check(ticket, survivor);
  if (ticket.mergedInto === into) return unchanged(ticket);
  const moved = await move(turn.connection, ticket, survivor);
  await moveMail(turn, ticket.id, into);
  const saved = await save(turn, ticket, mergedAway(ticket, survivor, moved, turn.at), { kind: 'merge', other: `into:${into}`, moved });
  await save(turn, survivor, grown(survivor, ticket, moved), { kind: 'merged', other: `from:${ticket.id}` });
  if (moved.messages.length > 0) {
    await indexThread(turn, into, survivor.subject);
    await indexThread(turn, ticket.id, ticket.subject);
  }
  return done(saved);
}

/** Moves what lies outside of the two tickets themselves, and tells what moves with them. */
async function move(connection: Connection, ticket: Ticket, survivor: Ticket): Promise<Moved> {
  const links = await moveLinks(connection, ticket.id, survivor.id);
  const rows = await connection.all(sql`UPDATE message SET ticket = ${survivor.id} WHERE ticket = ${ticket.id} RETURNING id`);
  const people = [...(ticket.requester === null ? [] : [ticket.requester]), ...ticket.cc];
  const known = new Set([survivor.requester, ...survivor.cc]);
  return {
    messages: rows.map((row) => Number(row['id'])).sort((left, right) => left - right),
    tags: ticket.tags.filter((tag) => !survivor.tags.includes(tag)),
    cc: [...new Set(people)].filter((address) => !known.has(address)),
    links,
  };
}

async function moveLinks(connection: Connection, from: TicketId, to: TicketId): Promise<readonly string[]> {
  const moved: string[] = [];
  for (const { relation, other } of await linksOf(connection, from)) {
    if (other === to || (await isLinked(connection, to, relation, other)) || (await closesCircle(connection, to, relation, other)))
      continue;
    await removeLink(connection, from, relation, other);
    await addLink(connection, to, relation, other);
    moved.push(`${relation}:${other}`);
  }
  return moved;
}

const mergedAway = (ticket: Ticket, survivor: Ticket, moved: Moved, at: Instant): Ticket => ({
  ...ticket,
  status: 'closed',
  closed: ticket.closed ?? at,
  due: null,
  waitingSince: null,
  until: null,
  mergedInto: survivor.id,
  messages: 0,
  links: ticket.links - moved.links.length,
});

/** A survivor that is still ours to answer is due, and has waited, since the earlier of the two. */
function grown(survivor: Ticket, ticket: Ticket, moved: Moved): Ticket {
  const ours = survivor.status === 'new' || survivor.status === 'open' || survivor.status === 'hold';
  return {
    ...survivor,
    ...(ours && { due: earliest(survivor.due, ticket.due), waitingSince: earliest(survivor.waitingSince, ticket.waitingSince) }),
    firstReply: earliest(survivor.firstReply, ticket.firstReply),
    tags: [...survivor.tags, ...moved.tags],
    cc: [...survivor.cc, ...moved.cc],
    messages: survivor.messages + moved.messages.length,
    links: survivor.links + moved.links.length,
  };
}
