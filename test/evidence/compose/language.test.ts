import { describe, expect, it } from 'vitest';
import { demoTickets } from '../../../src/demo/content.ts';
import { alike, languageName, languageOf, speaking, speakingWords } from '../../../src/evidence/compose/language.ts';
import { bySmallWords, smallWordLanguages } from '../../../src/evidence/compose/small-words.ts';
import type { Message } from '../../../src/model/message.ts';

const said = (body: string, kind: Message['kind'] = 'request'): Message => ({
  id: 1,
  ticket: 1,
  kind,
  author: 'eva@firma.example',
  authorName: null,
  at: '2026-11-21T12:00:00.000Z',
  body,
  cc: [],
  bcc: [],
  messageId: null,
  sender: null,
  proof: null,
  actingFor: null,
  attachments: [],
});

const texts = demoTickets().flatMap(({ language, messages }) =>
  messages.filter(({ kind }) => kind !== 'note').map(({ text }) => ({ language, text })),
);

describe('small words', () => {
  it('are those of one language each', () => {
    const all = [...smallWordLanguages].flatMap(([, words]) => [...words]);
    expect(all.length).toBe(new Set(all).size);
  });

  it('settle half of what people write to a help desk, and are never wrong', () => {
    const settled = texts.flatMap(({ language, text }) => {
      const found = bySmallWords(text);
      return found === undefined ? [] : [{ right: alike(found, language), text }];
    });
    expect(settled.filter(({ right }) => !right)).toEqual([]);
    expect(settled.length).toBeGreaterThan(texts.length / 2);
  });
});

describe('the language of a text', () => {
  it('is right in 99 of 100 messages of six languages, where it says one', async () => {
    const found = await Promise.all(texts.map(async ({ language, text }) => ({ language, found: await languageOf(text) })));
    const told = found.flatMap((each) => (each.found === undefined ? [] : [{ language: each.language, found: each.found }]));
    expect(told.length).toBeGreaterThan(texts.length * 0.88);
    expect(told.filter((each) => alike(each.found, each.language)).length / told.length).toBeGreaterThan(0.99);
  });

  it.each([
    ['a name and a number', 'Eva 7781204'],
    ['a log', '    Nov 18 07:44:24 smtp1 postfix/smtp[12]: 4XyZ: to=<a@b.example>, status=sent'],
    ['nothing', ''],
  ])('is unknown of %s', async (_, text) => {
    expect(await languageOf(text)).toBeUndefined();
  });

  it('does not take code, addresses and links for words', async () => {
    const text =
      'Prosím pozrite sa na to, ďakujem. `the mail is not sent and we have no idea what that is` https://the.example/we/have/not';
    expect(await languageOf(text)).toBe('sk');
  });
});

describe('languages', () => {
  it.each([
    ['sr', 'hr'],
    ['sr-latn', 'bs'],
    ['sk', 'cs'],
    ['ru', 'uk'],
    ['fil', 'tl'],
  ])('%s and %s are near', (one, other) => expect(alike(one, other)).toBe(true));

  it.each([
    ['sk', 'hr'],
    ['ru', 'sr'],
    ['en', 'fil'],
  ])('%s and %s are not', (one, other) => expect(alike(one, other)).toBe(false));

  it('have English names', () => {
    expect(['sk', 'sr-latn', 'fil', 'xx-not-one'].map(languageName)).toEqual(['Slovak', 'Serbian', 'Filipino', 'xx']);
  });
});

describe('how a requester writes', () => {
  const serbian = 'Здраво, не могу да пошаљем пошту од јутрос, молим вас за помоћ јер хитно треба да радим.';

  it('is what the ticket says, and in which letters', async () => {
    const found = await speaking({ language: 'sr' }, [said('Zdravo, ne mogu da pošaljem poštu od jutros, molim vas.')]);
    expect(found).toMatchObject({ language: 'sr', script: 'Latin' });
    expect(speakingWords(found)).toBe('Serbian, in Latin letters');
  });

  it('is read from their messages where the ticket says nothing: Serbian by its letters', async () => {
    expect(await speaking({ language: null }, [said(serbian)])).toEqual({ language: 'sr', read: 'sr', script: 'Cyrillic' });
  });

  it('is not read from our replies, notes and quotations', async () => {
    const thread = [said('550', 'request'), said(serbian, 'reply'), said(serbian, 'note'), said(serbian.replaceAll(/^/gm, '> '))];
    expect(await speaking({ language: null }, thread)).toEqual({ language: undefined, read: undefined, script: undefined });
  });

  it('is unknown where nobody wrote', async () => {
    expect(speakingWords(await speaking({ language: null }, []))).toBeUndefined();
  });
});
