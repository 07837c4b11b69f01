import { describe, expect, it } from 'vitest';
import { isEverything } from '../../src/query/condition.ts';
import { examples, syntax } from '../../src/query/manual.ts';
import { parse } from '../../src/query/parse.ts';
import { resolve } from '../../src/query/resolve.ts';

const asking = { me: 'vera', now: '2026-11-21T12:00:00.000Z', saved: () => 'owner:me' };

describe('manual', () => {
  it.each(examples)('can be typed: $query', ({ query }) => {
    expect(isEverything(resolve(parse(query), asking).condition)).toBe(false);
  });

  /** Rows that show a form, with stand-ins for field and value. */
  const forms = syntax.filter(({ write }) => !/\b(field|low|name)\b|^\( \)$/.test(write));
  it.each(forms)('can be typed as a form: $write', ({ write }) => {
    expect(() => resolve(parse(write), asking)).not.toThrow();
  });

  it('says something of every row', () => {
    expect(forms.length).toBeGreaterThan(12);
    for (const { says } of [...syntax, ...examples]) expect(says).toMatch(/^[a-z(].{5,}[^.]$/);
  });
});
