import { gap } from './layout.ts';
import { cut, width } from './width.ts';
import { wrap } from './wrap.ts';

/** A cell of a table, on one line. */
export interface Cell {
  readonly text: string;
  /** Columns that the text takes. */
  readonly width: number;
  /** Colours and links the text, after it was cut to its column. */
  readonly show?: (text: string) => string;
  /** Goes on below where it is too long. */
  readonly wraps?: true;
}

type Align = 'left' | 'right';

/** The cell in so many columns; what is shown beside its text, such as a colour, takes none. */
function placed(cell: Cell, room: number, align: Align | undefined): string {
  const text = cell.width > room ? cut(cell.text, room) : cell.text;
  const blanks = ' '.repeat(room - (text === cell.text ? cell.width : width(text)));
  const shown = cell.show && text ? cell.show(text) : text;
  return align === 'right' ? blanks + shown : shown + blanks;
}

const nothing: Cell = { text: '', width: 0 };
/** So many lines of one cell: more push everything else off the screen. */
const mostLines = 40;
const mostText = 16_384;

/** A line in pieces of at most so many columns: a word that is longer than its column. */
function broken(line: string, room: number): readonly string[] {
  if (width(line) <= room) return [line];
  const pieces: string[] = [];
  let piece = '';
  for (const character of line) {
    if (piece !== '' && width(piece + character) > room) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}

/** A cell line by line, where it wraps. */
function linesOf(cell: Cell, room: number): readonly Cell[] {
  if (!cell.wraps) return [cell];
  return wrap(cell.text.slice(0, mostText).replaceAll('\t', '  '), room)
    .flatMap((line) => broken(line, room))
    .slice(0, mostLines)
    .map((text) => ({ text, width: width(text), ...(cell.show && { show: cell.show }) }));
}

/** A row as several where a cell that wraps is too long: the first has the cells that do not. */
function unfolded(row: readonly Cell[], widths: readonly number[]): readonly (readonly Cell[])[] {
  if (!row.some(({ wraps }) => wraps)) return [row];
  const columns = row.map((cell, column) => linesOf(cell, widths[column] ?? Infinity));
  const height = Math.max(1, ...columns.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => columns.map((cells) => cells[line] ?? nothing));
}

/** Draws rows without borders, blanks at line ends taken off, every line ended. */
export function draw(rows: readonly (readonly Cell[])[], widths: readonly number[], aligns: readonly Align[]): string {
  const line = (row: readonly Cell[]): string =>
    row.map((cell, column) => placed(cell, widths[column] ?? 0, aligns[column])).join(' '.repeat(gap));
  return rows
    .flatMap((row) => unfolded(row, widths))
    .map((row) => `${line(row).trimEnd()}\n`)
    .join('');
}
