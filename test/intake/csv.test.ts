import { describe, expect, it } from 'vitest';
import { csvRows, mostRowBytes } from '../../src/intake/csv.ts';
import { allOf, streamed } from './reading.ts';

const read = async (text: string, size?: number): Promise<unknown[]> =>
  (await allOf(csvRows(streamed(text, size)))).map((row) => ('cells' in row ? [row.at, { ...row.cells }] : [row.at, row.refused]));

describe('csvRows', () => {
  it('gives each of very many columns a name of its own, in time', async () => {
    const names = Array.from({ length: 50_000 }, (_, at) => (at % 2 === 0 ? 'a' : `c${at}`));
    const begun = performance.now();
    const [row] = await allOf(csvRows(streamed(`a (2),${names.join(',')}\n${'x,'.repeat(50_000)}x\n`)));
    expect(performance.now() - begun).toBeLessThan(5000);
    expect(row && 'cells' in row ? Object.keys(row.cells).slice(0, 5) : row).toEqual(['a (2)', 'a', 'c1', 'a (3)', 'c3']);
    expect(row && 'cells' in row ? Object.keys(row.cells).length : row).toBe(50_001);
  });

  it('numbers rows as a spreadsheet does, blank ones included', async () => {
    expect(await read('a,b\n1,2\n\n3,4\n')).toEqual([
      ['row 2', { a: '1', b: '2' }],
      ['row 4', { a: '3', b: '4' }],
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads %s line ends', async (_, end) => {
    expect(await read(['a,b', '1,"x,y"', '3,4', ''].join(end))).toEqual([
      ['row 2', { a: '1', b: 'x,y' }],
      ['row 3', { a: '3', b: '4' }],
    ]);
  });

  it('reads line ends of several kinds in one file', async () => {
    expect(await read('a,b\r\n1,2\n3,4\r5,6')).toEqual([
      ['row 2', { a: '1', b: '2' }],
      ['row 3', { a: '3', b: '4' }],
      ['row 4', { a: '5', b: '6' }],
    ]);
  });

  it('keeps line ends and quotes within quotes', async () => {
    expect(await read('a,b\n"line one\r\nline two","say ""hi"""\n')).toEqual([['row 2', { a: 'line one\r\nline two', b: 'say "hi"' }]]);
  });

  it.each([';', '\t', '|'])('finds out that %j separates', async (delimiter) => {
    expect(await read(`"a,1"${delimiter}b${delimiter}c\nx, y${delimiter}2${delimiter}3\n`)).toEqual([
      ['row 2', { 'a,1': 'x, y', b: '2', c: '3' }],
    ]);
  });

  it('takes back what an export did to keep spreadsheets from running cells', async () => {
    expect(await read("a,b\n'=1+1,'-x\n")).toEqual([['row 2', { a: '=1+1', b: '-x' }]]);
  });

  it('names columns that have no name, or the name of another', async () => {
    expect(await read('a,,a\n1,2,3,4\n')).toEqual([['row 2', { a: '1', 'column 2': '2', 'a (2)': '3', 'column 4': '4' }]]);
  });

  it('goes on below a row whose quote is never closed', async () => {
    expect(await read('a,b\n1,2\n3,"open\n5,6\n7,8\n')).toEqual([
      ['row 2', { a: '1', b: '2' }],
      ['row 3', 'a quote is opened and never closed'],
      ['row 4', { a: '5', b: '6' }],
      ['row 5', { a: '7', b: '8' }],
    ]);
  });

  it('goes on below rows that are too long, quoted or not', async () => {
    const long = 'x'.repeat(mostRowBytes + 10);
    expect(await read(`a,b\n1,${long}\n3,4\n5,"${long}"\r\n7,8\n`, 65_536)).toEqual([
      ['row 2', 'longer than 4 MB, or a quote is opened and never closed'],
      ['row 3', { a: '3', b: '4' }],
      ['row 4', 'longer than 4 MB, or a quote is opened and never closed'],
      ['row 5', { a: '7', b: '8' }],
    ]);
  });

  it('has nothing to say of an empty file, or of a header alone', async () => {
    expect(await read('')).toEqual([]);
    expect(await read('a,b\n')).toEqual([]);
  });

  it('is not misled by columns with names of things that every object has', async () => {
    expect(await read('constructor,__proto__\n1,2\n')).toEqual([
      [
        'row 2',
        Object.fromEntries([
          ['constructor', '1'],
          ['__proto__', '2'],
        ]),
      ],
    ]);
  });

  it('passes on what its source throws', async () => {
    async function* broken(): AsyncIterable<Uint8Array> {
      yield Buffer.from('a,b\n1,2\n');
      throw new Error('the disk is gone');
    }
    await expect(allOf(csvRows(broken()))).rejects.toThrow('the disk is gone');
  });
});
