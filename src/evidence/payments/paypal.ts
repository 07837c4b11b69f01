import { payment, type Payment, type PaymentRecord } from '../../model/payment.ts';
import { readAmount, readCurrency } from './amount.ts';
import { readDay } from './day.ts';
import { inner, list, present, textOf } from './json-value.ts';
import { isObject, type JsonObject } from '../../model/object.ts';

const money = (fields: JsonObject): boolean =>
  textOf(fields, 'currency_code') !== null || (textOf(fields, 'total') !== null && textOf(fields, 'currency') !== null);

const kinds = /^(?:PAYMENT|CHECKOUT|BILLING|CUSTOMER|INVOICING|MERCHANT)\./;
const says = (fields: JsonObject): string => String(fields['information_link'] ?? fields['debug_id'] ?? '');
const linksToPayPal = (fields: JsonObject): boolean =>
  list(fields, 'links').some((link) => isObject(link) && /^https:\/\/[\w.-]*paypal\.com\//.test(String(link['href'])));

/** Whether an object is one of PayPal's, of its older or newer interface. */
export const isPayPal = (fields: JsonObject): boolean =>
  linksToPayPal(fields) ||
  kinds.test(String(fields['event_type'] ?? '')) ||
  isObject(fields['transaction_info']) ||
  Array.isArray(fields['purchase_units']) ||
  (typeof fields['intent'] === 'string' && Array.isArray(fields['transactions'])) ||
  isObject(fields['sender_batch_header']) ||
  typeof fields['debug_id'] === 'string' ||
  money(inner(fields, 'amount')) ||
  String(fields['id'] ?? '').startsWith('INV2-') ||
  says(fields).includes('paypal');

interface Known {
  readonly reference?: string | null;
  readonly descriptor?: string | null;
  readonly also?: readonly string[];
  readonly state?: string | null;
  readonly day?: string | null;
}

const done: ReadonlySet<string> = new Set(['COMPLETED', 'CAPTURED', 'APPROVED', 'S', 'PAID', 'SUCCESS', 'CREATED']);

function paid(record: string, amount: JsonObject, { reference, descriptor, also, state, day }: Known): Payment {
  const price = readAmount(textOf(amount, 'value', 'total') ?? '');
  const date = day ? readDay(day) : undefined;
  return payment(record, 'paypal', {
    descriptor: descriptor ?? '',
    also: also ?? [],
    amount: 'amount' in price ? price.amount : null,
    currency: readCurrency(amount['currency_code'] ?? amount['currency']),
    day: date && 'day' in date ? date.day : null,
    reference: reference ?? null,
    processor: 'paypal',
    state: state && !done.has(state.toUpperCase()) ? state.toLowerCase().replaceAll('_', ' ') : null,
    faults: [...('fault' in price ? [price.fault] : []), ...(date && 'fault' in date ? [date.fault] : [])],
  });
}

const dayIn = (fields: JsonObject): string | null =>
  textOf(fields, 'create_time', 'update_time', 'transaction_initiation_date', 'refund_date', 'payment_date', 'time');

/** What is paid within an object, each part with its amount. */
function* parts(fields: JsonObject): Iterable<{ readonly amount: JsonObject; readonly known: Known }> {
  const whole: Known = { reference: textOf(fields, 'id', 'invoice_id'), state: textOf(fields, 'status', 'state'), day: dayIn(fields) };
  for (const each of [...list(fields, 'purchase_units'), ...list(fields, 'transactions')].filter(isObject)) {
    const amount = inner(each, 'amount');
    const known = {
      ...whole,
      reference: textOf(each, 'invoice_id', 'invoice_number', 'custom_id') ?? whole.reference ?? textOf(each, 'reference_id'),
    };
    if (money(amount))
      yield { amount, known: { ...known, descriptor: textOf(each, 'soft_descriptor'), also: present(textOf(each, 'description')) } };
  }
  for (const each of list(fields, 'items').filter(isObject)) {
    const amount = inner(each, 'amount');
    if (textOf(each, 'recipient_type', 'receiver') !== null)
      yield { amount, known: { ...whole, reference: textOf(each, 'sender_item_id'), also: present(textOf(each, 'note')) } };
  }
  const info = inner(fields, 'transaction_info');
  const amount = [inner(info, 'transaction_amount'), inner(fields, 'amount')].find(money);
  if (amount)
    yield {
      amount,
      known: {
        ...whole,
        reference: textOf(info, 'invoice_id', 'transaction_id') ?? textOf(fields, 'invoice_number') ?? whole.reference ?? null,
        descriptor: textOf(fields, 'soft_descriptor'),
        also: present(textOf(info, 'transaction_subject', 'transaction_note')),
        state: textOf(info, 'transaction_status') ?? whole.state ?? null,
        day: dayIn(info) ?? whole.day ?? null,
      },
    };
}

/** What an object of PayPal is called that no money moves in. */
function kindOf(fields: JsonObject): string {
  if (typeof fields['debug_id'] === 'string') return `an error message of PayPal (${textOf(fields, 'name') ?? 'unnamed'})`;
  return 'an object of PayPal in which no money moves';
}

/** The payments of an object of PayPal; a webhook is what it is about. */
export function payPalPayments(record: string, fields: JsonObject): readonly PaymentRecord[] {
  const about = inner(fields, 'resource');
  if (typeof fields['event_type'] === 'string' && Object.keys(about).length > 0) return payPalPayments(record, about);
  const found = [...parts(fields)];
  if (found.length === 0) return [{ record, form: 'paypal', refused: kindOf(fields) }];
  return found.map(({ amount, known }, at) => paid(found.length === 1 ? record : `${record}, part ${at + 1}`, amount, known));
}
