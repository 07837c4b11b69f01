import { payment, type PaymentRecord } from '../../model/payment.ts';
import { readAmount, readCurrency } from './amount.ts';
import { readDay } from './day.ts';
import { inner, list, present, textOf } from './json-value.ts';
import { isObject, type JsonObject } from '../../model/object.ts';

export const isFio = (fields: JsonObject): boolean => isObject(inner(fields, 'accountStatement')['transactionList']);

/** A statement of Fio banka's interface: columns by their number (fio.cz/docs/cz/API_Bankovnictvi.pdf). */
export function* fioPayments(fields: JsonObject): Iterable<PaymentRecord> {
  const statement = inner(fields, 'accountStatement');
  const ours = textOf(inner(statement, 'info'), 'currency');
  for (const [at, each] of list(inner(statement, 'transactionList'), 'transaction').entries()) {
    const column = (number: number): string | null => (isObject(each) ? textOf(inner(each, `column${number}`), 'value') : null);
    const price = readAmount(column(1) ?? '');
    const day = readDay(column(0) ?? '');
    const [account, bank, name] = [column(2), column(3), column(10)];
    const says = present(column(16), column(7), column(25));
    const symbol = column(5);
    yield payment(`entry ${at + 1}`, 'fio', {
      descriptor: name ?? says[0] ?? '',
      also: says,
      amount: 'amount' in price ? price.amount : null,
      currency: readCurrency(column(14) ?? ours),
      day: 'day' in day ? day.day : null,
      reference: column(22),
      variableSymbol: symbol !== null && /[1-9]/.test(symbol) ? symbol : null,
      account: account !== null && bank !== null ? `${account}/${bank}` : account,
      bic: column(26),
      faults: [...('fault' in price ? [price.fault] : []), ...('fault' in day ? [day.fault] : [])],
    });
  }
}
