import { describe, expect, it } from 'vitest';
import { type Charset, textBlocks, textLines } from '../../../src/evidence/payments/text.ts';
import { pieces } from './reading.ts';

const textOf = async (bytes: Uint8Array, size?: number, told?: Charset): Promise<string> => {
  let text = '';
  for await (const block of textBlocks(pieces(bytes, size), told)) text += block;
  return text;
};
/** `Příliš` and `žluťoučký` in windows-1250, 8859-2 and 852 differ in š, ť and ž. */
const windows1250 = Buffer.from([0x50, 0xf8, 0xed, 0x6c, 0x69, 0x9a, 0x20, 0x9e, 0x9d, 0x0a]);

describe('the encoding of a text', () => {
  it.each([1, 3, 100])('is UTF-8 where it can be, in pieces of %i bytes', async (size) => {
    expect(await textOf(Buffer.from('\ufeffPříliš\nžluťoučký 💳'), size)).toBe('Příliš\nžluťoučký 💳');
  });

  it.each([65_536, 65_537, 100_001])('is not cut within a character of a long line, in pieces of %i bytes', async (size) => {
    const line = 'č💳ž'.repeat(100_000);
    expect((await textOf(Buffer.from(line), size)) === line).toBe(true);
    expect((await textOf(Buffer.from(`a${line}`), size)) === `a${line}`).toBe(true);
  });

  it.each([1, 3, 100])('is windows-1250 where it says nothing and is no UTF-8, in pieces of %i bytes', async (size) => {
    expect(await textOf(windows1250, size)).toBe('Příliš žť\n');
  });

  it('is windows-1250 also when that shows late', async () => {
    const late = Buffer.concat([Buffer.from('ascii line\n'.repeat(20_000)), windows1250]);
    expect((await textOf(late)).endsWith('ascii line\nPříliš žť\n')).toBe(true);
  });

  it('is what the file says of itself', async () => {
    const french = Buffer.concat([Buffer.from('OFXHEADER:100\nCHARSET:1252\n'), Buffer.from([0x46, 0xea, 0x74, 0x65, 0xf5])]);
    expect(await textOf(french)).toBe('OFXHEADER:100\nCHARSET:1252\nFêteõ');
    const declared = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="ISO-8859-2"?>'), Buffer.from([0xb9])]);
    expect(await textOf(declared)).toBe('<?xml version="1.0" encoding="ISO-8859-2"?>š');
  });

  it('is what the user says', async () => {
    expect(await textOf(Buffer.from([0xb9, 0x0a]), 9, 'iso-8859-2')).toBe('š\n');
  });

  it.each([1, 3, 100])('is UTF-16 behind its mark, in pieces of %i bytes', async (size) => {
    expect((await textOf(Buffer.from('\ufeffPříliš\nPP*X', 'utf16le'), size)).replace('\ufeff', '')).toBe('Příliš\nPP*X');
  });
});

describe('lines', () => {
  it('end with LF, CRLF or CR, the last with nothing', async () => {
    const found: string[] = [];
    for await (const line of textLines(textBlocks(pieces('a\r\nb\nc\rd', 3)))) found.push(line);
    expect(found).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are held up to a few megabytes', async () => {
    const found: number[] = [];
    for await (const line of textLines(textBlocks(pieces(`${'x'.repeat(30_000_000)}\nend`)))) found.push(line.length);
    expect(found[0]).toBeLessThan(10_000_000);
    expect(found[1]).toBe(3);
  });
});
