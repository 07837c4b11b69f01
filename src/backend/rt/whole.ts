import type { Message } from '../../model/message.ts';
import { blankTicket, type Ticket, type TicketId } from '../../model/ticket.ts';
import type { LinkedTicket } from '../../model/whole-ticket.ts';
import { linksOf, needed, ticketOf, wholeTicket } from './decode.ts';
import { learnStatuses, missing, pageSize, readTickets, type RtDesk } from './desk.ts';
import { type Json, objectsIn } from './json.ts';
import { requestersOf, type Said, talkOf, withTalk } from './talk.ts';
import { messagesFrom, messagesOf, partsOf, type Sides } from './thread.ts';
import { theseSql } from './ticket-sql.ts';

/** All of a ticket as RT told it. */
export interface Whole {
  readonly ticket: Ticket;
  readonly json: Json;
  readonly talk: readonly Said[];
}

/** What RT tells nothing of. */
const untold: Ticket = { ...blankTicket, status: 'open', channel: 'mail' };

/** Whole tickets, by number; those that are gone or may not be seen are absent. Ticket and talk are asked for side by side. */
export async function readWhole(desk: RtDesk, ids: readonly TicketId[], signal: AbortSignal): Promise<ReadonlyMap<TicketId, Whole>> {
  const { asked } = needed(desk.options, wholeTicket);
  const wholes = new Map<TicketId, Whole>();
  for (let at = 0; at < ids.length; at += pageSize) {
    const some = ids.slice(at, at + pageSize);
    const [{ items }, talk] = await Promise.all([
      desk.calls.search(theseSql(some), { ...asked, fields: [...asked.fields, 'EffectiveId'], perPage: pageSize }, signal),
      talkOf(desk, some, signal),
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

/** One whole ticket; one that was merged away points to its survivor, and has no messages of its own any more. Throws `not-found`. */
export async function readOne(desk: RtDesk, id: TicketId, signal: AbortSignal): Promise<Whole> {
  const found = (await readWhole(desk, [id], signal)).get(id);
  if (!found) throw missing(id);
  return found;
}

const sidesOf = (json: Json): Sides => ({ requesters: requestersOf(json), requester: objectsIn(json['Requestor'])[0] });

/** The messages of a whole ticket, oldest first. */
export const threadOf = (desk: RtDesk, { json, talk }: Whole, signal: AbortSignal): Promise<readonly Message[]> =>
  messagesOf(desk, talk, sidesOf(json), signal);

/** The messages of some whole tickets, by number; their parts are asked for together. */
export async function threadsOf(
  desk: RtDesk,
  wholes: readonly Whole[],
  signal: AbortSignal,
): Promise<ReadonlyMap<TicketId, readonly Message[]>> {
  const parts = await partsOf(
    desk,
    wholes.flatMap(({ talk }) => talk.map(({ transaction }) => transaction)),
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
