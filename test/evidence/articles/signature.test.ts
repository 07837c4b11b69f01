import { describe, expect, it } from 'vitest';
import { codesIn, errorText, fits, keyOf, keysFor, readSignature } from '../../../src/evidence/articles/signature.ts';

const fit = (signature: string, text: string): number => fits(readSignature(signature), errorText(text));

describe('codes', () => {
  it.each([
    ['550 5.7.1 Relay access denied', ['5.7.1', '550']],
    ['550-5.7.26 unauthenticated', ['5.7.26', '550']],
    ['smtp; 554 <a@b.c>: no', ['554']],
    ['HTTP/1.1 404', ['404']],
    ['PHP 8.5.7.1, order 5501, 2026-11-04, 4.7.12345, 192.0.2.550', []],
  ])('of %s', (text, codes) => {
    expect([...codesIn(text)].toSorted()).toEqual([...codes].toSorted());
  });
});

describe('a signature', () => {
  const bounce = '550 5.7.1 <eva@firma.example>: Relay access denied';

  it.each(['550', '5.7.1', '550 5.7.1', '5.7.x', '5.7.*', '5.x.x', '5.x', '5xx', '55x', 'relay ACCESS denied', '550 Relay … denied'])(
    'fits: %s',
    (signature) => {
      expect(fit(signature, bounce)).toBeGreaterThan(0);
    },
  );

  it.each(['551', '5.7.2', '4.7.*', '4xx', 'access relay', 'lay access', '550 5.1.1', '', '…'])('does not fit: %s', (signature) => {
    expect(fit(signature, bounce)).toBe(0);
  });

  it('is looked for in any script, without accents', () => {
    expect(fit('Schránka je plná', 'server: SCHRANKA JE PLNA')).toBeGreaterThan(0);
    expect(fit('сандуче је пуно', 'sanduče je puno')).toBeGreaterThan(0);
  });

  it('says more, the more it names', () => {
    const order = ['550 5.7.1 Relay access denied', 'Relay access denied', '550 5.7.1', '5.7.1', '5.7.*', '5.*.*', '5xx'];
    const scores = order.map((signature) => fit(signature, bounce));
    expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    expect(new Set(scores).size).toBe(order.length);
  });

  it('is found under a key that every text it fits has', () => {
    for (const signature of ['550', '5.7.1', '5.7.x', '5xx', 'Relay access denied', '550 Relay … denied']) {
      expect(keysFor(errorText(bounce))).toContain(keyOf(readSignature(signature)));
    }
    expect(keyOf(readSignature('…'))).toBeUndefined();
  });
});
