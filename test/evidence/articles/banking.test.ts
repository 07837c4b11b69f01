import { describe, expect, it } from 'vitest';
import { hasRealData, realText } from '../../real-data.ts';
import { measured } from './banking.ts';

describe.skipIf(!hasRealData)('real questions', () => {
  // A tenth of them; bench/kb.mjs asks all, of which 79.9 % come first and 95.8 % among five.
  it('find their article', { timeout: 60_000 }, async () => {
    const { queries, first, five } = await measured(realText('data/tickets/banking77/banking77.csv'), { seed: 0, each: 10 });
    expect(queries).toBeGreaterThan(450);
    expect(first).toBeGreaterThanOrEqual(0.76);
    expect(five).toBeGreaterThanOrEqual(0.94);
  });
});
