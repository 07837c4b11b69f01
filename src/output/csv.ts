import type { Field } from '../model/field.ts';
import type { Instant } from '../model/time.ts';
import { machineText } from './cell.ts';
import type { Format } from './format.ts';
import { defuse, safe } from './safe.ts';

export interface CsvOptions {
  /** Makes strangers' cells harmless that a spreadsheet would run. */
  readonly defuse: boolean;
  /** Makes every cell harmless for a terminal. */
  readonly terminal: boolean;
}

// RFC 4180 ends lines with CRLF, and so does `sqlite3 -csv`; spreadsheets and every CSV library read both.
const end = '\r\n';

/** RFC 4180: a header line, then a row a line. A cell is quoted only when a quote, a comma, CR or LF is in it. */
export function csvFormat<Row>(fields: readonly Field<Row>[], now: Instant, options: CsvOptions): Format<Row> {
  return { head: csvHead(fields), row: csvRow(fields, now, options) };
}

/** The header line. */
export const csvHead = <Row>(fields: readonly Field<Row>[]): string => fields.map((field) => quoted(field.name)).join(',') + end;

/** A row as a line, its end included. */
export function csvRow<Row>(fields: readonly Field<Row>[], now: Instant, options: CsvOptions): (row: Row) => string {
  const cells = fields.map((field) => cellOf(field, now, options));
  return (row) => {
    let line = '';
    for (const [index, cell] of cells.entries()) line += index === 0 ? cell(row) : `,${cell(row)}`;
    return line + end;
  };
}

/** Numbers, times and words of our own never look like formulas: only what strangers wrote is defused. */
function cellOf<Row>({ of, type, from }: Field<Row>, now: Instant, options: CsvOptions): (row: Row) => string {
  const plain = (row: Row): string => machineText(of(row, now), type);
  const seen = options.terminal ? (row: Row): string => safe(plain(row), { lines: true }) : plain;
  return options.defuse && from === 'stranger' ? (row) => quoted(defuse(seen(row))) : (row) => quoted(seen(row));
}

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
