import type { Order, SortKey } from '../backend.ts';
import { columnOf, orderOf, type View } from './columns.ts';
import type { Sql } from './engine.ts';
import { join, raw, sql } from './sql.ts';

/** Which way ids run, where they alone make the order. */
export function idOrder(order: Order): 'ASC' | 'DESC' | undefined {
  if (order === 'newest') return 'DESC';
  if (order === 'pressing') return undefined;
  const [first] = order;
  if (!first) return 'ASC';
  return first.field === 'id' ? (first.descending ? 'DESC' : 'ASC') : undefined;
}

function keyOf({ field, descending }: SortKey, { now }: View): Sql {
  const column = columnOf(field);
  const reversed = 'value' in column && column.reversed === true;
  return sql`${orderOf(column, now)} ${raw(descending !== reversed ? 'DESC' : 'ASC')} NULLS LAST`;
}

/**
 * What follows ORDER BY. Tickets without a value come last in both directions: whoever sorts by a field looks for those that have it.
 * Ties are in the order of ids. `id` is the SQL of the ticket's id.
 */
export function orderBy(order: Order, view: View, id: Sql): Sql {
  const ids = idOrder(order);
  if (ids) return sql`${id} ${raw(ids)}`;
  // As the indexes `ticket_pressing` and `ticket_owner` have it.
  if (order === 'pressing') return raw(`t.priority DESC, coalesce(t.due, '9'), t.id`);
  if (order === 'newest') return sql`${id} DESC`;
  return join([...order.map((key) => keyOf(key, view)), raw('t.id')], ', ');
}
