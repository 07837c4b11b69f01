import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../src/backend/backend.ts';
import { find } from '../../../src/backend/sql/find.ts';
import { rank, type Ticket, type TicketSlice } from '../../../src/model/ticket.ts';
import { type AnyFieldName, fieldNames } from '../../../src/model/ticket-fields.ts';
import { fieldOf } from '../../../src/query/fields.ts';
import { never, testDesk, type TestDesk } from './desk.ts';
import { now, seeds, sow, visible } from './seed.ts';

const all = seeds(120);
const tickets = visible(all).map(({ ticket }) => ticket);
let desk: TestDesk;

beforeAll(async () => {
  desk = await testDesk();
  await sow(desk.engine, all);
});
afterAll(() => desk[Symbol.asyncDispose]());

async function ordered(order: Order): Promise<readonly number[]> {
  const ids: number[] = [];
  const search = { condition: { kind: 'and', of: [] }, order, fields: [], signal: never } as const;
  for await (const { id } of find(desk.engine, search, { dialect: desk.engine.dialect, now })) ids.push(id);
  return ids;
}

const compare = (a: string | number, b: string | number): number => (a < b ? -1 : a > b ? 1 : 0);

/** What a ticket is sorted by, read from the ticket itself. */
function keyOf(ticket: TicketSlice, name: AnyFieldName): string | number | null {
  const { of, values = [], ranked } = fieldOf(name);
  const value = of(ticket, now);
  if (Array.isArray(value)) return value.map(String).toSorted(compare)[0] ?? null;
  if (ranked) return values.indexOf(String(value));
  return typeof value === 'string' ? value.toLowerCase() : typeof value === 'number' ? value : null;
}

function sorted(name: AnyFieldName, descending: boolean): readonly number[] {
  const keyed = tickets.map((ticket) => ({ id: ticket.id, key: keyOf(ticket, name) }));
  const byKey = (a: string | number, b: string | number): number => (descending ? compare(b, a) : compare(a, b));
  const known = keyed.flatMap(({ id, key }) => (key === null ? [] : [{ id, key }])).toSorted((a, b) => byKey(a.key, b.key) || a.id - b.id);
  return [...known, ...keyed.filter(({ key }) => key === null)].map(({ id }) => id);
}

describe('the order', () => {
  it.each([...fieldNames, 'field.plan'] as const)('by %s has tickets without one last, both ways, and ties by id', async (name) => {
    for (const descending of [false, true]) expect(await ordered([{ field: name, descending }])).toEqual(sorted(name, descending));
  });

  it('by several fields goes from the first to the last', async () => {
    const ids = await ordered([
      { field: 'queue', descending: false },
      { field: 'priority', descending: true },
    ]);
    const expected = tickets.toSorted((a, b) => compare(a.queue, b.queue) || rank(b.priority) - rank(a.priority) || a.id - b.id);
    expect(ids).toEqual(expected.map(({ id }) => id));
  });

  it('of the most pressing is priority, then due, then id', async () => {
    const due = (ticket: Ticket): string => ticket.due ?? '9';
    const expected = tickets.toSorted((a, b) => rank(b.priority) - rank(a.priority) || compare(due(a), due(b)) || a.id - b.id);
    expect(await ordered('pressing')).toEqual(expected.map(({ id }) => id));
  });

  it('of the newest is by id, descending; no order at all is by id', async () => {
    const ids = tickets.map(({ id }) => id);
    expect(await ordered('newest')).toEqual(ids.toReversed());
    expect(await ordered([])).toEqual(ids);
  });
});
