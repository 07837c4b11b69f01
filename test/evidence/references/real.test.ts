import { describe, expect, it } from 'vitest';
import { referencesIn } from '../../../src/evidence/references/references-in.ts';
import type { ReferenceKind } from '../../../src/model/reference.ts';
import { hasRealData, realFiles, realText } from '../../real-data.ts';

const named = (text: string, language: string | null = null) =>
  referencesIn([{ foundIn: 'message 1', text, at: '2026-11-20T15:30:00.000Z', language }]);
const rows = (path: string): readonly (readonly string[])[] =>
  realText(path)
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'));
const objects = <T>(path: string): readonly T[] =>
  realText(path)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const kinds: Readonly<Record<string, readonly ReferenceKind[]>> = {
  card: ['card'],
  email: ['address'],
  iban: ['iban'],
  ip: ['ip'],
  url: ['url', 'domain'],
  phone: ['phone'],
  date: ['time'],
};

/** How many cases of a kind are told rightly, of how many. */
function told(kind: string, is: 'yes' | 'no'): readonly [number, number] {
  const cases = rows('data/pii/recognizer_cases.tsv').filter((row) => row[0] === kind && row[2] === is);
  const right = cases.filter(
    ([, text = '']) =>
      named(text.replaceAll('\\r', '\r').replaceAll('\\n', '\n'), 'en').some((found) => kinds[kind]?.includes(found.kind)) ===
      (is === 'yes'),
  );
  return [right.length, cases.length];
}

describe.skipIf(!hasRealData)('cases of others', () => {
  // Not told: one card of no scheme, two IPs within words, `.microsoft` is a suffix nowadays, "Today" in front of "is5/21".
  it.each([
    ['card', 'yes', 6, 7],
    ['card', 'no', 2, 2],
    ['email', 'yes', 3, 3],
    ['email', 'no', 1, 1],
    ['iban', 'yes', 78, 78],
    ['iban', 'no', 87, 87],
    ['ip', 'yes', 39, 41],
    ['ip', 'no', 15, 15],
    ['url', 'yes', 6, 6],
    ['url', 'no', 0, 2],
    ['phone', 'yes', 10, 10],
    ['date', 'yes', 16, 16],
    ['date', 'no', 0, 1],
  ] as const)('%s, %s: %i of %i', (kind, is, right, all) => {
    expect(told(kind, is)).toEqual([right, all]);
  });

  it('IBANs: all but one whose letters a country would not have', () => {
    const wrong = rows('data/pii/iban_cases.tsv').filter(
      ([iban = '', state]) => named(iban).some(({ kind }) => kind === 'iban') !== (state === 'valid'),
    );
    expect(wrong.map(([iban]) => iban)).toEqual(['GB12 BARC 2020 1530 093A 59']);
  });

  it('mailboxes: none of those that are none; of the others those with a domain', () => {
    const cases = objects<{ text: string; valid: boolean }>('data/pii/mailbox_cases.ndjson');
    const found = (text: string): boolean => named(text).some(({ kind, value }) => kind === 'address' && value === text.toLowerCase());
    expect(cases.filter(({ valid, text }) => !valid && found(text)).map(({ text }) => text)).toEqual([]);
    expect(cases.filter(({ valid, text }) => valid && !found(text))).toHaveLength(15);
  });

  it('synthetic texts: what is labelled is found, and nothing else', () => {
    const wanted: Readonly<Record<string, ReferenceKind>> = {
      EMAIL_ADDRESS: 'address',
      IBAN_CODE: 'iban',
      CREDIT_CARD: 'card',
      IP_ADDRESS: 'ip',
      DOMAIN_NAME: 'url',
      PHONE_NUMBER: 'phone',
    };
    const figures: Record<string, { found: number; missed: number; extra: number }> = {};
    for (const { text, spans } of objects<{ text: string; spans: readonly [string, number, number][] }>(
      'data/pii/presidio_synth_v2.ndjson',
    )) {
      const references = named(text, 'en');
      for (const [label, kind] of Object.entries(wanted)) {
        const figure = (figures[label] ??= { found: 0, missed: 0, extra: 0 });
        const labelled = spans.filter(([name]) => name === label);
        const hits = references.filter((reference) => reference.kind === kind);
        const met = labelled.filter(([, from, to]) => hits.some((hit) => hit.from < to && hit.to > from));
        figure.found += met.length;
        figure.missed += labelled.length - met.length;
        figure.extra += hits.filter((hit) => !spans.some(([, from, to]) => hit.from < to && hit.to > from)).length;
      }
    }
    expect(figures).toEqual({
      EMAIL_ADDRESS: { found: 27, missed: 0, extra: 0 },
      IBAN_CODE: { found: 12, missed: 0, extra: 0 },
      CREDIT_CARD: { found: 62, missed: 4, extra: 0 },
      IP_ADDRESS: { found: 6, missed: 0, extra: 0 },
      DOMAIN_NAME: { found: 14, missed: 0, extra: 0 },
      PHONE_NUMBER: { found: 57, missed: 7, extra: 0 },
    });
  });

  it('shop customers: orders, invoices and refunds by their words', () => {
    const wanted: Readonly<Record<string, ReferenceKind>> = { order_id: 'order', invoice_id: 'invoice', refund_amount: 'amount' };
    const figures: Record<string, readonly [number, number]> = {};
    for (const line of realText('data/tickets/bitext/bitext_customer_service.csv').trim().split('\n').slice(1)) {
      const [, text = '', , label = '', value = ''] = line.split(',');
      const kind = wanted[label];
      if (kind === undefined) continue;
      const found = named(text, 'en').some(
        (reference) => reference.kind === kind && text.slice(reference.from, reference.to).includes(value.replaceAll(/\D/g, '')),
      );
      const [right, all] = figures[kind] ?? [0, 0];
      figures[kind] = [right + (found ? 1 : 0), all + 1];
    }
    // What is missed has its word misspelt: "pucrhase", "inovice", "bil", "theorder".
    expect(figures).toEqual({ order: [405, 416], invoice: [114, 120], amount: [167, 168] });
  });
});

describe.skipIf(!hasRealData)('texts of others', () => {
  it('human rights in Slovak, Serbian, Croatian, Russian and Filipino name nothing', () => {
    for (const path of realFiles('data/lang/udhr')) expect([path, named(realText(path).replaceAll(/<[^>]+>/g, ' '))]).toEqual([path, []]);
  });

  it('bounces of seventy mail systems name the codes that their reports state', () => {
    const stated = realFiles('data/mail/bounces/lf')
      .map((path) => realText(path))
      .filter((text) => /^Status: [45]\.\d\.\d{1,3}\s*$/m.test(text));
    const missed = stated.filter(
      (text) =>
        !named(text).some(({ kind, value }) => kind === 'enhanced-status' && value === /^Status: ([45]\.\d\.\d{1,3})\s*$/m.exec(text)?.[1]),
    );
    expect(stated.length).toBeGreaterThan(100);
    expect(missed).toHaveLength(0);
  });

  it('lines of Postfix name their queue ids', () => {
    const lines = realFiles('data/logs/postfix-lines').map((path) => realText(path));
    const stated = lines.flatMap((text) => {
      const [, data = '', id = ''] = /^data: ["']?(.*?)["']?$[^]*postfix_queueid: ['"]?(\w+)['"]?/m.exec(text) ?? [];
      return data.startsWith(`${id}: `) && id !== '' && id !== 'NOQUEUE' ? [{ data, id }] : [];
    });
    const missed = stated.filter(
      ({ data, id }) =>
        !named(`Nov 20 15:30:00 mx1 postfix/smtpd[123]: ${data}`).some(({ kind, value }) => kind === 'queue-id' && value === id),
    );
    expect(stated.length).toBeGreaterThan(20);
    expect(missed.map(({ data }) => data)).toEqual([]);
  });
});
