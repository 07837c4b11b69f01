import { type NoPayment, payment, type PaymentRecord } from '../../model/payment.ts';
import { fromMinor, readCurrency } from './amount.ts';
import { daySince1970 } from './day.ts';
import { inner, present, textOf } from './json-value.ts';
import { isObject, type JsonObject } from '../../model/object.ts';

/** Objects of Stripe in which money moves, and where the amount stands. */
const amounts: Readonly<Record<string, string>> = {
  charge: 'amount',
  payment_intent: 'amount',
  refund: 'amount',
  payout: 'amount',
  transfer: 'amount',
  invoice: 'amount_due',
  dispute: 'amount',
  topup: 'amount',
  balance_transaction: 'amount',
  payment_record: 'amount',
  'issuing.transaction': 'amount',
  'treasury.transaction': 'amount',
};
const ids = /^(?:ch|pi|re|po|tr|in|dp|du|txn|evt|sub|pm|seti|prv|plink|ba|cus|ipi|trxn|py|cs)_[A-Za-z0-9]{8,}/;

/** Whether a text is the number of an object of Stripe. */
export const isStripeId = (text: string): boolean => ids.test(text);

/** Whether an object is one of Stripe's: it names its kind, and mostly has an id of theirs. */
export const isStripe = (fields: JsonObject): boolean =>
  typeof fields['object'] === 'string' &&
  (typeof fields['livemode'] === 'boolean' || ids.test(String(fields['id'])) || Object.hasOwn(amounts, fields['object']));

function stateOf(fields: JsonObject): string | null {
  const failed = textOf(fields, 'failure_message', 'failure_code') ?? textOf(inner(fields, 'last_payment_error'), 'message', 'code');
  if (failed) return `failed: ${failed}`;
  if (fields['disputed'] === true) return 'disputed';
  const status = textOf(fields, 'status');
  return status && !['succeeded', 'paid', 'completed', 'posted'].includes(status) ? status.replaceAll('_', ' ') : null;
}

/** A purchase made with a card that Stripe issued went to a merchant of its own. */
const isSpending = (kind: string): boolean => kind === 'issuing.transaction';

/** An object of Stripe; an event is what it is about. */
export function stripePayment(record: string, fields: JsonObject): PaymentRecord {
  const kind = String(fields['object']);
  const about = inner(inner(fields, 'data'), 'object');
  if (kind === 'event' && isStripe(about)) return stripePayment(record, about);
  const where = Object.hasOwn(amounts, kind) ? amounts[kind] : undefined;
  if (where === undefined) return none(record, `a Stripe ${kind.slice(0, 40).replaceAll('_', ' ')}: no money moves in it`);
  const given = fields[where];
  const currency = readCurrency(isObject(given) ? given['currency'] : fields['currency']);
  const price = fromMinor(isObject(given) ? given['value'] : given, currency);
  const day = daySince1970(fields['created']);
  return payment(record, 'stripe', {
    descriptor:
      textOf(fields, 'calculated_statement_descriptor', 'statement_descriptor') ?? textOf(inner(fields, 'merchant_data'), 'name') ?? '',
    also: present(textOf(fields, 'description'), textOf(fields, 'statement_descriptor_suffix')),
    amount: 'amount' in price ? price.amount : null,
    currency,
    day: 'day' in day ? day.day : null,
    reference: textOf(fields, 'id'),
    processor: isSpending(kind) ? null : 'stripe',
    state: stateOf(fields),
    faults: [...('fault' in price ? [price.fault] : []), ...('fault' in day ? [day.fault] : [])],
  });
}

const none = (record: string, refused: string): NoPayment => ({ record, form: 'stripe', refused });
