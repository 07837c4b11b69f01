import Table from 'cli-table3';
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

const none = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: ' '.repeat(gap),
};
const bare = { head: [], border: [], 'padding-left': 0, 'padding-right': 0, compact: true };

// Stands in the table for what cli-table3 must not see. Any character will do that is one column wide and not ASCII.
const standIn = '\ue000';

/**
 * Draws rows without borders, blanks at line ends taken off, every line ended. cli-table3 lays out plain ASCII; everything else is
 * put in afterwards for a stand-in of the same width, because it measures marks of most scripts and newer emoji wrongly.
 */
export function draw(rows: readonly (readonly Cell[])[], widths: readonly number[], aligns: readonly ('left' | 'right')[]): string {
  const held: string[] = [];
  const content = (cell: Cell, column: number): string => {
    const room = widths[column] ?? 0;
    const text = cell.width > room ? cut(cell.text, room) : cell.text;
    const size = text === cell.text ? cell.width : width(text);
    if (size === 0 || (cell.show === undefined && ascii.test(text))) return size === 0 ? '' : text;
    held.push(cell.show ? cell.show(text) : text);
    return standIn.repeat(size);
  };
  const table = new Table({ chars: none, style: bare, colWidths: [...widths], colAligns: [...aligns] });
  for (const row of rows) table.push(row.map(content));
  let next = 0;
  const lines = table
    .toString()
    .replaceAll(standIns, () => held[next++] ?? '')
    .split('\n');
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

const ascii = /^[ -~]*$/;
const standIns = new RegExp(`${standIn}+`, 'g');
