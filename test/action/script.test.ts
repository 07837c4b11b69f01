import { describe, expect, it } from 'vitest';
import { parseScript, splitWords } from '../../src/action/script.ts';

describe('a line cut into words as a shell does', () => {
  it.each([
    ['claim 12 13', ['claim', '12', '13']],
    ['  note 1   --body  x ', ['note', '1', '--body', 'x']],
    [`note 1 --body "it's" 'said "so"'`, ['note', '1', '--body', "it's", 'said "so"']],
    ['note 1 --body "a \\"b\\" \\\\ c\\n"', ['note', '1', '--body', 'a "b" \\ c\\n']],
    ['tag a\\ b', ['tag', 'a b']],
    [`set subject="New one"' and'\\ more`, ['set', 'subject=New one and more']],
    ["note ''", ['note', '']],
    ['prioritize high --where "tag:vip age>2d"', ['prioritize', 'high', '--where', 'tag:vip age>2d']],
    ['', []],
  ])('%s', (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  it.each([
    ['note "open', 5],
    ["note it's", 7],
    ['note "a\\"', 5],
    ['note a\\', 6],
  ])('points at the quote that is left open: %s', (line, from) => {
    expect(() => splitWords(line)).toThrow('a quote is left open');
    const mark = { text: line, from, to: line.length };
    expect(() => splitWords(line)).toThrow(expect.objectContaining({ kind: 'usage', mark }));
  });
});

describe('a triage text', () => {
  it('is lines and objects with their numbers; comments and empty lines are nothing', () => {
    const text = '\uFEFF# first\r\nclaim 12\r\n\r\n   \n  {"do":"claim","ticket":13}  \n#last\nclose 14';
    expect(parseScript(text)).toEqual([
      { number: 2, words: ['claim', '12'] },
      { number: 5, object: { do: 'claim', ticket: 13 } },
      { number: 7, words: ['close', '14'] },
    ]);
  });

  it.each([
    ['claim 1\n{"do":', 'line 2: this begins like JSON and is none'],
    ['\n\nnote "x', 'line 3: a quote is left open'],
  ])('names the line that is wrong: %j', (text, message) => {
    expect(() => parseScript(text)).toThrow(message);
  });
});
