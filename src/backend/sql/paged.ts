import type { TicketId } from '../../model/ticket.ts';
import type { Condition } from '../../query/query.ts';
import type { Order } from '../backend.ts';
import type { View } from './columns.ts';
import { asText } from './decode.ts';
import type { Connection, Sql } from './engine.ts';
import { type Narrowing, narrowing } from './narrow.ts';
import { idOrder, orderBy } from './order.ts';
import { limited, raw, sql } from './sql.ts';

/** Which tickets are wanted, and in which order. */
export interface Search {
  readonly condition: Condition;
  readonly order: Order;
  readonly limit?: number | undefined;
  readonly signal: AbortSignal;
}

/** What came of a page: how many tickets were in it, and the last one's id. */
export interface Paged<T> {
  readonly result: T;
  readonly count: number;
  readonly last: TicketId | undefined;
}

/** Reads the tickets of a page; `source` is what follows SELECT and its columns, over `ticket t`, in order. */
export type ReadPage<T> = (source: Sql) => Promise<Paged<T>>;

/** Tickets a statement. */
const pageSize = 256;
/** So many are read in one go, with no page after it, unless they had to be sorted: then their fields are read when it is known which they are. */
const atOnce = 1000;

/**
 * Reads tickets page by page, each page on its own: a long listing holds no lock and no view of the data open, and needs the memory of a page.
 *
 * Each ticket comes once, whatever changes meanwhile. Where ids make the order, a page goes on after the last id: what it shows is as it is when
 * it is read. Any other order would shift underfoot; so it is settled at the beginning, as a list of ids (8 bytes a ticket), and pages are read
 * along it: a ticket that moves meanwhile stays where it was, one that is deleted meanwhile is left out.
 */
export async function* paged<T>(connection: Connection, search: Search, view: View, read: ReadPage<T>): AsyncIterable<T> {
  const { limit = Number.POSITIVE_INFINITY, signal } = search;
  if (signal.aborted || limit <= 0) return;
  const found = await narrowing(connection, search.condition, view);
  const byId = idOrder(search.order) !== undefined;
  const sorted = !byId && !(search.order === 'pressing' && found.active);
  if (limit <= atOnce && !sorted) {
    const page = await read(ordered(found, search, view, limit));
    if (page.count > 0) yield page.result;
  } else if (byId && !found.byWords) yield* walked(found, search, limit, read);
  else yield* settled(connection, found, { ...search, limit }, view, read);
}

const ordered = ({ from, where, id }: Narrowing, { order }: Search, view: View, limit: number): Sql =>
  sql`FROM ${from} WHERE ${where} ORDER BY ${orderBy(order, view, id)}${limited(limit)}`;

async function* walked<T>({ from, where, id }: Narrowing, { order, signal }: Search, limit: number, read: ReadPage<T>): AsyncIterable<T> {
  const descending = idOrder(order) === 'DESC';
  let last: number | undefined = descending ? Number.MAX_SAFE_INTEGER : -1;
  for (let left = limit; left > 0 && last !== undefined && !signal.aborted;) {
    const size = Math.min(left, pageSize);
    const beyond = sql`${id} ${raw(descending ? '<' : '>')} ${last}`;
    const page: Paged<T> = await read(
      sql`FROM ${from} WHERE ${where} AND ${beyond} ORDER BY ${id} ${raw(descending ? 'DESC' : 'ASC')}${limited(size)}`,
    );
    if (page.count > 0) yield page.result;
    left -= page.count;
    last = page.count < size ? undefined : page.last;
  }
}

async function* settled<T>(
  connection: Connection,
  found: Narrowing,
  search: Search & { readonly limit: number },
  view: View,
  readPage: ReadPage<T>,
): AsyncIterable<T> {
  const ids = sql`SELECT ${found.id} ${ordered(found, search, view, search.limit)}`;
  const [row] = await connection.all(sql`SELECT ${view.dialect.list(ids)} AS ids`);
  for (const page of pagesOf(asText(row?.['ids']))) {
    if (search.signal.aborted) return;
    const these = view.dialect.each(sql`${page}`);
    const read = await readPage(sql`FROM (${these}) p CROSS JOIN ticket t WHERE t.id = p.id AND t.gone IS NULL ORDER BY p.place`);
    if (read.count > 0) yield read.result;
  }
}

/** Cuts a JSON array of numbers into such arrays of a page each, without making numbers of a million texts. */
function* pagesOf(list: string): Iterable<string> {
  const end = list.lastIndexOf(']');
  for (let from = list.indexOf('[') + 1; from < end;) {
    let to = from - 1;
    for (let count = 0; count < pageSize && to !== end; count++) {
      const comma = list.indexOf(',', to + 1);
      to = comma < 0 ? end : comma;
    }
    yield `[${list.slice(from, to)}]`;
    from = to + 1;
  }
}
