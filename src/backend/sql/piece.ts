import type { Outcome, Terms, Work } from '../backend.ts';
import { asDeskError, DeskError, type Kind } from '../../errors.ts';
import type { Change, ChangeKind, ChangeOf } from '../../model/change.ts';
import type { Rules } from '../../model/decide.ts';
import { normalName } from '../../model/name.ts';
import { allow, permissionFor, sees } from '../../model/permission.ts';
import type { Ticket, TicketId, TicketSlice } from '../../model/ticket.ts';
import { formatTime, type Instant, later } from '../../model/time.ts';
import { bounce } from './bounce.ts';
import { clean } from './clean.ts';
import { cleanText, longestName } from './clean-text.ts';
import { make } from './create.ts';
import type { Connection, Dialect } from './engine.ts';
import { type Known, writeOnce } from './once.ts';
import { link, unlink } from './link.ts';
import { merge } from './merge.ts';
import { own } from './own.ts';
import { receive } from './receive.ts';
import { remove } from './remove.ts';
import type { Roster } from './roster.ts';
import { sql } from './sql.ts';
import { present, type Tickets } from './tickets.ts';
import type { Done, Turn } from './turn.ts';

type Handlers = {
  readonly [K in Exclude<ChangeKind, 'create'>]: (turn: Turn, ticket: Ticket, change: ChangeOf<K>) => Promise<Done>;
};

/** What is done for each kind of change. */
const handlers: Handlers = {
  claim: own,
  release: own,
  assign: own,
  prioritize: own,
  route: own,
  tag: own,
  set: own,
  reply: own,
  note: own,
  receive,
  bounce,
  link,
  unlink,
  merge,
  wait: own,
  close: own,
  reopen: own,
  delete: remove,
};

/** What a group of pieces shares. */
export interface Bench {
  readonly connection: Connection;
  readonly dialect: Dialect;
  readonly rules: Rules;
  readonly roster: Roster;
  readonly tickets: Tickets;
  readonly known: Known;
  readonly now: Instant;
}

/** What a rule says no to concerns its own piece; anything else ends the whole group. */
const refusals: ReadonlySet<Kind> = new Set(['usage', 'denied', 'not-found', 'conflict', 'refused', 'unsupported']);

/** Does one piece of work inside the group's transaction. What is refused has written nothing. */
export async function doPiece(bench: Bench, work: Work): Promise<Outcome> {
  try {
    checkRole(bench, work);
    return (await again(bench, work)) ?? (await first(bench, work));
  } catch (thrown) {
    if (thrown instanceof DeskError && refusals.has(thrown.kind)) return { did: 'failed', work, error: thrown };
    throw asDeskError(thrown);
  }
}

function checkRole({ roster: { me } }: Bench, { change, terms }: Work): void {
  allow(me, permissionFor(change));
  // Work of an import is silent: nobody is told of it, and no audit misses that.
  if (terms.as || terms.forever) allow(me, 'write for others');
}

/** Tickets are handed over by `route`; nothing else puts one where whoever did it could not see what they did. Throws `denied`. */
function checkQueue({ roster: { me }, rules }: Bench, change: Change): void {
  const queue = change.kind === 'create' ? (change.ticket.queue ?? rules.queue) : change.kind === 'set' ? change.values.queue : undefined;
  if (queue === undefined || sees(me, queue)) return;
  throw new DeskError('denied', `${me.name} works ${me.queues.join(', ')} here, not ${queue}`, {
    hint:
      change.kind === 'create'
        ? `name a queue of theirs, such as ${me.queues[0]}, or let somebody bring it who works ${queue}`
        : `hand it over: desk route ${queue}`,
  });
}

async function again({ known, tickets, roster }: Bench, work: Work): Promise<Outcome | undefined> {
  const before = known.get(work.terms.once);
  if (!before) return undefined;
  const ticket = await tickets.find(before.ticket);
  if (!ticket) throw new DeskError('settings', `the desk is damaged: ticket ${before.ticket} is missing`);
  if (!sees(roster.me, ticket.queue)) return { did: 'again', work, ticket: outOfSight(ticket, work), message: null };
  return { did: 'again', work, ticket, message: before.message };
}

/** What whoever did it may still know of a ticket that they do not see any more: that the one they name it was. Throws `refused`. */
function outOfSight({ id, version }: Ticket, { ref }: Work): TicketSlice {
  if (ref === id) return { id, version };
  throw new DeskError('refused', 'this was done before, and lies in a queue that you do not see');
}

async function first(bench: Bench, work: Work): Promise<Outcome> {
  const { ticket, message, changed } = await handled(bench, work);
  // What an import found so already must not be made so by a second run, after all that came later.
  if (changed || work.terms.forever) await writeOnce(bench.connection, bench.known, work.terms, bench.now, { ticket: ticket.id, message });
  return { did: changed ? 'done' : 'unchanged', work, ticket, message: changed ? message : null };
}

async function handled(bench: Bench, { ref, change: asked, terms }: Work): Promise<Done> {
  const change = clean(asked);
  checkQueue(bench, change);
  const { connection, dialect, rules, roster, tickets, now } = bench;
  const { by, at } = terms.as ? past(terms.as, now) : { by: roster.me.name, at: now };
  const silent = isPast(terms, now);
  const turn: Turn = { connection, dialect, rules, roster, tickets, now, by, at, operation: terms.operation, silent };
  if (change.kind === 'create') return make(turn, change.ticket, change.message);
  if (ref === 'new') throw new DeskError('usage', `${change.kind} needs a ticket`);
  const ticket = await present(bench, ref, { evenGone: change.kind === 'delete' });
  if (terms.seen !== undefined && terms.seen !== ticket.version) throw await changedMeanwhile(bench.connection, ref, now);
  // A clock that went back does not turn the order of events around.
  const then = terms.as || at > ticket.updated ? at : ticket.updated;
  return handlers[change.kind]({ ...turn, at: then }, ticket, change as never);
}

/** Clocks of others may be ahead, but not by more. */
const aheadMs = 24 * 3600 * 1000;

/** Who did it, and when, where that was not whoever brings it. Throws `refused` for a time to come: what is changed later would never be newer. */
function past({ by, at }: NonNullable<Terms['as']>, now: Instant): NonNullable<Terms['as']> {
  if (at > later(now, aheadMs))
    throw new DeskError('refused', `${at} has not come yet`, { hint: 'say when it happened, or nothing for now' });
  return { by: normalName(cleanText(by, longestName)), at };
}

/** A mail may have been on its way for so long, and still be news. */
const newsMs = 24 * 3600 * 1000;

/** Whether work brings what happened elsewhere or long ago: imports. */
const isPast = ({ forever = false, as }: Terms, now: Instant): boolean => forever || (as !== undefined && as.at < later(now, -newsMs));

async function changedMeanwhile(connection: Connection, id: TicketId, now: Instant): Promise<DeskError> {
  const [last] = await connection.all(sql`SELECT at, by, kind FROM event WHERE ticket = ${id} ORDER BY id DESC LIMIT 1`);
  const by = last ? ` by ${last['by']} at ${formatTime(String(last['at']), { now })} (${last['kind']})` : '';
  return new DeskError('conflict', `${id} was changed${by}`, { hint: `look at it again: desk show ${id}` });
}
