import fc from 'fast-check';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import type { Backend } from '../../src/backend/backend.ts';
import { collect } from '../../src/model/stream.ts';
import { priorities, statuses, type TicketSlice } from '../../src/model/ticket.ts';
import type { AnyFieldName } from '../../src/model/ticket-fields.ts';
import { match } from '../../src/query/match.ts';
import type { Condition, Leaf } from '../../src/query/query.ts';
import { ticketWords } from '../../src/query/words.ts';
import { never } from '../contract/desk.ts';
import { deskOf, emptied, theLab, tools } from './lab.ts';

/** What RT can narrow by, on as many tickets as make a page too small (2,000 by hand: DESK_LOADED): found is exactly what `match` gives. */
const count = Number(process.env['DESK_LOADED'] ?? 160);
const fields: readonly AnyFieldName[] = [
  'subject',
  'status',
  'priority',
  'queue',
  'owner',
  'requester',
  'tags',
  'created',
  'updated',
  'due',
  'closed',
  'field.severity',
  'field.customer-id',
];

let desk: Backend;
let all: readonly TicketSlice[];

beforeAll(async () => {
  const lab = theLab();
  emptied(lab);
  execFileSync(join(tools, 'rt-load'), [lab.dir, String(count)], { stdio: 'ignore', timeout: 300_000 });
  desk = await deskOf(lab, 'alice', () => new Date().toISOString());
  const everything = desk.plan({ condition: { kind: 'and', of: [] }, searches: false, namesStatus: true });
  all = await collect(desk.find(everything, { fields, order: 'newest', signal: never }));
}, 400_000);

const of = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const is = (field: AnyFieldName, values: readonly (string | number)[]): fc.Arbitrary<Leaf> =>
  fc.uniqueArray(of(values), { minLength: 1, maxLength: 3 }).map((wanted) => ({ kind: 'is', field, values: wanted }));
const between = (field: AnyFieldName, low: number, high: number): fc.Arbitrary<Leaf> =>
  fc
    .tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }))
    .map(([a, b]) => ({ kind: 'between', field, from: Math.min(a, b), to: Math.max(a, b) }));
const none = (field: AnyFieldName): fc.Arbitrary<Leaf> => fc.constant({ kind: 'none', field });
const part = (field: AnyFieldName, values: readonly string[]): fc.Arbitrary<Leaf> =>
  fc.tuple(of(values), of(['start', 'end', 'anywhere'] as const)).map(([text, at]) => ({ kind: 'part', field, at, text }));
const times = (field: AnyFieldName): fc.Arbitrary<Leaf> =>
  fc.tuple(fc.nat(1000), of(['from', 'to'] as const)).map(([at, end]) => {
    const moment = all[at % all.length]?.created ?? '2026-01-01T00:00:00.000Z';
    return { kind: 'between', field, from: end === 'from' ? moment : undefined, to: end === 'to' ? moment : undefined };
  });
const words: fc.Arbitrary<Leaf> = of(['charged', 'unicode', 'loop', '502', 'never']).map((word) => ({
  kind: 'words',
  within: 'subject',
  words: [word],
  prefix: false,
}));

const leaf = fc.oneof(
  is('status', statuses),
  is('priority', priorities),
  is('queue', ['support', 'billing', 'technical', 'zoo', 'nowhere']),
  is('owner', ['alice', 'bob', 'carol', 'ghost']),
  none('owner'),
  is('requester', ['user1@customer.test', 'user17@customer.test', 'nobody@x.example']),
  part('requester', ['user1', '@customer.test', 'er19']),
  none('tags'),
  none('due'),
  none('closed'),
  is('field.severity', ['low', 'critical', 'absent']),
  none('field.severity'),
  is('field.customer-id', ['c-1', 'c-17']),
  part('field.customer-id', ['c-1', '7']),
  between('id', 1, 600),
  between('priority', 0, 4),
  between('status', 0, 6),
  times('created'),
  times('age'),
  times('closed'),
  words,
);

const condition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition; group: Condition; not: Condition }>((tie) => ({
  condition: fc.oneof({ maxDepth: 3, depthSize: 'small' }, leaf, tie('group'), tie('not')),
  group: fc
    .tuple(of(['and', 'or'] as const), fc.array(tie('condition'), { minLength: 2, maxLength: 3 }))
    .map(([kind, parts]) => ({ kind, of: parts })),
  not: tie('condition').map((inner) => ({ kind: 'not', of: inner })),
})).condition;

it('finds and counts exactly what match gives', { timeout: 400_000 }, async () => {
  expect(all).toHaveLength(count);
  let found = 0;
  await fc.assert(
    fc.asyncProperty(condition, async (wanted) => {
      const plan = desk.plan({ condition: wanted, searches: false, namesStatus: true });
      const expected = all.filter((ticket) => match(wanted, ticket, ticketWords(ticket.subject ?? '', []))).map(({ id }) => id);
      const ids = (await collect(desk.find(plan, { fields: [], order: 'newest', signal: never }))).map(({ id }) => id);
      expect(ids).toEqual(expected);
      expect(await desk.count(plan, undefined, never)).toEqual([{ value: null, count: expected.length }]);
      found += ids.length;
    }),
    { numRuns: Number(process.env['DESK_QUERIES'] ?? 25), seed: 20_261_122 },
  );
  expect(found).toBeGreaterThan(count);
});

it('lists the most pressing first, whatever few are wanted', { timeout: 60_000 }, async () => {
  const everything = desk.plan({ condition: { kind: 'and', of: [] }, searches: false, namesStatus: true });
  const whole = (await collect(desk.find(everything, { fields: [], order: 'pressing', signal: never }))).map(({ id }) => id);
  expect(new Set(whole).size).toBe(count);
  for (const limit of [1, 20, 51, 100])
    expect((await collect(desk.find(everything, { fields: [], order: 'pressing', limit, signal: never }))).map(({ id }) => id)).toEqual(
      whole.slice(0, limit),
    );
});
