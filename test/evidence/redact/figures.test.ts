import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../../../src/evidence/redact/kind.ts';
import { redactor } from '../../../src/evidence/redact/redactor.ts';
import { hasRealData, realText } from '../../real-data.ts';
import { figures, ownCases, precision, recall, table } from './figures.ts';

const own = readFileSync(new URL('../redact-cases.ndjson', import.meta.url), 'utf8');
const measured = figures((name) => (name === 'own' ? own : realText(`data/pii/${name}`)), hasRealData);

/** At least: recall, precision. */
const floors: readonly (readonly [Kind, number, number])[] = [
  ['email', 0.98, 0.95],
  ['card', 0.98, 0.95],
  ['iban', 0.98, 0.95],
  ['ip', 0.98, 0.95],
  ['phone', 0.95, 0.6],
];

describe.skipIf(!hasRealData)('recall and precision on labelled data of others', () => {
  it.each(floors)('%s: recall %d, precision %d', (kind, leastRecall, leastPrecision) => {
    const figure = measured.kinds.find((one) => one.kind === kind);
    if (!figure) throw new Error(`nothing labelled as ${kind}\n${table(measured)}`);
    expect(figure.labelled).toBeGreaterThan(40);
    expect(recall(figure), figure.missed.join('\n')).toBeGreaterThanOrEqual(leastRecall);
    expect(precision(figure), figure.toomany.join('\n')).toBeGreaterThanOrEqual(leastPrecision);
  });
});

describe('recall on our own cases', () => {
  const cases = ownCases(own);

  it('has more than a hundred, and texts in which nothing is secret', () => {
    expect(cases.filter(({ kind }) => kind !== 'none').length).toBeGreaterThan(100);
    expect(cases.filter(({ kind }) => kind === 'none').length).toBeGreaterThan(30);
    for (const { text, secrets } of cases) for (const secret of secrets) expect(text).toContain(secret);
  });

  it.each(['token', 'jwt', 'cookie', 'key', 'password'] as const)('%s: 0.95', (kind) => {
    const figure = measured.kinds.find((one) => one.kind === kind);
    if (!figure) throw new Error(`no case of ${kind}`);
    expect(recall(figure), figure.missed.join('\n')).toBeGreaterThanOrEqual(0.95);
    expect(precision(figure), figure.toomany.join('\n')).toBeGreaterThanOrEqual(0.9);
  });

  it('shows nothing of a secret that it found', () => {
    const leaking = cases.filter(({ text, secrets }) => {
      const shown = redactor({ keep: [] }).redact(text).text;
      // Short codes may stand elsewhere in a line by chance.
      return secrets.some((secret) => secret.length > 5 && shown.includes(secret));
    });
    const missed = measured.kinds.flatMap((figure) => figure.missed);
    expect(leaking.map(({ text }) => text).filter((text) => !missed.includes(text))).toEqual([]);
  });
});
