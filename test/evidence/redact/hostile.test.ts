import { expect, it } from 'vitest';
import { redactor } from '../../../src/evidence/redact/redactor.ts';
import { beginnings } from './hostile.ts';

const size = 50_000;
/** On an idle machine none takes a tenth of it; what looks at each place again from each other place takes minutes. */
const mostMs = 5_000;

it('takes no longer for a hostile text than for any other', { timeout: 120_000 }, () => {
  for (const beginning of beginnings) {
    const text = beginning.repeat(Math.ceil(size / beginning.length));
    const started = performance.now();
    const { text: shown } = redactor({ keep: [] }).redact(text);
    expect(performance.now() - started, JSON.stringify(beginning)).toBeLessThan(mostMs);
    expect(redactor({ keep: [] }).redact(shown).text === shown, JSON.stringify(beginning)).toBe(true);
  }
});

it('reads a sea of digits to its end, and misses no card in it', { timeout: 60_000 }, () => {
  expect(redactor({ keep: [] }).redact('1 '.repeat(6_000_000)).masked).toEqual([]);
  for (let before = 230; before < 290; before++) {
    const { text } = redactor({ keep: [] }).redact(`${'77 '.repeat(before)}4111 1111 1111 1111${' 77'.repeat(300)}`);
    expect(text, `after ${before} numbers`).not.toContain('1111 1111');
  }
});
