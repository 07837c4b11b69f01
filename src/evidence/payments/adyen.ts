import { payment, type PaymentRecord } from '../../model/payment.ts';
import { fromMinor, readCurrency } from './amount.ts';
import { readDay } from './day.ts';
import { inner, list, present, textOf } from './json-value.ts';
import { isObject, type JsonObject } from '../../model/object.ts';

const marks: readonly string[] = [
  'pspReference',
  'paymentPspReference',
  'notificationItems',
  'NotificationRequestItem',
  'merchantAccountCode',
  'merchantAccount',
  'balancePlatform',
  'balanceAccount',
  'resultCode',
  'SaleToPOIRequest',
  'EventToNotify',
  'disputeServiceResult',
  'paymentMethods',
  'recurringDetailReference',
  'RecurringDetail',
];

/** Whether an object is one of Adyen's interfaces or webhooks. */
export const isAdyen = (fields: JsonObject): boolean =>
  marks.some((name) => Object.hasOwn(fields, name)) ||
  (typeof fields['errorCode'] === 'string' && typeof fields['errorType'] === 'string') ||
  /^(?:balancePlatform|recurring\.token|paymentMethod)\./.test(String(fields['type'] ?? '')) ||
  Object.hasOwn(inner(fields, 'data'), 'balancePlatform') ||
  list(fields, 'details').some((each) => isObject(each) && Object.hasOwn(each, 'RecurringDetail')) ||
  /^\[.*\]$/.test(String(fields['response'] ?? ''));

/** Why it did not go through, if so. */
function stateOf(fields: JsonObject): string | null {
  const reason =
    textOf(fields, 'refusalReason', 'reason') ??
    textOf(inner(fields, 'networkReason'), 'description') ??
    textOf(inner(fields, 'additionalData'), 'refusalReasonRaw');
  const result = textOf(fields, 'resultCode');
  if (String(fields['success']) === 'false' || result === 'Refused' || result === 'Error') return reason ? `refused: ${reason}` : 'refused';
  if (result && !['Authorised', 'Success'].includes(result)) return result.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase();
  const event = textOf(fields, 'eventCode');
  return event && event !== 'AUTHORISATION' ? event.toLowerCase().replaceAll('_', ' ') : null;
}

function none(record: string, fields: JsonObject): PaymentRecord {
  const error = textOf(fields, 'errorCode');
  const what =
    error === null
      ? 'an object of Adyen in which no money moves'
      : `an error message of Adyen (${error}: ${textOf(fields, 'message') ?? 'no words'})`;
  return { record, form: 'adyen', refused: what };
}

function one(record: string, fields: JsonObject): PaymentRecord {
  const amount = inner(fields, 'amount');
  const answered = textOf(fields, 'resultCode') !== null && textOf(fields, 'pspReference') !== null;
  if (!('value' in amount) && !answered) return none(record, fields);
  const currency = readCurrency(amount['currency']);
  const price = 'value' in amount ? fromMinor(amount['value'], currency) : undefined;
  const written = textOf(fields, 'eventDate', 'bookingDate', 'creationDate', 'timestamp');
  const day = written === null ? undefined : readDay(written);
  const more = inner(fields, 'additionalData');
  return payment(record, 'adyen', {
    descriptor: textOf(fields, 'shopperStatement') ?? textOf(more, 'shopperStatement', 'openinvoicedata.descriptor') ?? '',
    also: present(textOf(fields, 'description')),
    amount: price && 'amount' in price ? price.amount : null,
    currency,
    day: day && 'day' in day ? day.day : null,
    reference: textOf(fields, 'merchantReference', 'reference', 'pspReference', 'paymentPspReference', 'id'),
    processor: 'adyen',
    state: stateOf(fields),
    faults: [...(price && 'fault' in price ? [price.fault] : []), ...(day && 'fault' in day ? [day.fault] : [])],
  });
}

/** The payments of an answer or a webhook of Adyen. */
export function adyenPayments(record: string, fields: JsonObject): readonly PaymentRecord[] {
  const items = list(fields, 'notificationItems')
    .filter(isObject)
    .map((item) => inner(item, 'NotificationRequestItem'));
  if (items.length > 0) return items.map((item, at) => one(items.length === 1 ? record : `${record}, part ${at + 1}`, item));
  const item = inner(fields, 'NotificationRequestItem');
  if (Object.keys(item).length > 0) return [one(record, item)];
  const data = inner(fields, 'data');
  return [one(record, 'value' in inner(data, 'amount') && !('amount' in fields) ? { ...data, timestamp: fields['timestamp'] } : fields)];
}
