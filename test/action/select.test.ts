import { describe, expect, it } from 'vitest';
import { parseTargets, parseTicketId, readTargets } from '../../src/action/select.ts';

const ids = (targets: readonly { readonly ticket: number }[]): readonly number[] => targets.map(({ ticket }) => ticket);

describe('tickets as typed', () => {
  it.each([
    [['12'], [12]],
    [
      ['#12', '13'],
      [12, 13],
    ],
    [
      ['12-15', '13', '1'],
      [12, 13, 14, 15, 1],
    ],
    [['#3-#5'], [3, 4, 5]],
    [['1,2,,4-5'], [1, 2, 4, 5]],
    [['7-7'], [7]],
    [['007'], [7]],
  ])('%j', (words, expected) => {
    expect(ids(parseTargets(words))).toEqual(expected);
  });

  it.each([['0'], ['-1'], ['1.5'], ['1e3'], ['x'], ['1 2'], ['9007199254740993'], ['12-'], ['٣']])('are not %s', (word) => {
    expect(() => parseTargets([word])).toThrow('is not a ticket number');
  });

  it('are no range that runs backwards or beyond all desks', () => {
    expect(() => parseTargets(['5-3'])).toThrow('runs backwards');
    expect(() => parseTargets(['1-1000001'])).toThrow('is too long');
    expect(parseTargets(['1-1000000'])).toHaveLength(1_000_000);
  });

  it('may be one alone', () => {
    expect(parseTicketId(' #12 ')).toBe(12);
    expect(() => parseTicketId('12-13')).toThrow('"12-13" is not a ticket number');
  });
});

describe('tickets on standard input', () => {
  it.each([
    ['ids', '3\n1\n2\n', [3, 1, 2]],
    ['ids with blanks, commas and ranges', ' 3, 1\n\n5-6\r\n', [3, 1, 5, 6]],
    ['rows with a header', 'priority\tid\tsubject\nhigh\t3\ta 1\nlow\t1\tb\n', [3, 1]],
    ['outcomes', 'ticket\tdid\toutcome\n3\tclaim\tdone\n', [3]],
    ['a header and no rows', 'id\tsubject\n', []],
    ['JSON', '\uFEFF[\n{"id":3,"subject":"[1]"},\n{"ticket":1}\n]\n', [3, 1]],
    ['numbers in JSON', '[3, 1]', [3, 1]],
    ['lines of JSON', '{"id":3}\n{"ticket":1,"outcome":"done"}\n', [3, 1]],
    ['nothing', '\n \n', []],
  ])('as %s', (_, text, expected) => {
    expect(ids(readTargets(text))).toEqual(expected);
  });

  it('keep the version that they were listed with', () => {
    const expected = [
      { ticket: 3, version: 7 },
      { ticket: 1, version: 2 },
    ];
    expect(readTargets('id\tversion\n3\t7\n1\t2\n')).toEqual(expected);
    expect(readTargets('{"id":3,"version":7}\n{"id":1,"version":2}\n')).toEqual(expected);
    expect(readTargets('[{"id":3,"version":7},{"id":1,"version":2}]')).toEqual(expected);
    expect(readTargets('id\tversion\n3\t\n1\t2\n')).toEqual([{ ticket: 3 }, { ticket: 1, version: 2 }]);
  });

  it.each(['buy milk', '{"id":"x"}', '{"id":3', '[1, 2', '[{"subject":"x"}]', '{"id":0}', 'id\tsubject\nx\ty', '{"id":1.5}', 'null'])(
    'are not %s',
    (text) => {
      expect(() => readTargets(text)).toThrow('is not a ticket number');
    },
  );
});
