import { describe, expect, it } from 'vitest';
import { privateIn, privateWords } from '../../../src/evidence/compose/private.ts';

const kinds = (text: string, own: readonly string[] = ['eva@firma.example'], seen: readonly string[] = []): readonly string[] =>
  privateIn(text, { own, seen }).map(({ kind }) => kind);

describe('private data in a reply', () => {
  it.each([
    ['somebody else', 'peter@stavmat.example has it too', ['email']],
    ['an IBAN', 'His account is SK31 1200 0000 1987 4263 7541.', ['iban']],
    ['a card', 'The card 4111 1111 1111 1111 was charged.', ['card']],
    ['a password', 'Your password is now: Xk9-trout!42', ['password']],
    ['a token', 'curl -H "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJlc2lnbmF0dXJl"', ['jwt']],
  ])('%s', (_, text, found) => expect(kinds(text)).toEqual(found));

  it.each([
    ['the requester', 'We wrote to eva@firma.example.'],
    ['their house', 'We wrote to office@firma.example.'],
    ['a word in place of a password', 'Never send us your password: I have not used it.'],
    ['what looks like an address', 'Such as <abc@her-domain>.'],
    ['a phone and a server', 'Call +421 2 123 456 78, the server is 203.0.113.25.'],
  ])('is not %s', (_, text) => expect(kinds(text)).toEqual([]));

  it('is not what the thread says already, but for secrets', () => {
    const seen = ['Write to podatelna@banka.example, the password is: Xk9-trout!42'];
    expect(kinds('podatelna@banka.example refused it.', [], seen)).toEqual([]);
    expect(kinds('The password is: Xk9-trout!42', [], seen)).toEqual(['password']);
  });

  it('is not what belongs to the desk', () => {
    expect(kinds('Write to help@us.example, pay to SK31 1200 0000 1987 4263 7541.', ['@us.example', 'SK3112000000198742637541'])).toEqual(
      [],
    );
  });

  it('is everybody else where all have their addresses at one provider', () => {
    expect(kinds('jan@gmail.com has it too', ['eva@gmail.com'])).toEqual(['email']);
  });

  it('is not said again, but counted and masked', () => {
    const found = privateIn('jan@inde.example, petra@inde.example', { own: [], seen: [] });
    expect(privateWords(found)).toBe('2 e-mail addresses: j████@i████.example, p████@i████.example');
  });
});
