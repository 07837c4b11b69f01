import { payment, type PaymentRecord } from '../../model/payment.ts';
import { readAmount, readCurrency } from './amount.ts';
import { readDay } from './day.ts';
import { symbolIn } from './symbols.ts';
import { allOf, type Element, elementsOf } from './xml.ts';

const wanted: ReadonlySet<string> = new Set(['STMTTRN']);
const leaves: ReadonlySet<string> = new Set(['CURDEF']);

/** OFX 1 leaves the end tags of values out, so that what follows stands within: the name's first element has the value. */
const value = (entry: Element, name: string): string => {
  const [found] = allOf(entry, name);
  return found?.text.trim().replaceAll(/\s+/g, ' ') ?? '';
};

function paymentOf(record: string, entry: Element, currency: string | null): PaymentRecord {
  const price = readAmount(value(entry, 'TRNAMT'));
  const day = readDay(value(entry, 'DTPOSTED').slice(0, 8));
  const [name, memo] = [value(entry, 'NAME') || value(entry, 'PAYEE'), value(entry, 'MEMO')];
  return payment(record, 'ofx', {
    descriptor: name || memo,
    also: name !== '' && memo !== '' ? [memo] : [],
    amount: 'amount' in price ? price.amount : null,
    currency: readCurrency(value(entry, 'CURSYM')) ?? currency,
    day: 'day' in day ? day.day : null,
    reference: value(entry, 'FITID') || value(entry, 'REFNUM') || null,
    variableSymbol: symbolIn([memo, value(entry, 'REFNUM')]),
    account: value(entry, 'ACCTID') || null,
    faults: [...('fault' in price ? [price.fault] : []), ...('fault' in day ? [day.fault] : [])],
  });
}

/** The transactions of OFX and QFX statements, of banks and of cards, in its XML and in its older markup. */
export async function* ofxPayments(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  const { found, cut } = elementsOf(blocks, wanted, leaves);
  let count = 0;
  let currency: string | null = null;
  for await (const batch of found) {
    const read: PaymentRecord[] = [];
    for (const element of batch) {
      if (element.name === 'CURDEF') currency = readCurrency(element.text);
      else read.push(paymentOf(`entry ${(count += 1)}`, element, currency));
    }
    yield read;
  }
  if (cut()) yield [{ record: `entry ${count + 1}`, form: 'ofx', refused: 'the statement is cut off, or nests deeper than any statement' }];
  else if (count === 0) yield [{ record: 'entry 1', form: 'ofx', refused: 'OFX without a transaction of an account or card' }];
}
