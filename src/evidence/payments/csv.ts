import type { NoPayment, PaymentRecord } from '../../model/payment.ts';
import { type Columns, columnsOf, invoiceRoles, type Role, roles } from './columns.ts';
import { cutRows, mostRow, separatorOf } from './table.ts';
import { type Cell, tabled } from './tabled.ts';

const noHeader = 'no column that we know; name them in the first line, such as descriptor, amount, currency, variable symbol';
const openQuote = 'a quote is opened and never closed';

const refused = (number: number, why: string): NoPayment => ({ record: `row ${number}`, form: 'csv', refused: why });

/** The rows of a table of payments, told from its header line, a block of text at a time. */
export async function* csvPayments(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  const place: Place = { number: 0, rest: '', skipping: false };
  let table: Table | undefined;
  for await (const block of withLineFeeds(blocks)) {
    const end = place.skipping ? block.indexOf('\n') : -1;
    if (place.skipping && end < 0) continue;
    place.skipping = false;
    const text = place.rest + block.slice(end + 1);
    table ??= tableFrom(text);
    if (!table) return yield [refused(1, noHeader)];
    yield recordsIn(text, table, place, false);
  }
  if (table && place.rest !== '') yield recordsIn(place.rest, table, place, true);
}

/** What a header line says of the rows below it. */
interface Table {
  readonly separator: string;
  /** The places of the cells that are read. */
  readonly wanted: readonly number[];
  /** Cells are those at the places wanted. */
  record(number: number, cells: readonly string[]): PaymentRecord;
}

/** How far a table was read. */
interface Place {
  /** The rows so far, with the header. */
  number: number;
  /** The beginning of a row that is not whole yet. */
  rest: string;
  /** A row that is too long goes on. */
  skipping: boolean;
}

const all = Array.from({ length: 200 }, (_, at) => at);

/** The table whose header line a text begins with; undefined where no column of it is known. */
function tableFrom(text: string): Table | undefined {
  const [line = ''] = text.split(/\r?\n|\r/, 1);
  const separator = separatorOf(line);
  const columns = columnsOf(cutRows(`${line}\n`, separator, all, true).rows[0] ?? []);
  return columns && tableOf(columns, separator);
}

function tableOf({ at }: Columns, separator: string): Table {
  const wanted = [...new Set(roles.flatMap((role) => at[role] ?? []))];
  const slots: Partial<Record<Role, number>> = {};
  for (const role of roles) if (at[role] !== undefined) slots[role] = wanted.indexOf(at[role]);
  const hasInvoice = invoiceRoles.some((role) => at[role] !== undefined);
  let row: readonly string[] = []; // one reader of cells for all rows: there are millions
  const cell: Cell = (role) => {
    const slot = slots[role];
    return slot === undefined ? '' : cellText(row[slot] ?? '');
  };
  return {
    separator,
    wanted,
    record(number, cells) {
      row = cells;
      return tabled(`row ${number}`, 'csv', cell, hasInvoice);
    },
  };
}

/** A cell that an export of a spreadsheet or of ours defused is as it was before. */
function cellText(cell: string): string {
  const first = cell.charCodeAt(0);
  if (first === 39 && /^'[=+\-@]/.test(cell)) return cell.slice(1).trim();
  return first > 32 && cell.charCodeAt(cell.length - 1) > 32 ? cell : cell.trim();
}

/** The rows that end within a text; the place goes on to what follows them. */
function recordsIn(text: string, { separator, wanted, record }: Table, place: Place, ended: boolean): readonly PaymentRecord[] {
  const { rows, rest } = cutRows(text, separator, wanted, ended);
  const records: PaymentRecord[] = [];
  for (const cells of rows) {
    place.number += 1;
    if (place.number === 1 || cells?.every((each) => each === '')) continue; // the header, a blank row
    records.push(cells ? record(place.number, cells) : refused(place.number, openQuote));
  }
  place.skipping = rest.length > mostRow;
  place.rest = place.skipping ? '' : rest;
  if (place.skipping) records.push(refused((place.number += 1), 'longer than 1 MB'));
  return records;
}

/** Where lines end with a carriage return alone, as the first block tells, line feeds stand instead. */
async function* withLineFeeds(blocks: AsyncIterable<string>): AsyncIterable<string> {
  let lonely: boolean | undefined;
  for await (const block of blocks) {
    lonely ??= !block.includes('\n') && block.includes('\r');
    yield lonely ? block.replaceAll('\r', '\n') : block;
  }
}
