import type { TicketId, TicketSlice } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { fieldsOf } from '../../query/condition.ts';
import { type Matcher, matcher } from '../../query/match.ts';
import type { Condition } from '../../query/query.ts';
import { ticketWords, type TicketWords } from '../../query/words.ts';
import type { Plan, Want } from '../backend.ts';
import type { RtDesk } from './desk.ts';
import { pageSize } from './rest2.ts';
import { readPage } from './tickets.ts';
import { idOrder, inOrder, keysOf, orderFields } from './order.ts';
import { goesNotOn } from './pages.ts';
import { bothSql, ticketSql } from './ticket-sql.ts';
import { bodiesOf } from './thread.ts';

/** A search as the parts of it need it. */
interface Search {
  readonly desk: RtDesk;
  readonly sql: string;
  readonly fields: ReadonlySet<AnyFieldName | 'words'>;
  /** Keeps those that match what RT did not check. */
  readonly keep: (tickets: readonly TicketSlice[]) => Promise<readonly TicketSlice[]>;
  /** Whether all that RT finds match. */
  readonly exact: boolean;
  readonly signal: AbortSignal;
}

function searching(desk: RtDesk, plan: Plan, fields: Iterable<AnyFieldName>, signal: AbortSignal): Search {
  const { residual } = plan;
  return {
    desk,
    sql: ticketSql(desk.options, plan.native as Condition | undefined),
    fields: new Set([...fields, ...fieldsOf(residual)]),
    keep: residual ? keeping(desk, residual, signal) : async (tickets) => tickets,
    exact: residual === undefined,
    signal,
  };
}

const noWords: TicketWords = { subject: [], text: [] };

/** Checks tickets with `match`; what was said on them is read only where words are looked for in it. */
function keeping(desk: RtDesk, residual: Condition, signal: AbortSignal): Search['keep'] {
  const matches: Matcher = matcher(residual);
  const reads = readsOf(residual);
  return async (tickets) => {
    if (reads === 'nothing') return tickets.filter((ticket) => matches(ticket, noWords));
    const bodies =
      reads === 'all'
        ? await bodiesOf(
            desk,
            tickets.map(({ id }) => id),
            signal,
          )
        : undefined;
    return tickets.filter((ticket) => matches(ticket, ticketWords(ticket.subject ?? '', bodies?.get(ticket.id) ?? [])));
  };
}

function readsOf(condition: Condition): 'nothing' | 'subject' | 'all' {
  if (condition.kind === 'words') return condition.within;
  if (!('of' in condition)) return 'nothing';
  const parts = [condition.of].flat().map((part) => readsOf(part as Condition));
  return parts.includes('all') ? 'all' : parts.includes('subject') ? 'subject' : 'nothing';
}

/**
 * All that match, a page at a time, by number: each page goes on after the last number, so that what changes meanwhile is neither lost nor seen twice.
 * The next page is asked for while this one is looked at. `total` is what RT counted with the first page.
 */
async function* walked(
  search: Search,
  way: 'ASC' | 'DESC',
  size = pageSize,
): AsyncIterable<{ readonly tickets: readonly TicketSlice[]; readonly total: number }> {
  const { desk, sql, fields, signal, keep } = search;
  const order = [way === 'DESC' ? '-id' : 'id'];
  const after = (last: TicketId | undefined): string =>
    last === undefined ? sql : bothSql(sql, way === 'DESC' ? `id < ${last}` : `id > ${last}`);
  const read = async (last: TicketId | undefined): ReturnType<typeof readPage> => {
    const page = await readPage(desk, { sql: after(last), fields, order, perPage: size }, signal);
    if (last !== undefined && page.tickets.some(({ id }) => (way === 'DESC' ? id >= last : id <= last))) throw goesNotOn();
    return page;
  };
  for (let next: ReturnType<typeof read> | undefined = read(undefined); next && !signal.aborted;) {
    const page: Awaited<ReturnType<typeof read>> = await next;
    const { tickets, total } = page;
    const more = total > tickets.length && tickets.length > 0;
    next = more ? read(tickets.at(-1)?.id) : undefined;
    next?.catch(() => undefined);
    yield { tickets: await keep(tickets), total };
  }
}

/** What is wanted of the beginning of a sorted list, without reading all of it: undefined where that cannot be told. */
async function first(search: Search, want: Want, limit: number): Promise<readonly TicketSlice[] | undefined> {
  const { desk, sql, fields, signal, keep, exact } = search;
  const page = await readPage(desk, { sql, fields, order: serverOrder(want) ?? ['id'] }, signal);
  if (page.total <= page.tickets.length) return inOrder(await keep(page.tickets), want.order);
  if (limit > pageSize || !exact) return undefined;
  if (want.order === 'pressing') return firstPressing(search, page.tickets, limit);
  return soleTime(want) ? firstByTime(search, want, page.tickets, limit) : undefined;
}

const timeColumns: Readonly<Partial<Record<AnyFieldName, string>>> = { created: 'Created', updated: 'LastUpdated', due: 'Due' };

/** A single time to sort by, which RT can sort by as well. */
function soleTime({ order }: Want): { readonly column: string; readonly descending: boolean } | undefined {
  const [key, last, ...more] = keysOf(order);
  const column = key && timeColumns[key.field];
  return key && column && last?.field === 'id' && more.length === 0 ? { column, descending: key.descending } : undefined;
}

function serverOrder(want: Want): readonly string[] | undefined {
  if (want.order === 'pressing') return ['-Priority', 'id'];
  const time = soleTime(want);
  return time && [time.descending ? `-${time.column}` : time.column, 'id'];
}

/** RT may sort those without a time first: they are asked for by themselves, and come last. */
async function firstByTime(
  search: Search,
  want: Want,
  page: readonly TicketSlice[],
  limit: number,
): Promise<readonly TicketSlice[] | undefined> {
  const column = soleTime(want)?.column;
  if (column !== 'Due') return page.slice(0, limit);
  const { desk, sql, fields, signal } = search;
  const order = serverOrder(want) ?? [];
  const timed = await readPage(desk, { sql: bothSql(sql, 'Due IS NOT NULL'), fields, order }, signal);
  if (timed.tickets.length >= limit) return timed.tickets.slice(0, limit);
  const rest = await readPage(desk, { sql: bothSql(sql, 'Due IS NULL'), fields, order: ['id'] }, signal);
  return [...timed.tickets, ...rest.tickets].slice(0, limit);
}

/** Band by band: RT sorts by its own numbers, of which many are one priority here. */
async function firstPressing(search: Search, page: readonly TicketSlice[], limit: number): Promise<readonly TicketSlice[] | undefined> {
  const { desk, sql, fields, signal } = search;
  const last = page.at(-1)?.priority;
  const whole = inOrder(
    page.filter(({ priority }) => priority !== last),
    'pressing',
  );
  const found = [...whole];
  const bands = desk.options.bands.map(({ priority }) => priority).toReversed();
  for (const priority of bands.slice(bands.findIndex((each) => each === last))) {
    if (found.length >= limit) break;
    const band = bothSql(sql, ticketSql(desk.options, { kind: 'is', field: 'priority', values: [priority] }));
    const due = await readPage(desk, { sql: bothSql(band, 'Due IS NOT NULL'), fields, order: ['Due', 'id'] }, signal);
    found.push(...due.tickets);
    if (found.length >= limit) break;
    if (due.total > due.tickets.length) return undefined;
    const rest = await readPage(desk, { sql: bothSql(band, 'Due IS NULL'), fields, order: ['id'] }, signal);
    found.push(...rest.tickets);
    if (found.length < limit && rest.total > rest.tickets.length) return undefined;
  }
  return found;
}

/**
 * Yields each ticket that matches once, in order. Where numbers make the order it is read as it is yielded; any other order is settled before the first is
 * yielded, from the beginning of the list where RT can sort like that and few are wanted, else from all that match. `passes` is told of each page before it is
 * yielded. Ends early when the signal is aborted.
 */
export async function* find(
  desk: RtDesk,
  plan: Plan,
  want: Want,
  passes: (ids: readonly TicketId[]) => void = () => undefined,
): AsyncIterable<TicketSlice> {
  const { limit = Number.POSITIVE_INFINITY, order, signal } = want;
  if (signal.aborted || limit <= 0) return;
  const search = searching(desk, plan, [...want.fields, ...orderFields(order)], signal);
  let left = limit;
  for await (const tickets of pagesOf(search, want)) {
    passes(tickets.map(({ id }) => id));
    for (const ticket of tickets) {
      if (signal.aborted) return;
      yield ticket;
      left -= 1;
      if (left === 0) return;
    }
  }
}

async function* pagesOf(search: Search, want: Want): AsyncIterable<readonly TicketSlice[]> {
  const { limit = Number.POSITIVE_INFINITY, order } = want;
  const way = idOrder(order);
  if (way) {
    const size = search.exact ? Math.min(limit, pageSize) : pageSize;
    for await (const { tickets } of walked(search, way, size)) yield tickets;
    return;
  }
  const beginning = await first(search, want, limit);
  if (beginning) return yield beginning;
  const all: TicketSlice[] = [];
  for await (const { tickets } of walked(search, 'ASC')) all.push(...tickets);
  yield inOrder(all, order);
}

/** How many match, without more of them than that takes. */
export async function countMatches(desk: RtDesk, plan: Plan, signal: AbortSignal): Promise<number> {
  const search = searching(desk, plan, [], signal);
  if (search.exact) return (await readPage(desk, { sql: search.sql, fields: [], perPage: 1 }, signal)).total;
  let count = 0;
  for await (const { tickets } of walked(search, 'ASC')) count += tickets.length;
  return count;
}

/** All that match, with these fields, page by page and in no order that matters. */
export async function* everyMatch(
  desk: RtDesk,
  plan: Plan,
  fields: readonly AnyFieldName[],
  signal: AbortSignal,
): AsyncIterable<TicketSlice> {
  for await (const { tickets } of walked(searching(desk, plan, fields, signal), 'ASC')) yield* tickets;
}
