import { describe, expect, it } from 'vitest';
import { all, any, depthOf, fieldsOf, isEverything, leavesOf, opposite } from '../../src/query/condition.ts';
import type { Condition } from '../../src/query/query.ts';

const everything: Condition = { kind: 'and', of: [] };
const nothing: Condition = { kind: 'or', of: [] };
const one: Condition = { kind: 'is', field: 'id', values: [1] };
const two: Condition = { kind: 'none', field: 'owner' };
const word: Condition = { kind: 'words', within: 'all', words: ['a'], prefix: false };

describe('conditions', () => {
  it('are joined flat', () => {
    expect(all([one, { kind: 'and', of: [two, word] }])).toEqual({ kind: 'and', of: [one, two, word] });
    expect(any([{ kind: 'or', of: [two, word] }, one])).toEqual({ kind: 'or', of: [two, word, one] });
    expect(all([one, { kind: 'or', of: [two, word] }])).toEqual({ kind: 'and', of: [one, { kind: 'or', of: [two, word] }] });
    expect(all([one])).toBe(one);
    expect(any([one])).toBe(one);
  });

  it('lose what says nothing', () => {
    expect(all([one, everything])).toBe(one);
    expect(any([one, nothing])).toBe(one);
    expect(any([one, everything])).toEqual(everything);
    expect(all([one, nothing])).toEqual(nothing);
    expect([all([]), all([everything])].every(isEverything)).toBe(true);
    expect([any([]), one, opposite(everything)].some(isEverything)).toBe(false);
  });

  it('have an opposite', () => {
    expect(opposite(one)).toEqual({ kind: 'not', of: one });
    expect(opposite(opposite(one))).toBe(one);
    expect(opposite(everything)).toEqual(nothing);
    expect(opposite(nothing)).toEqual(everything);
  });

  it('tell what they are made of', () => {
    const whole: Condition = { kind: 'not', of: { kind: 'or', of: [one, { kind: 'not', of: { kind: 'and', of: [two, word] } }] } };
    expect([...leavesOf(whole)]).toEqual([
      { leaf: one, negated: true },
      { leaf: two, negated: false },
      { leaf: word, negated: false },
    ]);
    expect([...fieldsOf(whole)]).toEqual(['id', 'owner', 'words']);
    expect(fieldsOf(undefined).size).toBe(0);
    expect([one, all([one, two]), whole].map(depthOf)).toEqual([0, 1, 4]);
  });
});
