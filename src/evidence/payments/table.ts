/** The cells of one row that are looked at, in the order of the wanted columns; a missing one is empty. */
export type RowCells = string[];

/** Rows cut from text. */
export interface Cut {
  /** One for each whole row, without cells for a blank one; undefined where a row cannot be read. */
  readonly rows: readonly (RowCells | undefined)[];
  /** What is left: the beginning of a row that goes on in the next block. */
  readonly rest: string;
}

/** A longer row is refused: its quote is never closed. */
export const mostRow = 1_000_000;

/** The separator that stands most often in the header line, outside quotes. */
export function separatorOf(line: string): string {
  const bare = line.replaceAll(/"(?:[^"]|"")*"/g, '');
  const counted = [',', ';', '\t', '|'].map((separator) => ({ separator, count: bare.split(separator).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).separator;
}

/** The cells of a line without quotes. */
function cutLine(line: string, separator: string, slots: readonly number[], count: number): RowCells {
  const cells: RowCells = [];
  for (let slot = 0; slot < count; slot++) cells.push('');
  let from = 0;
  for (const slot of slots) {
    const found = line.indexOf(separator, from);
    if (slot >= 0) cells[slot] = found < 0 ? line.slice(from) : line.slice(from, found);
    if (found < 0) break;
    from = found + 1;
  }
  return cells;
}

/** Cells and end of a row that has quotes; undefined if it does not end within the text. */
function cutQuoted(text: string, start: number, separator: string): { readonly cells: string[]; readonly end: number } | undefined {
  const cells: string[] = [];
  let at = start;
  for (;;) {
    let cell = '';
    if (text.charCodeAt(at) === 34) {
      for (at += 1; ;) {
        const close = text.indexOf('"', at);
        if (close < 0) return undefined;
        cell += text.slice(at, close);
        at = close + 1;
        if (text.charCodeAt(at) !== 34) break;
        cell += '"';
        at += 1;
      }
    }
    // What stands behind a closing quote belongs to the cell all the same.
    const line = text.indexOf('\n', at);
    const comma = text.indexOf(separator, at);
    const ends = comma >= 0 && (line < 0 || comma < line) ? comma : line;
    if (ends < 0) return undefined;
    cells.push(cell + text.slice(at, ends).replace(/\r$/, ''));
    at = ends + 1;
    if (ends === line) return { cells, end: at };
  }
}

/**
 * Cuts text into rows (RFC 4180 with any separator). Only the wanted columns are taken out of it, and lines without a quote go the short
 * way. A quote that is never closed costs its own line, not those below it. `ended`: nothing comes after.
 */
export function cutRows(text: string, separator: string, wanted: readonly number[], ended: boolean): Cut {
  const slots = Array.from({ length: Math.max(...wanted) + 1 }, (_, column) => wanted.indexOf(column));
  const rows: (RowCells | undefined)[] = [];
  const whole = ended && !text.endsWith('\n') ? `${text}\n` : text;
  let from = 0;
  let quote = whole.indexOf('"');
  for (;;) {
    const end = whole.indexOf('\n', from);
    if (end < 0) break;
    if (quote < 0 || quote > end) {
      const to = whole.charCodeAt(end - 1) === 13 ? end - 1 : end;
      rows.push(to === from ? [] : cutLine(whole.slice(from, to), separator, slots, wanted.length));
      from = end + 1;
      continue;
    }
    const cut = cutQuoted(whole, from, separator);
    if (cut && cut.end - from <= mostRow) {
      rows.push(wanted.map((column) => cut.cells[column] ?? ''));
      from = cut.end;
    } else if (!ended && whole.length - from <= mostRow) {
      break;
    } else {
      rows.push(undefined);
      from = end + 1;
    }
    quote = whole.indexOf('"', from);
  }
  return { rows, rest: whole.slice(from) };
}
