import { payment, type PaymentRecord } from '../../model/payment.ts';
import { fromMinor } from './amount.ts';
import { dayOf } from './day.ts';
import { bareSymbol } from './symbols.ts';
import { textLines } from './text.ts';

/** Columns of a 075 record of ABO/GPC, as Czech and Slovak banks publish them: account, other account, document, amount, kind, symbols, day, name. */
const item = /^075(.{16})(.{16})(.{13})(\d{12})([1245])(\d{10})(\d{10})(\d{10})(\d{6})(.{20})/s;

/** ISO 4217 numbers of the region's currencies, in positions 120 to 122. */
const currencies: Readonly<Record<string, string>> = {
  '203': 'CZK',
  '978': 'EUR',
  '703': 'SKK',
  '840': 'USD',
  '826': 'GBP',
  '348': 'HUF',
  '985': 'PLN',
};

function paymentOf(record: string, line: string): PaymentRecord {
  const found = item.exec(line);
  if (!found) return { record, form: 'abo', refused: 'a 075 record that is cut or has letters where digits belong' };
  const [, , account = '', document = '', amount = '', kind = '', symbol = '', constant = '', , date = '', name = ''] = found;
  const price = fromMinor(Number(amount), null);
  const day = dayOf(2000 + Number(date.slice(4)), Number(date.slice(2, 4)), Number(date.slice(0, 2)));
  const out = kind === '1' || kind === '5'; // a debit, or a credit taken back
  const bank = constant.slice(2, 6);
  const bare = account.replace(/^0+/, '');
  return payment(record, 'abo', {
    descriptor: name.trim(),
    amount: 'amount' in price ? (out ? `-${price.amount}` : price.amount) : null,
    currency: currencies[line.slice(119, 122)] ?? null,
    day: day ?? null,
    reference: bareSymbol(document),
    variableSymbol: bareSymbol(symbol),
    account: bare === '' ? null : bank === '0000' ? bare : `${bare}/${bank}`,
    state: kind === '4' || kind === '5' ? 'taken back' : null,
    faults: [...('fault' in price ? [price.fault] : []), ...(day === undefined ? [`"${date}" is no day on which anybody pays`] : [])],
  });
}

/** The items of ABO/GPC statements. Further lines of an item (076, 078, 079) are what it was for. */
export async function* aboPayments(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  let number = 0;
  let some = false;
  for await (const line of textLines(blocks)) {
    number += 1;
    if (!line.startsWith('075')) continue;
    some = true;
    yield [paymentOf(`line ${number}`, line)];
  }
  if (!some) yield [{ record: 'line 1', form: 'abo', refused: 'an ABO statement without an item (075)' }];
}
