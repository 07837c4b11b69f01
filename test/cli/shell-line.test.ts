import { describe, expect, it } from 'vitest';
import { pipeline } from './shell-line.ts';

const words = (line: string): readonly (readonly string[])[] => pipeline(line).map((call) => call.words);

describe('a line of a transcript', () => {
  it.each([
    ['desk list', [['desk', 'list']]],
    ["desk list 'status:new age>2d'  -q", [['desk', 'list', 'status:new age>2d', '-q']]],
    ['desk list "a \\"b\\" c" d\\ e', [['desk', 'list', 'a "b" c', 'd e']]],
    ['desk list a"b c"\'d\'', [['desk', 'list', 'ab cd']]],
    ["desk list ''", [['desk', 'list', '']]],
    [
      'desk list -q | desk claim -',
      [
        ['desk', 'list', '-q'],
        ['desk', 'claim', '-'],
      ],
    ],
  ])('%s', (line, expected) => {
    expect(words(line)).toEqual(expected);
  });

  it('may set what the program sees, and where it reads and writes', () => {
    expect(pipeline('DESK_AGENT=ben desk triage <<END > out.txt')).toEqual([
      { env: { DESK_AGENT: 'ben' }, words: ['desk', 'triage'], here: 'END', to: 'out.txt', from: undefined },
    ]);
    expect(pipeline('desk tag a=b - < ids.txt')).toMatchObject([{ words: ['desk', 'tag', 'a=b', '-'], from: 'ids.txt' }]);
  });

  it.each([
    'desk list age>2d',
    'desk list (a or b)',
    'desk list "open',
    "desk list 'open",
    'desk a; desk b',
    'desk a && desk b',
    'desk list $HOME',
    'desk list `id`',
    'desk list "$HOME"',
    '',
    '| desk',
    'desk |',
  ])('is not this, of which a shell makes something else: %s', (line) => {
    expect(() => pipeline(line)).toThrow(/transcript|out of the word|nothing to run/);
  });
});
