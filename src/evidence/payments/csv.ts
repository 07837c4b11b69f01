import type { NoPayment, PaymentRecord } from '../../model/payment.ts';
import { type Columns, columnsOf, invoiceRoles, type Role, roles } from './columns.ts';
import { cutRows, mostRow, separatorOf } from './table.ts';
import { type Cell, tabled } from './tabled.ts';

const noHeader = 'no column that we know; name them in the first line, such as descriptor, amount, currency, variable symbol';
const openQuote = 'a quote is opened and never closed';

/** A cell that an export of a spreadsheet or of ours defused is as it was before. */
function cellText(cell: string): string {
  const first = cell.charCodeAt(0);
  if (first === 39 && /^'[=+\-@]/.test(cell)) return cell.slice(1).trim();
  return first > 32 && cell.charCodeAt(cell.length - 1) > 32 ? cell : cell.trim();
}

/** The rows of a table of payments, told from its header line, a block of text at a time. */
export async function* csvPayments(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  let columns: Columns | undefined;
  let [separator, rest, number] = ['', '', 0];
  let wanted: readonly number[] = [];
  const slots: Partial<Record<Role, number>> = {};
  let hasInvoice = false;
  let skipping = false;
  let lonely: boolean | undefined; // lines end with a carriage return alone
  let row: readonly string[] = [];
  const cell: Cell = (role) => {
    const slot = slots[role];
    return slot === undefined ? '' : cellText(row[slot] ?? '');
  };
  const begin = (text: string): NoPayment | undefined => {
    const [line = ''] = text.split(/\r?\n|\r/, 1);
    separator = separatorOf(line);
    const header =
      cutRows(
        `${line}\n`,
        separator,
        Array.from({ length: 200 }, (_, at) => at),
        true,
      ).rows[0] ?? [];
    columns = columnsOf(header);
    if (!columns) return { record: 'row 1', form: 'csv', refused: noHeader };
    const known = columns.at;
    wanted = [...new Set(roles.flatMap((role) => known[role] ?? []))];
    for (const role of roles) if (known[role] !== undefined) slots[role] = wanted.indexOf(known[role]);
    hasInvoice = invoiceRoles.some((role) => known[role] !== undefined);
    return undefined;
  };
  function* read(text: string, ended: boolean): Iterable<readonly PaymentRecord[]> {
    const cut = cutRows(text, separator, wanted, ended);
    const records: PaymentRecord[] = [];
    for (const cells of cut.rows) {
      number += 1;
      if (number === 1 || cells?.every((each) => each === '')) continue; // the header, a blank row
      if (cells) {
        row = cells;
        records.push(tabled(`row ${number}`, 'csv', cell, hasInvoice));
      } else records.push({ record: `row ${number}`, form: 'csv', refused: openQuote });
    }
    rest = cut.rest;
    if (rest.length > mostRow) {
      number += 1;
      records.push({ record: `row ${number}`, form: 'csv', refused: 'longer than 1 MB' });
      rest = '';
      skipping = true;
    }
    yield records;
  }
  for await (const given of blocks) {
    const end = skipping ? given.indexOf('\n') : -1;
    if (skipping && end < 0) continue;
    lonely ??= !given.includes('\n') && given.includes('\r');
    const block = (lonely ? given.replaceAll('\r', '\n') : given).slice(end + 1);
    skipping = false;
    const refused = columns ? undefined : begin(rest + block);
    if (refused) return yield [refused];
    yield* read(rest + block, false);
  }
  if (columns && rest !== '') yield* read(rest, true);
}
