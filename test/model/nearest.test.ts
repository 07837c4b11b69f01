import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/model/nearest.ts';

const fields = ['status', 'priority', 'queue', 'owner', 'requester', 'place', 'side', 'id', 'cc', 'first-reply'];

describe('nearest', () => {
  it.each([
    ['stauts', 'status'],
    ['statu', 'status'],
    ['Status', 'status'],
    ['prioritty', 'priority'],
    ['qeueu', 'queue'],
    ['opne', 'open'],
    ['requestor', 'requester'],
    ['firstreply', 'first-reply'],
    ['prio', 'priority'],
  ])('takes %s for %s', (typed, meant) => {
    expect(nearest(typed, [...fields, 'open'])).toBe(meant);
  });

  it.each(['xyz', 'assignee', 'http', 'ab', 're', '', 'x'.repeat(100_000)])('does not guess at %.20s', (typed) => {
    expect(nearest(typed, fields)).toBeUndefined();
  });

  it('does not guess between two that begin alike', () => {
    expect(nearest('clo', ['closed', 'clones'])).toBeUndefined();
  });

  it('prefers the fewest slips, whatever the order', () => {
    expect(nearest('hold', ['gold-plated', 'holt', 'hold'])).toBe('hold');
    expect(nearest('soled', ['solved', 'holed'])).toBe('solved');
  });
});
