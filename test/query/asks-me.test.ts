import { expect, it } from 'vitest';
import { asksMe } from '../../src/query/asks-me.ts';
import { parse } from '../../src/query/parse.ts';
import { resolve } from '../../src/query/resolve.ts';

const queries: Readonly<Record<string, string>> = {
  mine: 'status:open owner:ME',
  hot: 'priority>=high @mine',
  ring: '@round',
  round: 'a or @ring',
  plain: 'queue:me',
  typo: 'stauts:new owner:me',
};
const saved = (name: string): string | undefined => queries[name];

it.each([
  ['owner:me', true],
  ['owner:none,Me', true],
  ['status:open (tag:a or not owner:me)', true],
  ['-owner:me', true],
  ['@mine', true],
  ['refund @hot', true],
  ['', false],
  ['me', false],
  ['queue:me requester:me', false],
  ['owner:me*', false],
  ['@plain @nowhere', false],
  ['@ring', false],
  ['@typo', false],
  ['@typo @mine', true],
  ['created:2026-11-01..', false],
])('%s', (text, expected) => {
  const query = parse(text);
  expect(asksMe(query, saved)).toBe(expected);
  if (/@(ring|nowhere|typo)/.test(text)) return;
  const meant = ['ana', 'ben'].map((me) => resolve(query, { me, now: '2026-11-21T12:00:00.000Z', saved }));
  expect(JSON.stringify(meant[0]) !== JSON.stringify(meant[1])).toBe(expected);
});
