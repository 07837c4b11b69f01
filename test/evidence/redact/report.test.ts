import { expect, it } from 'vitest';
import { addUp, maskedCount, maskedNote, maskedWords, notCovered } from '../../../src/evidence/redact/report.ts';

it('says what was masked and always what is not covered', () => {
  const masked = [
    { kind: 'email', count: 3 },
    { kind: 'ip', count: 1 },
  ] as const;
  expect(maskedWords(masked)).toBe('3 e-mail addresses, 1 IP address');
  expect(maskedCount(masked)).toBe(4);
  expect(maskedNote(masked)).toBe(`Masked: 3 e-mail addresses, 1 IP address. ${notCovered}`);
  expect(maskedNote([])).toBe(`Masked: nothing. ${notCovered}`);
  for (const word of ['names', 'street addresses']) expect(notCovered).toContain(word);
});

it('adds up the counts of several texts in the order of the kinds', () => {
  expect(
    addUp([
      [{ kind: 'ip', count: 1 }],
      [],
      [
        { kind: 'email', count: 2 },
        { kind: 'ip', count: 4 },
      ],
    ]),
  ).toEqual([
    { kind: 'email', count: 2 },
    { kind: 'ip', count: 5 },
  ]);
});
