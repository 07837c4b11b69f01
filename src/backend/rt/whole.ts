import type { Message } from '../../model/message.ts';
import { blankTicket, type Ticket, type TicketId } from '../../model/ticket.ts';
import type { LinkedTicket } from '../../model/whole-ticket.ts';
import { linksOf, needed, ticketOf, wholeTicket } from './decode.ts';
import { missing, type RtDesk } from './desk.ts';
import { pageSize } from './rest2.ts';
import { learnStatuses, readTickets } from './tickets.ts';
import { type Json, objectsIn } from './json.ts';
import { requestersOf, type Said, talkOf, withTalk } from './talk.ts';
import { messagesFrom, type Parts, partsOf, type Sides } from './thread.ts';
import { theseSql } from './ticket-sql.ts';

/** All of a ticket as RT told it. */
export interface Whole {
  readonly ticket: Ticket;
  readonly json: Json;
  readonly talk: readonly Said[];
}

/** What RT tells nothing of. */
const untold: Ticket = { ...blankTicket, status: 'open', channel: 'mail' };

type Talk = Awaited<ReturnType<typeof talkOf>>;

/**
 * Whole tickets, by number; those that are gone or may not be seen are absent. Ticket and talk are asked for side by side; `heard` is told of the talk as soon as it
 * is there.
 */
export async function readWhole(
  desk: RtDesk,
  ids: readonly TicketId[],
  signal: AbortSignal,
  heard: (talk: Talk) => Talk = (talk) => talk,
): Promise<ReadonlyMap<TicketId, Whole>> {
  const { asked } = needed(desk.options, wholeTicket);
  const wholes = new Map<TicketId, Whole>();
  for (let at = 0; at < ids.length; at += pageSize) {
    const some = ids.slice(at, at + pageSize);
    const [{ items }, talk] = await Promise.all([
      desk.calls.search(theseSql(some), { ...asked, fields: [...asked.fields, 'EffectiveId'], perPage: pageSize }, signal),
      talkOf(desk, some, signal).then(heard),
    ]);
    await learnStatuses(desk, items, signal);
    for (const json of items) {
      const slice = ticketOf(desk.options, json, desk.done);
      const said = typeof slice.mergedInto === 'number' ? [] : (talk.get(slice.id) ?? []);
      wholes.set(slice.id, {
        ticket: { ...untold, created: slice.updated ?? '', updated: '', ...withTalk(slice, json, said) },
        json,
        talk: said,
      });
    }
  }
  return wholes;
}

/** One whole ticket, and its messages on their way. */
export interface WithThread {
  readonly whole: Whole;
  readonly thread: () => Promise<readonly Message[]>;
}

/**
 * One whole ticket; one that was merged away points to its survivor, and has no messages of its own any more. Its links are dear to read, and meanwhile its messages
 * are asked for, too: whoever reads a ticket nearly always reads on. Throws `not-found`.
 */
export async function readOne(desk: RtDesk, id: TicketId, signal: AbortSignal): Promise<WithThread> {
  let parts: Promise<Parts> | undefined;
  const heard = (talk: Talk): Talk => {
    parts = partsOf(desk, transactionsIn(talk.get(id) ?? []), signal);
    parts.catch(() => undefined); // told to whoever asks for the messages
    return talk;
  };
  const whole = (await readWhole(desk, [id], signal, heard)).get(id);
  if (!whole) throw missing(id);
  return { whole, thread: async () => messagesFrom(whole.talk, (await parts) ?? new Map(), sidesOf(whole.json)) };
}

const transactionsIn = (talk: readonly Said[]): readonly number[] => talk.map(({ transaction }) => transaction);

const sidesOf = (json: Json): Sides => ({ requesters: requestersOf(json), requester: objectsIn(json['Requestor'])[0] });

/** The messages of some whole tickets, by number; their parts are asked for together. */
export async function threadsOf(
  desk: RtDesk,
  wholes: readonly Whole[],
  signal: AbortSignal,
): Promise<ReadonlyMap<TicketId, readonly Message[]>> {
  const parts = await partsOf(
    desk,
    wholes.flatMap(({ talk }) => transactionsIn(talk)),
    signal,
  );
  return new Map(wholes.map(({ ticket, json, talk }) => [ticket.id, messagesFrom(talk, parts, sidesOf(json))]));
}

/** The links of a whole ticket, with what is shown of the others. Those that are gone or may not be seen are left out. */
export async function linkedOf(desk: RtDesk, { json }: Whole, signal: AbortSignal): Promise<readonly LinkedTicket[]> {
  const links = linksOf(json);
  const others = await readTickets(desk, [...new Set(links.map(({ ticket }) => ticket))], ['subject', 'status'], signal);
  return links.flatMap(({ relation, ticket }) => {
    const other = others.get(ticket);
    return other ? [{ relation, ticket: { id: ticket, subject: other.subject ?? '', status: other.status ?? 'open' } }] : [];
  });
}
