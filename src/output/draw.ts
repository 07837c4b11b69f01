import { gap } from './layout.ts';
import { cut, width } from './width.ts';

/** A cell of a table, on one line. */
export interface Cell {
  readonly text: string;
  /** Columns that the text takes. */
  readonly width: number;
  /** Colours and links the text, after it was cut to its column. */
  readonly show?: (text: string) => string;
}

type Align = 'left' | 'right';

/** The cell in so many columns; what is shown beside its text, such as a colour, takes none. */
function placed(cell: Cell, room: number, align: Align | undefined): string {
  const text = cell.width > room ? cut(cell.text, room) : cell.text;
  const blanks = ' '.repeat(room - (text === cell.text ? cell.width : width(text)));
  const shown = cell.show && text ? cell.show(text) : text;
  return align === 'right' ? blanks + shown : shown + blanks;
}

/** Draws rows without borders, blanks at line ends taken off, every line ended. */
export function draw(rows: readonly (readonly Cell[])[], widths: readonly number[], aligns: readonly Align[]): string {
  const line = (row: readonly Cell[]): string =>
    row.map((cell, column) => placed(cell, widths[column] ?? 0, aligns[column])).join(' '.repeat(gap));
  return rows.map((row) => `${line(row).trimEnd()}\n`).join('');
}
