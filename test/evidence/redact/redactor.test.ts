import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../query/generate.ts';
import { kinds } from '../../../src/evidence/redact/kind.ts';
import { redactor } from '../../../src/evidence/redact/redactor.ts';

const stranger = () => redactor({ keep: [] });
const shown = (text: string): string => stranger().redact(text).text;
const kept = (text: string, ...keep: string[]): string => redactor({ keep }).redact(text).text;

const spaced = (line: string): readonly string[] => line.split(' ').map((piece) => piece.replaceAll('_', ' '));
const values = spaced(
  'ana@x.org 10.0.0.1 4111_1111_1111_1111 0905_123_456 DE89370400440532013000 eyJhbGciOi.J9.x 2001:db8::17 +381_64_123_4567',
);
/** What makes values of other things, and what masks are made of. */
const awkward = [
  ...values,
  ...spaced('password:_ token= a1b2c3d4e5f6a7b8 Cookie:_a=b;_c=d " : ² █ •••• ://u:p@h/ heslo_je_ Bearer_ x 12 2026-11-21_10:00:00_'),
];

describe('redactor', () => {
  it('masks what is somebody else’s so that the line can still be read', () => {
    expect(shown('to=<petra@ostali.tld>, relay=mx.ostali.tld[203.0.113.7]:25, status=sent')).toBe(
      'to=<p████@o████.tld>, relay=mx.ostali.tld[203.0.113.█]:25, status=sent',
    );
    expect(shown('card 4111 1111 1111 1111 was declined')).toBe('card •••• 1111 was declined');
    expect(shown('IBAN SK31 1200 0000 1987 4263 7541')).toBe('IBAN SK31 •••• 7541');
    expect(shown('call +421 905 123 456 today')).toBe('call +421 ████ 56 today');
    expect(shown('client 2001:db8:85a3::8a2e:370:7334 refused')).toBe('client 2001:db8:85a3:█ refused');
    expect(shown('Cookie: PHPSESSID=8f2k1m9q3c; lang=sk')).toBe('Cookie: PHPSESSID=████; lang=████²');
    expect(shown('https://shop:tajna@db.example.org/x')).toBe('https://shop:████@db.example.org/x');
    expect(shown('účet 19-2000145399/0800')).toBe('účet ••• 0800');
  });

  it('leaves a text as it is when there is nothing to mask', () => {
    const text = 'Nov 21 10:02:11 mail postfix/qmgr[2211]: 4F2aBc1xyz: removed after 83,88 € on 2026-11-21';
    expect(stranger().redact(text)).toEqual({ text, masked: [] });
  });

  it('gives the same value the same mask, also in the next line and however it is written', () => {
    const { redact } = stranger();
    const first = redact('from 10.1.2.3 and 10.1.2.4').text;
    expect(first).toBe('from 10.1.2.█ and 10.1.2.█²');
    expect(redact('again 10.1.2.4, 10.1.2.3').text).toBe('again 10.1.2.█², 10.1.2.█');
    expect(redact('ana@x.org Ana@X.org anton@x.org').text).toBe('a████@x████.org a████@x████.org a████@x████.org²');
    expect(redact('2001:db8::1 and 2001:0DB8:0:0:0:0:0:1').text).toBe('2001:db8:0:█ and 2001:db8:0:█');
    expect(redact('+421905123456 or tel. 0905 123 456').text).toBe('+42 ████ 56 or tel. +42 ████ 56');
  });

  it('keeps the requester’s own data in every way of writing it', () => {
    expect(kept('Ana@Example.HR and iva@example.hr', 'ana@example.hr')).toBe('Ana@Example.HR and i████@e████.hr');
    expect(kept('0905/123 456, +421 905 123 456', '+421905123456')).toBe('0905/123 456, +421 905 123 456');
    expect(kept('2001:db8::1', '2001:0db8:0000::0001')).toBe('2001:db8::1');
    expect(kept('SK3112000000198742637541', 'SK31 1200 0000 1987 4263 7541')).toBe('SK3112000000198742637541');
    expect(kept('19-2000145399/0800', '19-2000145399/0800')).toBe('19-2000145399/0800');
    expect(kept('rip=203.0.113.7, lip=203.0.113.8', ' 203.0.113.7 ')).toBe('rip=203.0.113.7, lip=203.0.113.█');
  });

  it('keeps nothing but what is meant: no secret, no longer number, no part of a kept one', () => {
    expect(kept('password: ana@example.hr', 'ana@example.hr')).toBe('password: ████');
    expect(kept('xana@example.hr', 'ana@example.hr')).toBe('x████@e████.hr');
    expect(kept('card 4111 1111 1111 1111', '1111')).toBe('card •••• 1111');
    expect(kept('4111 1111 1111 1111', '4111 1111 1111 1111')).toBe('4111 1111 1111 1111');
  });

  it('counts what it masked, each place, the most telling kinds first', () => {
    const { masked } = redactor({ keep: ['me@x.org'] }).redact('a@x.org b@x.org me@x.org a@x.org from 10.0.0.1, heslo: tajne1');
    expect(masked).toEqual([
      { kind: 'password', count: 1 },
      { kind: 'email', count: 3 },
      { kind: 'ip', count: 1 },
    ]);
  });

  it('covers what overlaps as a whole', () => {
    expect(shown('token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlLWhlcmU')).toBe('token=eyJ████');
    expect(shown('postgres://ana:p@ss@10.0.0.9/x')).toBe('postgres://ana:████@10.0.0.█/x');
    expect(shown('foobar@192.168.0.1')).toBe('f████@192.168.0.█');
  });

  it('changes nothing when it is done twice, and shows none of the values that stand apart', () => {
    const pieces = fc.array(fc.constantFrom(...awkward), { maxLength: 12 });
    fc.assert(
      fc.property(pieces, fc.constantFrom(' ', ', ', '; ', '\n', '\t', ' | '), (parts, between) => {
        const once = shown(parts.join(between));
        expect(shown(once)).toBe(once);
        for (const value of values.filter((one) => parts.includes(one))) expect(once).not.toContain(value);
      }),
      runs(300),
    );
  });

  it('says of every kind how many there were', () => {
    const text = [
      '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\n-----END PRIVATE KEY-----',
      'jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl',
      'Cookie: sid=a8f2k1m9',
      'lozinka: sunce24',
      'api_key=9f8e7d6c5b4a39281706',
      'ana@x.org',
      'DE89 3704 0044 0532 0130 00',
      '5555 5555 5555 4444',
      '192.0.2.1',
      'account number: 12345678',
      '(415) 555-0132',
    ].join('\n');
    expect(stranger().redact(text).masked).toEqual(kinds.map((kind) => ({ kind, count: 1 })));
  });
});
