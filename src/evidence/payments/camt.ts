import { payment, type PaymentRecord } from '../../model/payment.ts';
import { readAmount, readCurrency } from './amount.ts';
import { readDay } from './day.ts';
import { symbolIn } from './symbols.ts';
import { allOf, at, type Element, elementsOf, textAt } from './xml.ts';

const entries: ReadonlySet<string> = new Set(['Ntry']);

/** Where versions 1 to 8 of CAMT.052, 053 and 054 have the name of a party. */
const nameOf = (parties: Element | undefined, party: string): string =>
  textAt(parties, `${party}/Nm`, `${party}/Pty/Nm`, `Ultmt${party}/Nm`, `Ultmt${party}/Pty/Nm`, `${party}/Agt/FinInstnId/Nm`);

function remittance(details: Element | undefined): readonly string[] {
  const info = at(details, 'RmtInf');
  const free = [...allOf(info, 'Ustrd')].map(({ text }) => text.trim());
  const references = [...allOf(info, 'CdtrRefInf')].map((reference) => textAt(reference, 'Ref', 'CdtrRef'));
  return [...free, ...references].filter((text) => text !== '').map((text) => text.slice(0, 500));
}

/** The amount of one of several transactions in an entry, else the entry's. */
const amountOf = (entry: Element, details: Element | undefined, single: boolean): Element | undefined =>
  (single ? at(entry, 'Amt') : undefined) ??
  at(details, 'Amt') ??
  at(details, 'AmtDtls', 'TxAmt', 'Amt') ??
  at(details, 'AmtDtls', 'InstdAmt', 'Amt') ??
  at(entry, 'Amt');

function paymentOf(record: string, entry: Element, details: Element | undefined, single: boolean): PaymentRecord {
  const mark = textAt(details, 'CdtDbtInd') || textAt(entry, 'CdtDbtInd');
  const out = mark === 'DBIT';
  const amount = amountOf(entry, details, single);
  const price = readAmount(amount?.text.trim() ?? '');
  const written = textAt(entry, 'BookgDt/Dt', 'BookgDt/DtTm', 'ValDt/Dt', 'ValDt/DtTm') || textAt(details, 'RltdDts/AccptncDtTm');
  const day = written === '' ? undefined : readDay(written);
  const parties = at(details, 'RltdPties');
  const other = out ? 'Cdtr' : 'Dbtr';
  const said = [...remittance(details), textAt(details, 'AddtlTxInf'), textAt(entry, 'AddtlNtryInf')].filter((text) => text !== '');
  const references = ['Refs/EndToEndId', 'Refs/InstrId', 'Refs/TxId', 'Refs/AcctSvcrRef', 'Refs/MsgId'].map((path) =>
    textAt(details, path),
  );
  return payment(record, 'camt', {
    descriptor: nameOf(parties, other) || said[0] || '',
    also: said,
    amount: 'amount' in price ? (out && /[1-9]/.test(price.amount) ? `-${price.amount}` : price.amount) : null,
    currency: readCurrency(amount?.attributes['Ccy']),
    day: day && 'day' in day ? day.day : null,
    reference:
      [...references, textAt(entry, 'AcctSvcrRef'), textAt(entry, 'NtryRef')].find((text) => text !== '' && text !== 'NOTPROVIDED') ?? null,
    variableSymbol: symbolIn([...references, ...said]),
    account: textAt(parties, `${other}Acct/Id/IBAN`, `${other}Acct/Id/Othr/Id`) || null,
    bic: textAt(at(details, 'RltdAgts'), `${other}Agt/FinInstnId/BICFI`, `${other}Agt/FinInstnId/BIC`) || null,
    state: textAt(entry, 'RvslInd') === 'true' ? 'reversed' : null,
    faults: [...('fault' in price ? [price.fault] : []), ...(day && 'fault' in day ? [day.fault] : [])],
  });
}

function paymentsOf(record: string, entry: Element): readonly PaymentRecord[] {
  const details = [...allOf(entry, 'TxDtls')];
  if (details.length < 2) return [paymentOf(record, entry, details[0], true)];
  return details.map((each, index) => paymentOf(`${record}, part ${index + 1}`, entry, each, false));
}

/** What XML is that has no entries of a statement. */
function saysOf(seen: ReadonlySet<string>): string {
  if (seen.has('CstmrPmtStsRpt'))
    return 'a report on payment orders (pain.002), not a statement: it says what became of orders, not what was paid';
  if (['BkToCstmrStmt', 'BkToCstmrAcctRpt', 'BkToCstmrDbtCdtNtfctn'].some((name) => seen.has(name)))
    return 'a statement (CAMT) without an entry';
  const [first] = seen;
  return first === undefined ? 'XML without an element' : `XML, but no statement of a bank: <${first.slice(0, 60)}>`;
}

/** The entries of CAMT.052, 053 and 054. */
export async function* camtPayments(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  const { found, seen, cut } = elementsOf(blocks, entries);
  let count = 0;
  for await (const batch of found) yield batch.flatMap((entry) => paymentsOf(`entry ${(count += 1)}`, entry));
  if (cut())
    yield [{ record: `entry ${count + 1}`, form: 'camt', refused: 'the statement is cut off, or nests deeper than any statement' }];
  else if (count === 0) yield [{ record: 'entry 1', form: 'camt', refused: saysOf(seen) }];
}
