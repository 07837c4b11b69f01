import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from '../../src/query/parse.ts';
import { print } from '../../src/query/print.ts';
import type { Comparison, Query } from '../../src/query/query.ts';
import type { AnyFieldName } from '../../src/model/ticket-fields.ts';
import { patience, runs } from './generate.ts';

const mark = { text: '', from: 0, to: 0 };
/** What cannot stand for itself in a query is well represented. */
const value = fc
  .oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '',
      ' ',
      ',',
      '"',
      '\\',
      '\\"',
      '..',
      '.',
      'a..b',
      '=x',
      '(a',
      'or',
      '-x',
      '*',
      '“a”',
      'a b',
      '@x',
      'none',
      '2026-11-01T10:30',
    ),
  )
  .map((text) => ({ text, mark }));

const fields: readonly AnyFieldName[] = ['status', 'tags', 'first-reply', 'created', 'id', 'requester', 'field.plan', 'field.größe_2'];
const field = fc.constantFrom(...fields);
const term = fc.oneof(
  fc.record({
    kind: fc.constant('term'),
    field: fc.constantFrom(...fields, 'place' as const),
    compare: fc.constant<Comparison>(':'),
    values: fc.array(value, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    kind: fc.constant('term'),
    field,
    compare: fc.constantFrom<Comparison>('>', '>=', '<', '<='),
    values: fc.array(value, { minLength: 1, maxLength: 1 }),
  }),
);
const end = fc.option(value, { nil: undefined });
const range = fc
  .record({ kind: fc.constant('range'), field, low: end, high: end })
  .filter(({ low, high }) => low !== undefined || high !== undefined);

const within = fc.constantFrom('all' as const, 'subject' as const);
const word = fc.record({
  kind: fc.constant('text'),
  within,
  text: fc.constantFrom('a', 'x-ray', 'žena', 'an@x.example', "don't"),
  phrase: fc.constant(false),
  prefix: fc.boolean(),
});
const odd = fc.record({
  kind: fc.constant('text'),
  within: fc.constant('all' as const),
  text: fc.constantFrom('https://x.example', '10:30', 'Re:', '-', 'a,b', 'a=b'),
  phrase: fc.constant(false),
  prefix: fc.constant(false),
});
const phrase = fc
  .record({
    kind: fc.constant('text'),
    within,
    text: fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('or', 'a "b"', 'x:', '\\', '\\\\"')),
    phrase: fc.constant(true),
    prefix: fc.boolean(),
  })
  // A star right after a word is never part of a phrase: it says that the word is only begun.
  .filter(({ text }) => !/[^\s*]\*+$/.test(text));
const saved = fc.record({ kind: fc.constant('saved'), name: fc.constantFrom('mine', 'my-day', '2nd_line', 'рачуни') });

const leaf = fc.oneof(term, range, word, odd, phrase, saved).map((each) => ({ ...each, mark }) as Query);
const anyQuery: fc.Arbitrary<Query> = fc.letrec<{ query: Query; group: Query; not: Query }>((tie) => ({
  query: fc.oneof({ maxDepth: 5, depthSize: 'small' }, leaf, tie('group'), tie('not')),
  group: fc
    .tuple(fc.constantFrom('and' as const, 'or' as const), fc.array(tie('query'), { minLength: 2, maxLength: 4 }))
    .map(([kind, of]) => ({ kind, of })),
  not: tie('query').map((of) => ({ kind: 'not', of })),
})).query;

/** Marks tell where a text stood, which printing changes. */
const unmarked = (query: Query): unknown => JSON.parse(JSON.stringify(query, (key, part: unknown) => (key === 'mark' ? undefined : part)));

describe('print', () => {
  it.each([
    ['STATUS:new  and  tag:spam', 'status:new tags:spam'],
    ['not (a or b) AND c', '-(a or b) c'],
    ['not not a', 'not -a'],
    ['queue:“second line”,billing', 'queue:"second line",billing'],
    ['id:1..5,9', 'id:1..5 or id:9'],
    ['„naja“ "ref*"', '"naja" "ref"*'],
    ['', ''],
  ])('writes %s as %s', (typed, printed) => {
    expect(print(parse(typed))).toBe(printed);
  });

  it(
    'writes what parse reads as the same tree',
    () => {
      fc.assert(
        fc.property(anyQuery, (query) => {
          expect(unmarked(parse(print(query)))).toEqual(unmarked(query));
        }),
        runs(2000),
      );
    },
    patience,
  );
});
