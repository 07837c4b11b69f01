import type { Invoice, Payment, PaymentForm } from '../../model/payment.ts';
import { readAmount, readCurrency } from './amount.ts';
import { invoiceKind, type Role } from './columns.ts';
import { readDay } from './day.ts';

/** The cell of a role; empty if there is none. */
export type Cell = (role: Role) => string;

function invoiceOf(cell: Cell): Invoice | null {
  const [number, symbol, amount] = [cell('invoice'), cell('invoice-symbol'), cell('invoice-amount')];
  const [day, kind] = [cell('invoice-day'), cell('invoice-kind')];
  if (number + symbol + amount + day + kind === '') return null;
  const [readPrice, readIssued] = [amount === '' ? null : readAmount(amount), day === '' ? null : readDay(day)];
  return {
    number: number || null,
    variableSymbol: symbol || null,
    amount: readPrice && 'amount' in readPrice ? readPrice.amount : null,
    currency: readCurrency(cell('invoice-currency')),
    issued: readIssued && 'day' in readIssued ? readIssued.day : null,
    kind: invoiceKind(kind),
  };
}

const done =
  /^(?:complete|paid|succe|ok$|booked|settled|approved|captured|cleared|posted|uhrad|zaplat|zauct|prove?den|placen|plaćen|оплачен|проведен)/i;

/** What became of a payment that did not go through. */
const stateOf = (written: string): string | null => (written === '' || done.test(written) ? null : written.slice(0, 80));

/** A row as a payment. What cannot be so is a fault of the row, not the end of the file. */
export function tabled(record: string, form: PaymentForm, cell: Cell, hasInvoice: boolean): Payment {
  const amount = cell('amount');
  const day = cell('day');
  const price = amount === '' ? undefined : readAmount(amount);
  const date = day === '' ? undefined : readDay(day);
  const faults = [...(price && 'fault' in price ? [price.fault] : none), ...(date && 'fault' in date ? [date.fault] : none)];
  const also = cell('also');
  const bank = cell('bank');
  const account = cell('account');
  // Written out, since there may be a million rows.
  return {
    record,
    form,
    descriptor: cell('descriptor'),
    also: also === '' ? none : [also],
    amount: price && 'amount' in price ? price.amount : null,
    currency: readCurrency(cell('currency')),
    day: date && 'day' in date ? date.day : null,
    reference: cell('reference') || cell('invoice') || null,
    variableSymbol: cell('symbol') || null,
    account: account === '' ? null : bank === '' ? account : `${account}/${bank}`,
    bic: cell('bic') || null,
    processor: null,
    state: stateOf(cell('state')),
    invoice: hasInvoice ? invoiceOf(cell) : null,
    faults: faults.length === 0 ? none : faults,
  };
}

const none: readonly string[] = [];
