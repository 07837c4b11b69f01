import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Heard, play } from './play.ts';
import { fakeRt } from './server.ts';

const recorded = JSON.parse(readFileSync(join(import.meta.dirname, 'recorded.json'), 'utf8')) as readonly Heard[];

/** What the fake says that the real one did not say: it may leave keys of an object out, and add nothing. */
function beyond(fake: unknown, real: unknown, at = ''): readonly string[] {
  if (Array.isArray(fake) && Array.isArray(real)) {
    if (!at.includes('_hyperlinks') && fake.length !== real.length) return [`${at}: ${fake.length} entries, not ${real.length}`];
    if (at.includes('_hyperlinks'))
      return fake.flatMap((each) => (real.some((other) => beyond(each, other).length === 0) ? [] : [`${at}: ${JSON.stringify(each)}`]));
    return fake.flatMap((each, nth) => beyond(each, real[nth], `${at}[${nth}]`));
  }
  if (typeof fake === 'object' && fake !== null && typeof real === 'object' && real !== null)
    return Object.entries(fake).flatMap(([name, value]) =>
      beyond(value, (real as Readonly<Record<string, unknown>>)[name], `${at}.${name}`),
    );
  return fake === real ? [] : [`${at}: ${JSON.stringify(fake)}, not ${JSON.stringify(real)}`];
}

/** The fields of rows that were asked for are all told. */
const rowsOf = (body: unknown): readonly object[] => (body as { readonly items?: readonly object[] } | null)?.items ?? [];

describe('the fake Request Tracker', () => {
  it('answers as the real one did', { timeout: 60_000 }, async () => {
    await using rt = await fakeRt();
    const heard = await play({ url: rt.url, tokenOf: (name) => rt.lab.users.find((user) => user.name === name)?.token ?? '' });
    expect(heard.map(({ step }) => step)).toEqual(recorded.map(({ step }) => step));
    const wrong = heard.flatMap((one, nth) => {
      const real = recorded[nth];
      if (!real) return [];
      const said = [
        ...(one.status === real.status && one.type === real.type ? [] : [`: ${one.status} ${one.type}, not ${real.status} ${real.type}`]),
        ...beyond(one.body, real.body),
        ...rowsOf(one.body).flatMap((row, at) =>
          Object.keys(rowsOf(real.body)[at] ?? {})
            .filter((key) => !(key in row))
            .map((key) => `[${at}]: no ${key}`),
        ),
      ];
      return said.map((each) => `${one.step} ${each}`);
    });
    expect(wrong).toEqual([]);
  });
});
