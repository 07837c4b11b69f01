import { describe, expect, it } from 'vitest';
import { maxWords, ticketWords } from '../../src/query/words.ts';

describe('ticketWords', () => {
  it('folds subject and messages and parts the messages', () => {
    expect(ticketWords('Рачун 12', ['Where is it?', '', '...', 'Žena'])).toEqual({
      subject: ['racun', '12'],
      text: ['where', 'is', 'it', '', 'zena'],
    });
  });

  it('ends after 4,000 words of messages, not counting what parts them', () => {
    const { text } = ticketWords('', ['a '.repeat(2500), 'b '.repeat(2500), 'c']);
    expect(text).toEqual([...Array<string>(2500).fill('a'), '', ...Array<string>(1500).fill('b')]);
    expect(maxWords).toBe(4000);
    expect(ticketWords('', ['a '.repeat(3999), 'b', 'c']).text.slice(-3)).toEqual(['a', '', 'b']);
  });

  it('reads no message beyond', () => {
    const bodies = (function* () {
      yield 'a '.repeat(4000);
      throw new Error('read on');
    })();
    expect(ticketWords('', bodies).text).toHaveLength(4000);
  });

  it('has the whole subject', () => {
    expect(ticketWords('a '.repeat(5000), []).subject).toHaveLength(5000);
  });
});
