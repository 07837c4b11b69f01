import { describe, expect, it } from 'vitest';
import { type Cell, draw } from '../../src/output/draw.ts';
import { width } from '../../src/output/width.ts';

const cell = (text: string): Cell => ({ text, width: width(text) });
const wrapping = (text: string): Cell => ({ ...cell(text), wraps: true });
const lines = (...rows: readonly (readonly Cell[])[]): readonly string[] =>
  draw(rows, [3, 10, 4], ['right', 'left', 'left']).trimEnd().split('\n');

describe('a cell that wraps', () => {
  it('goes on below in its own column', () => {
    expect(lines([cell('1'), wrapping('one two three four'), cell('end')], [cell('2'), wrapping('short'), cell('end')])).toEqual([
      '  1  one two     end',
      '     three four',
      '  2  short       end',
    ]);
  });

  it('stands beside another that does, and beside one that is empty', () => {
    expect(draw([[wrapping('one two'), wrapping(''), wrapping('a b c d')]], [3, 2, 3], ['left', 'left', 'left'])).toBe(
      'one      a b\ntwo      c d\n',
    );
    expect(draw([[wrapping('')], [wrapping('x')]], [3], ['left'])).toBe('\nx\n');
  });

  it('keeps the lines that it has, and breaks words that are longer than its column', () => {
    expect(lines([cell('1'), wrapping('a\n  b c\nrelay=mx.banka.example'), cell('end')])).toEqual([
      '  1  a           end',
      '       b c',
      '     relay=mx.b',
      '     anka.examp',
      '     le',
    ]);
  });

  it('loses nothing, is never wider than its column, and ends', () => {
    const text = `${'długie żółw 漢字漢字 '.repeat(6)}${'x'.repeat(95)}`;
    const drawn = lines([cell('1'), wrapping(text), cell('')]);
    expect(
      drawn
        .map((line) => line.slice(5))
        .join('')
        .replaceAll(' ', ''),
    ).toBe(text.replaceAll(' ', ''));
    expect(Math.max(...drawn.map(width))).toBeLessThanOrEqual(15);
    expect(lines([cell('1'), wrapping('y'.repeat(1_000_000)), cell('')]).length).toBe(40);
  });

  it('leaves other cells cut', () => {
    expect(lines([cell('1'), cell('one two three four'), cell('end')])).toEqual(['  1  one two t…  end']);
  });
});
