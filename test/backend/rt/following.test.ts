import { expect, it } from 'vitest';
import { settledUntil } from '../../../src/backend/rt/following.ts';

const now = '2026-11-21T12:00:30.000Z';
const at = (id: number, second: number) => ({ id: String(id), Created: `2026-11-21T12:00:${String(second).padStart(2, '0')}Z` });

it.each<[string, readonly { readonly id: string; readonly Created: string }[], number]>([
  ['nothing has happened', [], 10],
  ['what follows without a gap is told at once', [at(11, 30), at(12, 30)], 12],
  ['what lies behind a gap waits: another may still be writing that number', [at(11, 29), at(13, 30)], 11],
  ['a gap right at the beginning is one', [at(12, 30)], 10],
  ['what is older than anybody writes is told', [at(13, 20), at(14, 30)], 14],
  ['each gap has its own time', [at(13, 15), at(15, 29)], 13],
])('%s', (_, items, until) => {
  expect(settledUntil(items, 10, now)).toBe(until);
});
