import { describe, expect, it } from 'vitest';
import { askedFor } from '../../../src/evidence/compose/asked.ts';
import { speaksOfAttachment } from '../../../src/evidence/compose/attachment.ts';
import { languageOf } from '../../../src/evidence/compose/language.ts';
import { ownLines, sentences, wordsOnly } from '../../../src/evidence/compose/own-words.ts';
import { privateIn } from '../../../src/evidence/compose/private.ts';
import { scriptOf } from '../../../src/evidence/compose/script.ts';

describe('the own words of a writer', () => {
  it('are not what they quote, nor what stands in another text', () => {
    expect(ownLines('Hello\n> quoted\n  > quoted\n    a log line\nBye', ['Log:\n\n    a log line'])).toBe('Hello\nBye');
  });

  it('are neither code nor addresses, links, numbers and names of files', () => {
    expect(
      wordsOnly('Look at `the code` and ```\nmore\n``` in /var/log/mail.log of eva@firma.example, 550 times: https://x.example/a'),
    ).toBe('Look at and in of times:');
  });

  it('are sentences and the items of lists', () => {
    expect(sentences('One. Two?\n- three\n\n- four')).toEqual(['One.', 'Two?', '- three', '- four']);
  });
});

describe('a text made to take long', () => {
  const long = 1_000_000;
  it.each([
    ['one word', 'a'.repeat(long)],
    ['blanks', `a${' '.repeat(long)}b`],
    ['ends of lines', '\n'.repeat(long)],
    ['backticks', '`'.repeat(long)],
    ['backticks in threes', '``` '.repeat(long / 4)],
    ['marks of quotations', '> '.repeat(long / 2)],
    ['dashes', '-'.repeat(long)],
    ['addresses', 'a@b.c '.repeat(long / 6)],
    ['questions', 'what? '.repeat(long / 6)],
    ['attachments', 'attached '.repeat(long / 9)],
  ])('is looked at in the time of any other: %s', { timeout: 20_000 }, async (_, text) => {
    const started = process.cpuUsage();
    const own = ownLines(text);
    scriptOf(wordsOnly(own));
    await languageOf(own);
    speaksOfAttachment(own);
    askedFor(own);
    privateIn(own, { own: [], seen: [own] });
    const { user } = process.cpuUsage(started);
    expect(user / 1e6).toBeLessThan(10);
  });
});
