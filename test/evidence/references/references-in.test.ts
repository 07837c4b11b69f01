import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../query/generate.ts';
import { findLoading } from '../../../src/evidence/references/find.ts';
import { namedOnce } from '../../../src/evidence/references/named.ts';
import { referencesIn } from '../../../src/evidence/references/references-in.ts';
import { type Reference, referenceKinds } from '../../../src/model/reference.ts';

const at = '2026-11-20T15:30:00.000Z';
const source = (text: string, foundIn = 'message 1', language: string | null = null) => ({ foundIn, text, at, language });

const ticket = `Dobrý deň, od včera 14:00 nejde pošta z eva@firma.sk (203.0.113.25), chyba „550 5.7.1 Relay access denied“.
Faktúra č. 2026110043 na 83,88 € z účtu SK31 1200 0000 1987 4263 7541, VS 2026110043, karta 4111 1111 1111 1111, tel. 0905 123 456.
Na výpise EPOCH.COM *LUNAROOM, viď https://www.firma.sk/a?b=1, queued as 4F2A81234, objednávka 7781204, Message-ID: <1.2@firma.sk>, HTTP 503, firma.sk, ch_3NxYzA2eZvKYlo2C1abcdEFG`;

/** Pieces of which hostile and ordinary texts are made. */
const piece = fc.constantFrom(
  ...ticket.split(' '),
  '550 ', '5.7.1 ', '@', 'a@b.sk', '<', '>', '(', ')', '"', '„', '“', 'http://', 'www.', '.', '..', ':', '::', '1', '12:30', '21.11.', '2026-11-21', 'T', 'Z', '+01:00', 'od ', 'do ', 'medzi ', 'včera ',
  'вчера ', 'днём ', 'pred ', '3 ', 'dni ', 'ago ', 'na ', 'ang ', 'VS ', 'order #', '€', '$', 'PHP ', '*', 'SK31', '4111', '\n', '\r\n', ' ', '\t', '\u00a0', '\u0000', '😀', '\ud800', 'İ', 'ß', 'ﬁ', '\u0301', '𝟙',
); // prettier-ignore

const overlap = (one: Reference, other: Reference): boolean => one.from < other.to && other.from < one.to;
/** What may stand within something else: a host in its URL, anything in the text of an error. */
const nests = (one: Reference, other: Reference): boolean =>
  one.kind === 'error' ||
  other.kind === 'error' ||
  [one.kind, other.kind].toSorted().join() === 'domain,url' ||
  [one.kind, other.kind].toSorted().join() === 'ip,url';

describe('references', () => {
  it('are of every kind, each where it stands', () => {
    const found = referencesIn([source(ticket, 'message 1', 'sk')]);
    expect([...new Set(found.map(({ kind }) => kind))].toSorted()).toEqual([...referenceKinds].toSorted());
    expect(
      found.map(({ kind, value, from, to }) =>
        ticket.slice(from, to) === value ? `${kind} ${value}` : `${kind} ${value} = ${ticket.slice(from, to)}`,
      ),
    ).toEqual([
      'time od včera 14:00',
      'address eva@firma.sk',
      'ip 203.0.113.25',
      'smtp-status 550',
      'error 550 5.7.1 Relay access denied',
      'enhanced-status 5.7.1',
      'invoice 2026110043',
      'amount 83.88 EUR = 83,88 €',
      'iban SK3112000000198742637541 = SK31 1200 0000 1987 4263 7541',
      'variable-symbol 2026110043',
      'card 1111 = 4111 1111 1111 1111',
      'phone +421905123456 = 0905 123 456',
      'descriptor EPOCH.COM *LUNAROOM',
      'url https://www.firma.sk/a?b=1',
      'domain www.firma.sk',
      'queue-id 4F2A81234',
      'order 7781204',
      'message-id 1.2@firma.sk',
      'http-status 503',
      'domain firma.sk',
      'payment ch_3NxYzA2eZvKYlo2C1abcdEFG',
    ]);
  });

  it('are the same when the libraries are loaded as they are asked for', async () => {
    const texts = [ticket, 'firma.sk', 'tel. 0905 123 456', 'nothing here', 'www.firma.sk 0905 123 456'];
    for (const text of texts)
      expect(await findLoading([source(text, 'subject', 'sk')])).toEqual(referencesIn([source(text, 'subject', 'sk')]));
  });

  it('come text by text, in the order in which they stand', () => {
    const found = referencesIn([source('firma.sk a 203.0.113.5', 'subject'), source('203.0.113.6 a web.sk', 'message 1')]);
    expect(found.map(({ foundIn, value }) => `${foundIn}: ${value}`)).toEqual([
      'subject: firma.sk',
      'subject: 203.0.113.5',
      'message 1: 203.0.113.6',
      'message 1: web.sk',
    ]);
  });

  it('are there as often as they are named', () => {
    const found = referencesIn([source('a@b.sk, A@B.sk', 'subject'), source('a@b.sk', 'message 2')]);
    expect(found.map(({ from, to, foundIn }) => [foundIn, from, to])).toEqual([['subject', 0, 6], ['subject', 8, 14], ['message 2', 0, 6]]); // prettier-ignore
    expect(namedOnce(found)).toEqual([{ kind: 'address', value: 'a@b.sk', foundIn: ['subject', 'message 2'] }]);
  });

  it('keep apart what is spoken of at another time', () => {
    const found = referencesIn([source('včera', 'subject'), { ...source('včera', 'message 2'), at: '2026-11-21T15:30:00.000Z' }]);
    expect(namedOnce(found)).toHaveLength(2);
  });

  it('point at the text, in order, without standing in each other, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), fc.constantFrom(null, 'sk', 'ru', 'fil', 'sr'), (pieces, language) => {
        const text = pieces.join('');
        const found = referencesIn([source(text, 'subject', language)]);
        const pairs = found.slice(1).map((next, place) => [found[place] ?? next, next] as const);
        expect(found.filter(({ from, to, value }) => from >= to || to > text.length || value === '')).toEqual([]);
        expect(
          found.filter(({ kind, window }) => (kind === 'time') !== (window !== undefined) || (window && window.from >= window.to)),
        ).toEqual([]);
        expect(pairs.filter(([one, next]) => one.from > next.from || (overlap(one, next) && !nests(one, next)))).toEqual([]);
      }),
      runs(500),
    );
  });

  it('name what stands there: letters and digits of the value come from the text', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        const strange = referencesIn([source(text)]).filter(({ kind, value, from, to }) => {
          const there = text
            .slice(from, to)
            .toLowerCase()
            .normalize('NFC')
            .replaceAll(/[^a-z0-9]/g, '');
          return !['amount', 'phone'].includes(kind) && (value.toLowerCase().match(/[a-z0-9]+/g) ?? []).some((run) => !there.includes(run));
        });
        expect(strange).toEqual([]);
      }),
      runs(300),
    );
  });
});

describe('hostile texts', () => {
  const cpuMs = (text: string): number => {
    const before = process.cpuUsage();
    referencesIn([source(text, 'subject', 'sk')]);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  const units = [
    'a', '1', '1 ', '1.', '@', 'a@', 'a.', '<a@b>', 'http://', '(', '" ', '"error ', ':', 'f:', '550 ', '5.7.1 ', 'VS ', 'order ', '21.', 'od ', 'pred ', '3 ', 'na ang ', 'EUR ', '$1', '1,', 'A*', 'A *B ',
    'tel ', '+', '-', 'xxxx-', '1XsaNd-', 'java.', 'ERR_', '„', 'www.', 'a-', 'Message-ID: <', '*', '😀', '\u0301', 'SK31', '4111 ',
  ]; // prettier-ignore

  it.each(units)('take a time that grows with them and no faster: %j', (unit) => {
    const text = unit.repeat(Math.ceil(120_000 / unit.length));
    cpuMs(text.slice(0, 15_000));
    const few = Math.min(cpuMs(text.slice(0, 15_000)), cpuMs(text.slice(0, 15_000)));
    // Eight times the text; 64 times the time would be a square.
    expect(cpuMs(text)).toBeLessThan(Math.max(few, 12) * 28);
  });
});
