import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from '../../src/query/parse.ts';
import type { Condition } from '../../src/query/query.ts';
import { resolve, withDefault } from '../../src/query/resolve.ts';
import { isSoundCondition } from '../../src/query/sound.ts';
import { anyCondition, now, patience, runs } from './generate.ts';
import { examples } from '../../src/query/manual.ts';

const nested = (depth: number): Condition => (depth === 0 ? { kind: 'and', of: [] } : { kind: 'not', of: nested(depth - 1) });
const any = (count: number, leaf: Condition): Condition => ({ kind: 'or', of: Array.from({ length: count }, () => leaf) });
const spam: Condition = { kind: 'is', field: 'tags', values: ['spam'] };

it('holds for every condition that is generated', { timeout: patience }, () => {
  fc.assert(
    fc.property(anyCondition, (condition) => isSoundCondition(condition)),
    runs(500),
  );
});

it.each(examples.map(({ query }) => query))('holds for what %s means', (query) => {
  const resolved = withDefault(resolve(parse(query), { me: 'ana', now, saved: () => 'tag:vip' }));
  expect(isSoundCondition(resolved.condition)).toBe(true);
});

it.each<[string, Condition]>([
  ['a number that is a text', { kind: 'is', field: 'id', values: ['1 OR 1=1'] }],
  ['half a number', { kind: 'is', field: 'id', values: [0.5] }],
  ['a text that is a number', { kind: 'is', field: 'queue', values: [7] }],
  ['a character that databases do not keep', { kind: 'is', field: 'queue', values: ['a\0b'] }],
  ['one within a text', { kind: 'part', field: 'place', at: 'start', text: '\0' }],
  ['a comparison of what has no order', { kind: 'between', field: 'queue', from: 'a', to: 'b' }],
  ['one of a field of their own', { kind: 'between', field: 'field.plan', from: 'a', to: undefined }],
  ['a moment that is none', { kind: 'between', field: 'created', from: 'yesterday', to: undefined }],
  ['a moment as a number', { kind: 'between', field: 'due', from: 12, to: undefined }],
  ['a rank as a word', { kind: 'between', field: 'priority', from: 'high', to: undefined }],
  ['no words', { kind: 'words', within: 'all', words: [], prefix: false }],
  ['a word with something else in it', { kind: 'words', within: 'all', words: ['a" OR "b'], prefix: false }],
  ['a word that is not folded', { kind: 'words', within: 'all', words: ['Račun'], prefix: false }],
  ['two words in one', { kind: 'words', within: 'all', words: ['a b'], prefix: false }],
  ['too deep a tree', nested(200)],
  ['too many terms', any(600, spam)],
  ['too many words in a row', { kind: 'words', within: 'all', words: Array<string>(600).fill('a'), prefix: true }],
  ['too many words in rows', any(60, { kind: 'words', within: 'subject', words: Array<string>(10).fill('a'), prefix: false })],
  ['too many values', { kind: 'is', field: 'id', values: Array.from({ length: 40_000 }, (_, id) => id) }],
])('does not hold for %s, wherever it stands', (_, condition) => {
  expect(isSoundCondition(condition)).toBe(false);
  expect(isSoundCondition({ kind: 'and', of: [spam, { kind: 'not', of: condition }] })).toBe(false);
});
