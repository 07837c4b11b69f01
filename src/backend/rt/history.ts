import { DeskError } from '../../errors.ts';
import type { Cursor, Event } from '../../model/event.ts';
import { collect } from '../../model/stream.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import { instantOf } from './decode.ts';
import { missing, type RtDesk } from './desk.ts';
import { pageSize } from './rest2.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';
import { goesNotOn } from './pages.ts';
import { bothSql, mergedSql } from './ticket-sql.ts';
import { type Known, told, type Transaction, transactionOf } from './told.ts';

export const nothingKnown = (): Known => ({ names: { users: new Map(), queues: new Map() }, fields: new Map() });

const asked = {
  fields: ['Type', 'Creator', 'Created', 'ObjectId', 'Field', 'OldValue', 'NewValue', 'Data'],
  within: { Creator: ['Name', 'EmailAddress'] },
  order: ['id'],
};

/** The names behind the numbers that some transactions tell. */
async function learnNames(desk: RtDesk, transactions: readonly Transaction[], names: Known['names'], signal: AbortSignal): Promise<void> {
  const numbers = (field: string): ReadonlySet<string> =>
    new Set(
      transactions
        .filter((each) => each.field === field)
        .flatMap(({ old, fresh }) => [old, fresh])
        .filter((id) => id !== undefined && /^\d+$/.test(id)) as string[],
    );
  for (const id of numbers('Owner')) {
    if (names.users.has(id)) continue;
    const user = await desk.calls.user(Number(id), signal);
    names.users.set(id, textOf(user?.['Name']) ?? id);
  }
  if ([...numbers('Queue')].some((id) => !names.queues.has(id))) {
    const { items } = await desk.calls.queues({ fields: ['Name'], perPage: pageSize }, signal);
    for (const queue of items) names.queues.set(textOf(queue['id']) ?? '', textOf(queue['Name']) ?? '');
  }
}

async function learnFields(
  desk: RtDesk,
  transactions: readonly Transaction[],
  fields: Map<string, string>,
  signal: AbortSignal,
): Promise<void> {
  const met = transactions.filter(({ type, field }) => type === 'CustomField' && !fields.has(field));
  const tickets = [...new Set(met.map(({ ticket }) => ticket))].slice(0, 1);
  for (const ticket of tickets) {
    const json = await desk.calls.ticket(ticket, signal);
    for (const field of [json?.['CustomFields']].flat()) {
      const { id, name } = objectOf(field);
      fields.set(textOf(id) ?? '', textOf(name) ?? '');
    }
  }
}

/** What lies in a page of transactions as events. */
async function eventsOf(desk: RtDesk, items: readonly Json[], known: Known, signal: AbortSignal): Promise<readonly Event[]> {
  const transactions = items.flatMap((json) => transactionOf(json) ?? []);
  await learnNames(desk, transactions, known.names, signal);
  await learnFields(desk, transactions, known.fields, signal);
  return transactions.flatMap((transaction, at) => {
    const found = told(desk, transaction, transactions[at - 1], known);
    if (!found) return [];
    const { id, ticket, by, json } = transaction;
    return {
      message: null,
      other: null,
      ...found,
      cursor: String(id),
      ticket,
      at: instantOf(json['Created']) ?? new Date(0).toISOString(),
      by,
      operation: `rt-${id}`,
      moved: null,
    };
  });
}

/** All transactions that match after a number, oldest first, with the events in them. RT cuts pages before it looks at rights: only an empty one is the last. */
export async function* pagesAfter(
  desk: RtDesk,
  sql: string,
  after: number,
  known: Known,
  signal: AbortSignal,
): AsyncIterable<{ readonly items: readonly Json[]; readonly events: readonly Event[] }> {
  for (let last = after, more = true; more && !signal.aborted;) {
    const { items } = await desk.calls.transactions(bothSql(sql, `id > ${last}`), asked, signal);
    if (items.some((json) => (numberOf(json['id']) ?? 0) <= last)) throw goesNotOn();
    if (items.length > 0) yield { items, events: await eventsOf(desk, items, known, signal) };
    last = items.reduce((most, json) => Math.max(most, numberOf(json['id']) ?? 0), last);
    more = items.length > 0;
  }
}

/** The tickets that were merged into one. */
async function mergedOnes(desk: RtDesk, survivor: TicketId, signal: AbortSignal): Promise<readonly TicketId[]> {
  const { items } = await desk.calls.search(mergedSql([survivor]), { fields: ['EffectiveId'] }, signal);
  return items.flatMap((json) => numberOf(json['id']) ?? []).filter((id) => id !== survivor);
}

const ofTickets = (ids: readonly TicketId[]): string =>
  `ObjectType = 'RT::Ticket' AND (${ids.map((id) => `TicketId = ${id}`).join(' OR ')})`;

/**
 * What RT tells of a ticket's history, oldest first, with that of the tickets that were merged into it; what it notes of its own mails is left out. Throws
 * `not-found`.
 */
export async function* history(desk: RtDesk, ticket: TicketId, signal: AbortSignal): AsyncIterable<Event> {
  const known = nothingKnown();
  const read = async (ids: readonly TicketId[]): Promise<readonly Event[]> =>
    (await collect(pagesAfter(desk, ofTickets(ids), 0, known, signal))).flatMap(({ events: some }) => some);
  const own = await read([ticket]);
  const merged = own.some(({ kind }) => kind === 'merged') ? await mergedOnes(desk, ticket, signal) : [];
  const all = merged.length > 0 ? await read([ticket, ...merged]) : own;
  if (all.length === 0 && !(await desk.calls.ticket(ticket, signal))) throw missing(ticket);
  for (const event of all) {
    if (signal.aborted) return;
    yield event;
  }
}

/** Everything that happened to tickets; the same numbers count what happens to users and queues. */
export const everyTicket = "ObjectType = 'RT::Ticket'";

/** The number that a cursor is. Throws `usage`. */
export function numberAt(cursor: Cursor | undefined): number {
  if (cursor === undefined) return 0;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw new DeskError('usage', `${JSON.stringify(cursor)} is no place in the desk's history`);
}

/** Everything that happened after the cursor, oldest first: RT numbers what happens. */
export async function* events(desk: RtDesk, cursor: Cursor | undefined, signal: AbortSignal): AsyncIterable<Event> {
  for await (const page of pagesAfter(desk, everyTicket, numberAt(cursor), nothingKnown(), signal)) yield* page.events;
}

const newest = { fields: ['Created'], order: ['-id'], perPage: pageSize };

/** The cursor of the last transaction, or of the last before that moment: RT reads times in a zone of its own, so it is asked for the newest, page by page. */
export async function latest(desk: RtDesk, signal: AbortSignal, before?: Instant): Promise<Cursor> {
  const earlier = (json: Json): boolean => before === undefined || (instantOf(json['Created']) ?? '') < before;
  for (let below = Number.MAX_SAFE_INTEGER, from = 'id > 0'; !signal.aborted; from = `id < ${below}`) {
    const { items } = await desk.calls.transactions(`${everyTicket} AND ${from}`, newest, signal);
    const found = items.find(earlier) ?? items.at(-1);
    const id = numberOf(found?.['id']) ?? 0;
    if (!found || earlier(found)) return String(id);
    if (id >= below) throw goesNotOn();
    below = id;
  }
  return '0';
}
