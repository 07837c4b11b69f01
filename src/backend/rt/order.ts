import { type Priority, rank, type TicketSlice } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { fieldOf } from '../../query/fields.ts';
import type { Order, SortKey } from '../backend.ts';

/** An order as a list of keys, the number last: two tickets never stand in the same place. */
export function keysOf(order: Order): readonly SortKey[] {
  const byId = (descending: boolean): SortKey => ({ field: 'id', descending });
  if (order === 'newest') return [byId(true)];
  if (order === 'pressing') return [{ field: 'priority', descending: true }, { field: 'due', descending: false }, byId(false)];
  return order.some(({ field }) => field === 'id') ? order : [...order, byId(false)];
}

/** Whether numbers alone make the order, and which way. */
export function idOrder(order: Order): 'ASC' | 'DESC' | undefined {
  const [first] = keysOf(order);
  return first?.field === 'id' ? (first.descending ? 'DESC' : 'ASC') : undefined;
}

type Place = string | number | null;

function placeOf(field: AnyFieldName, ticket: TicketSlice): Place {
  if (field === 'priority') return ticket.priority === undefined ? null : rank(ticket.priority as Priority);
  const { of, began, ranked, values = [], type } = fieldOf(field);
  // What lasts longer began earlier.
  if (began) return -Date.parse(began(ticket) ?? '') || null;
  const value = of(ticket, '1970-01-01T00:00:00.000Z');
  if (value === null || (Array.isArray(value) && value.length === 0)) return null;
  if (ranked && typeof value === 'string') return values.indexOf(value);
  return type === 'list' ? (value as readonly string[]).join(',') : (value as string | number);
}

/** Puts tickets in order; what has no value comes last either way. */
export function inOrder(tickets: readonly TicketSlice[], order: Order): readonly TicketSlice[] {
  const keys = keysOf(order);
  const placed = tickets.map((ticket) => ({ ticket, places: keys.map(({ field }) => placeOf(field, ticket)) }));
  const compare = (a: readonly Place[], b: readonly Place[]): number => {
    for (const [at, { descending }] of keys.entries()) {
      const [left, right] = [a[at] ?? null, b[at] ?? null];
      if (left === right) continue;
      if (left === null || right === null) return left === null ? 1 : -1;
      return left < right === descending ? 1 : -1;
    }
    return 0;
  };
  return placed.toSorted((a, b) => compare(a.places, b.places)).map(({ ticket }) => ticket);
}

/** The fields that an order looks at. */
export const orderFields = (order: Order): readonly AnyFieldName[] => keysOf(order).map(({ field }) => field);
