import { payment, type PaymentRecord } from '../../model/payment.ts';
import { readAmount } from './amount.ts';
import { detailsOf } from './mt940-details.ts';
import { readShortDay } from './day.ts';
import { symbolIn } from './symbols.ts';
import { textLines } from './text.ts';

/** `:61:` of SWIFT MT940 and MT942: value date, entry date, mark, third letter of the currency, amount, type, references. */
const entry = /^(\d{6})(\d{4}| {4})?(RC|RD|ER|EC|ED|C|D)([A-Z]?)(\d[\d.,]{0,20})(?:([A-Z][A-Z0-9]{3}|S {3})(.*))?$/s;
const fieldStart = /^:(\d\d[A-Z]?|NS):(.*)$/s;

interface Field {
  readonly tag: string;
  value: string;
}

interface Entry {
  readonly value: string;
  details: string[];
}

const mostField = 20_000;
const mostDetails = 50;

/** The fields of a message, each with the lines that go on from it; what is around messages is left out. */
async function* fieldsOf(lines: AsyncIterable<string>): AsyncIterable<Field> {
  let field: Field | undefined;
  for await (const line of lines) {
    const [, tag, value = ''] = fieldStart.exec(line) ?? [];
    if (tag !== undefined || /^-\}?|^\{/.test(line)) {
      if (field) yield field;
      field = tag === undefined ? undefined : { tag, value };
    } else if (field && field.value.length < mostField) field.value += `\n${line.slice(0, mostField)}`;
  }
  if (field) yield field;
}

/** `0226` behind `190226` is the day of the entry; in January a December may be meant. */
function entryDay(value: string, short: string | undefined): string | undefined {
  const year = Number(value.slice(0, 2));
  const month = Number(value.slice(2, 4)) - Number((short ?? '').slice(0, 2));
  const shift = month > 6 ? 1 : month < -6 ? -1 : 0;
  const read = readShortDay(`${String((year + shift + 100) % 100).padStart(2, '0')}${short ?? ''}`);
  return 'day' in read ? read.day : undefined;
}

function dated(value: string, short: string | undefined): { readonly day: string | null; readonly faults: readonly string[] } {
  const read = readShortDay(value);
  if ('day' in read) return { day: read.day, faults: [] };
  // Banks that count thirty days a month write a 30 February for the value, never for the entry.
  const day = entryDay(value, short);
  return day === undefined ? { day: null, faults: [read.fault] } : { day, faults: [] };
}

function paymentOf(record: string, { value, details }: Entry, currency: string | null): PaymentRecord {
  const [line = '', ...below] = value.split('\n');
  const found = entry.exec(line.replace(/^(\d{6}) {4}/, '$1'));
  if (!found) return { record, form: 'mt940', refused: `an entry that cannot be read: ${line.slice(0, 60)}` };
  const [, valueDay = '', short, mark = '', , amount = '', , references = ''] = found;
  const price = readAmount(amount.replace(/[.,]$/, ''));
  const { name, texts, account, bic } = detailsOf(details);
  const { day, faults } = dated(valueDay, short?.trim() || undefined);
  const out = mark === 'D' || mark === 'RC' || mark === 'ED';
  const reference = references.split('//', 1)[0]?.trim() ?? '';
  const said = [...texts, ...below.map((each) => each.trim())].filter((text) => text !== '');
  return payment(record, 'mt940', {
    descriptor: (name || said[0] || '').slice(0, 200),
    also: said.map((text) => text.slice(0, 500)),
    amount: 'amount' in price ? (out && price.amount !== '0' ? `-${price.amount}` : price.amount) : null,
    currency,
    day,
    reference: reference === '' || reference === 'NONREF' ? references.split('//')[1]?.trim() || null : reference,
    variableSymbol: symbolIn([...said, references]),
    account,
    bic,
    faults: [...('fault' in price ? [price.fault] : []), ...faults],
  });
}

/** The entries of MT940 and MT942 messages, also of scraps of them, in any bank's dialect. */
export async function* mt940Payments(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  let currency: string | null = null;
  let open: Entry | undefined;
  let count = 0;
  const close = (): readonly PaymentRecord[] => {
    if (!open) return [];
    const made = paymentOf(`entry ${(count += 1)}`, open, currency);
    open = undefined;
    return [made];
  };
  for await (const { tag, value } of fieldsOf(textLines(blocks))) {
    if (tag === '86' || tag === 'NS') {
      if (open && open.details.length < mostDetails) open.details.push(tag === 'NS' ? `NS\n${value}` : value);
      continue;
    }
    yield close();
    if (tag === '61') open = { value, details: [] };
    const money = /^60|^34|^62/.test(tag)
      ? /^(?:[CD]\d{6})?([A-Z]{3})[CD]?[\d,]/.exec(value)?.[1]
      : tag === '25'
        ? /\d([A-Z]{3})$/.exec(value.trim())?.[1]
        : undefined;
    currency = tag === '20' ? null : (money ?? currency);
  }
  yield close();
  if (count === 0) yield [{ record: 'entry 1', form: 'mt940', refused: 'fields of MT940 without an entry (:61:): no payment in it' }];
}
