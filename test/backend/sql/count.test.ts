import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Count } from '../../../src/backend/backend.ts';
import { count } from '../../../src/backend/sql/count.ts';
import type { Ticket } from '../../../src/model/ticket.ts';
import { type AnyFieldName, fieldNames } from '../../../src/model/ticket-fields.ts';
import { fieldOf } from '../../../src/query/fields.ts';
import { match } from '../../../src/query/match.ts';
import type { Condition } from '../../../src/query/query.ts';
import { anyCondition, runs } from '../../query/generate.ts';
import { testDesk, type TestDesk } from './desk.ts';
import { now, overheard, planOf, seeds, sow, visible } from './seed.ts';

const all = seeds(100);
const seen = visible(all);
let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
  await sow(desk.engine, all);
});
afterAll(() => desk[Symbol.asyncDispose]());

const view = () => ({ dialect: desk.engine.dialect, now });
const everything: Condition = { kind: 'and', of: [] };
const countable = [...fieldNames.filter((name) => fieldOf(name).type !== 'duration'), 'field.plan'] as const;

function valuesOf(ticket: Ticket, by: AnyFieldName): readonly (string | null)[] {
  const { of, type } = fieldOf(by);
  const value = of(ticket, now);
  if (value === null || (Array.isArray(value) && value.length === 0)) return [null];
  return Array.isArray(value) ? value.map(String) : [type === 'time' ? String(value).slice(0, 10) : String(value)];
}

function expected(condition: Condition, by: AnyFieldName): ReadonlyMap<string | null, number> {
  const counts = new Map<string | null, number>();
  for (const { ticket, words } of seen) {
    if (match(condition, ticket, words)) for (const value of valuesOf(ticket, by)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

const asMap = (counts: readonly Count[]): ReadonlyMap<string | null, number> =>
  new Map(counts.map(({ value, count: found }) => [value, found]));

describe('counting', () => {
  it.each(countable)('by %s gives what counting the tickets gives', async (by) => {
    const counts = await count(desk.engine, everything, by, view());
    expect(asMap(counts)).toEqual(expected(everything, by));
    expect(counts).toHaveLength(asMap(counts).size);
  });

  it('does so for any condition', async () => {
    await fc.assert(
      fc.asyncProperty(anyCondition, fc.constantFrom(...countable), async (condition, by) => {
        expect(asMap(await count(desk.engine, condition, by, view()))).toEqual(expected(condition, by));
      }),
      runs(150),
    );
  });

  it('gives ranked words in their order, days in theirs, the rest by how many, and those without a value last', async () => {
    const values = async (by: AnyFieldName) => (await count(desk.engine, everything, by, view())).map(({ value }) => value);
    expect(await values('status')).toEqual(['new', 'open', 'pending', 'hold', 'solved', 'closed']);
    const days = (await values('due')).filter((day) => day !== null);
    expect(days).toEqual(days.toSorted());
    const owners = await count(desk.engine, everything, 'owner', view());
    expect(owners.at(-1)?.value).toBe(null);
    const numbers = owners.slice(0, -1).map(({ count: found }) => found);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  });

  it('refuses durations', async () => {
    await expect(count(desk.engine, everything, 'age', view())).rejects.toMatchObject({ kind: 'usage' });
  });

  it("by a list looks up each ticket's own entries", async () => {
    const { connection, asked } = overheard(desk.engine);
    await count(connection, everything, 'tags', view());
    expect(asked[0] && (await planOf(desk.engine, asked[0]))).toContain('SEARCH a USING PRIMARY KEY (ticket=? AND name=?)');
  });
});
