import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Order } from '../../../src/backend/backend.ts';
import { count } from '../../../src/backend/sql/count.ts';
import { find } from '../../../src/backend/sql/find.ts';
import { fieldNames } from '../../../src/model/ticket-fields.ts';
import { match } from '../../../src/query/match.ts';
import type { Condition } from '../../../src/query/query.ts';
import { anyCondition, anyLeaf, patience, runs } from '../../query/generate.ts';
import { never, testDesk, type TestDesk } from './desk.ts';
import { now, seeds, sow, visible } from './seed.ts';

const all = seeds(90);
const seen = visible(all);
const everything: Condition = { kind: 'and', of: [] };
let desk: TestDesk;

beforeAll(async () => {
  desk = await testDesk();
  await sow(desk.engine, all);
});
afterAll(() => desk[Symbol.asyncDispose]());

const view = () => ({ dialect: desk.engine.dialect, now });

async function found(condition: Condition, order: Order = 'newest', limit?: number): Promise<readonly number[]> {
  const ids: number[] = [];
  for await (const { id } of find(desk.engine, { condition, order, limit, fields: [], signal: never }, view())) ids.push(id);
  return ids;
}

const matching = (condition: Condition): readonly number[] =>
  seen.filter(({ ticket, words }) => match(condition, ticket, words)).map(({ ticket }) => ticket.id);

describe('finding', () => {
  it('gives exactly what match gives, for any term', { timeout: patience }, async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(anyLeaf, async (leaf) => {
        const expected = matching(leaf);
        hits += expected.length;
        expect(await found(leaf)).toEqual(expected.toReversed());
        expect(await found({ kind: 'not', of: leaf })).toEqual(matching({ kind: 'not', of: leaf }).toReversed());
      }),
      runs(600),
    );
    expect(hits).toBeGreaterThan(1000);
  });

  it('gives exactly what match gives, for any condition, in any order, with any limit', { timeout: patience }, async () => {
    const orders: readonly Order[] = ['newest', 'pressing', [], [{ field: 'due', descending: true }]];
    await fc.assert(
      fc.asyncProperty(
        anyCondition,
        fc.constantFrom(...orders),
        fc.option(fc.nat(30), { nil: undefined }),
        async (condition, order, limit) => {
          const expected = matching(condition);
          const ids = await found(condition, order, limit);
          const whole = await found(condition, order);
          expect(whole.toSorted((a, b) => a - b)).toEqual(expected);
          expect(ids).toEqual(whole.slice(0, limit));
          expect(await count(desk.engine, condition, undefined, view())).toEqual([{ value: null, count: expected.length }]);
        },
      ),
      runs(500),
    );
  });

  it('finds no ticket that is gone, whatever is asked', async () => {
    expect(await found(everything)).toEqual(seen.map(({ ticket }) => ticket.id).toReversed());
    const gone = all.filter(({ ticket }) => ticket.gone !== null).map(({ ticket }) => ticket.id);
    expect(gone.length).toBeGreaterThan(3);
    expect(await found({ kind: 'is', field: 'id', values: gone })).toEqual([]);
  });

  it('reads a wait that is over as open, and one that is not as it stands', async () => {
    const rested = all
      .filter(({ ticket }) => ticket.gone === null && ticket.until !== null && ticket.until <= now)
      .map(({ ticket }) => ticket.id);
    expect(rested.length).toBeGreaterThan(3);
    const open = await found({ kind: 'is', field: 'status', values: ['open'] });
    expect(open).toEqual(expect.arrayContaining(rested));
  });

  it('refuses what no resolved query asks', async () => {
    await expect(found({ kind: 'part', field: 'subject', at: 'start', text: 'about' })).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(found({ kind: 'is', field: 'age', values: [0] })).rejects.toMatchObject({ kind: 'unsupported' });
  });
});

describe('the fields of what is found', () => {
  it('are those of the ticket, all of them', async () => {
    const fields = [...fieldNames, 'field.plan'] as const;
    const slices = new Map<number, object>();
    for await (const slice of find(desk.engine, { condition: everything, order: [], fields, signal: never }, view()))
      slices.set(slice.id, slice);
    const byText = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));
    for (const { ticket } of seen) {
      const { gone: _, mergedInto: __, until: ___, fields: custom, ...rest } = ticket;
      const expected = { ...rest, tags: ticket.tags.toSorted(byText), cc: ticket.cc.toSorted(byText) };
      expect(slices.get(ticket.id)).toEqual('plan' in custom ? { ...expected, fields: custom } : expected);
    }
  });

  it('are only those that are wanted, beside id and version', async () => {
    for await (const slice of find(
      desk.engine,
      { condition: everything, order: [], limit: 5, fields: ['queue', 'tags'], signal: never },
      view(),
    )) {
      expect(Object.keys(slice).toSorted()).toEqual(['id', 'queue', 'tags', 'version']);
    }
  });
});
