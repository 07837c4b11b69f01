import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../src/backend/backend.ts';
import { find } from '../../../src/backend/sql/find.ts';
import { sql } from '../../../src/backend/sql/sql.ts';
import type { TicketSlice } from '../../../src/model/ticket.ts';
import { match } from '../../../src/query/match.ts';
import type { Condition } from '../../../src/query/query.ts';
import { anyCondition, patience, runs } from '../../query/generate.ts';
import { never, testDesk, type TestDesk } from './desk.ts';
import { now, seeds, sow, visible } from './seed.ts';

/** Enough for many pages, and for tags that lead nowhere because too many tickets have them. */
const all = seeds(3000);
const seen = visible(all);
const everything: Condition = { kind: 'and', of: [] };
let desk: TestDesk;

beforeAll(async () => {
  desk = await testDesk();
  await sow(desk.engine, all);
}, patience);
afterAll(() => desk[Symbol.asyncDispose]());

const listing = (condition: Condition, order: Order, more: { limit?: number; signal?: AbortSignal } = {}): AsyncIterable<TicketSlice> =>
  find(desk.engine, { condition, order, fields: ['status', 'due'], signal: never, ...more }, { dialect: desk.engine.dialect, now });

async function ids(tickets: AsyncIterable<TicketSlice>): Promise<readonly number[]> {
  const found: number[] = [];
  for await (const { id } of tickets) found.push(id);
  return found;
}

const ascending = (numbers: readonly number[]): readonly number[] => numbers.toSorted((a, b) => a - b);
const orders: readonly (readonly [string, Order])[] = [
  ['newest', 'newest'],
  ['oldest', []],
  ['by id, descending', [{ field: 'id', descending: true }]],
  ['pressing', 'pressing'],
  ['by a field', [{ field: 'requester', descending: false }]],
];

describe('a long listing', () => {
  it.each(orders)('gives each ticket once: %s', async (_, order) => {
    const found = await ids(listing(everything, order));
    expect(ascending(found)).toEqual(seen.map(({ ticket }) => ticket.id));
    expect(await ids(listing(everything, order, { limit: 1500 }))).toEqual(found.slice(0, 1500));
    expect(await ids(listing(everything, order, { limit: 70 }))).toEqual(found.slice(0, 70));
  });

  it('gives what match gives, also where many tickets have what is asked for', { timeout: patience }, async () => {
    await fc.assert(
      fc.asyncProperty(anyCondition, fc.constantFrom<Order>('newest', 'pressing'), async (condition, order) => {
        const expected = seen.filter(({ ticket, words }) => match(condition, ticket, words)).map(({ ticket }) => ticket.id);
        expect(ascending(await ids(listing(condition, order)))).toEqual(expected);
      }),
      runs(80),
    );
  });

  it.each(orders)('gives each ticket once though all of them move meanwhile: %s', async (_, order) => {
    const before = await ids(listing(everything, order));
    const found: number[] = [];
    for await (const { id } of listing(everything, order)) {
      found.push(id);
      if (found.length % 500 === 0) {
        const due = `2026-12-0${found.length / 500}T00:00:00.000Z`;
        await desk.engine.run(sql`UPDATE ticket SET due = ${due}, priority = 3 - priority, requester = 'a' || requester WHERE id % 2 = 0`);
      }
    }
    expect(found).toEqual(before);
  });

  it.each(orders)('leaves out what is deleted before its page is read, and shows the rest as it then is: %s', async (_, order) => {
    const before = await ids(listing(everything, order));
    const [last = 0, doomed = 0] = before.toReversed();
    const found: TicketSlice[] = [];
    for await (const ticket of listing(everything, order)) {
      if (found.push(ticket) === 1) {
        await desk.engine.run(sql`UPDATE ticket SET gone = 'deleted', active = 0 WHERE id = ${doomed}`);
        await desk.engine.run(sql`UPDATE ticket SET due = '2027-01-01T00:00:00.000Z' WHERE id = ${last}`);
      }
    }
    await desk.engine.run(
      sql`UPDATE ticket SET gone = NULL, active = CASE WHEN status IN ('solved', 'closed') THEN 0 ELSE 1 END WHERE id = ${doomed}`,
    );
    expect(found.map(({ id }) => id)).toEqual(before.filter((id) => id !== doomed));
    expect(found.at(-1)).toMatchObject({ id: last, due: '2027-01-01T00:00:00.000Z' });
  });

  it('lets others write meanwhile, and writes wait for no listing', async () => {
    let wrote = 0;
    for await (const { id } of listing(everything, 'newest')) {
      if (id % 500 === 0) wrote += await desk.engine.run(sql`UPDATE ticket SET version = version + 1 WHERE id = ${id}`);
    }
    expect(wrote).toBeGreaterThan(3);
  });

  it('ends when it is interrupted', async () => {
    const controller = new AbortController();
    const found: number[] = [];
    for await (const { id } of listing(everything, 'pressing', { signal: controller.signal })) {
      found.push(id);
      if (found.length === 300) controller.abort();
    }
    expect(found).toHaveLength(300);
    expect(await ids(listing(everything, 'newest', { signal: controller.signal }))).toEqual([]);
  });
});
