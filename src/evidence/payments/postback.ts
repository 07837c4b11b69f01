import { payment, type PaymentForm, type PaymentRecord } from '../../model/payment.ts';
import { readAmount, readCurrency } from './amount.ts';
import { readDay } from './day.ts';
import type { JsonObject } from '../../model/object.ts';
import { textOf } from './json-value.ts';

/** How billers name their fields, in a posted form as well as in JSON. */
interface Shape {
  readonly form: PaymentForm & ('ccbill' | 'segpay');
  /** All of one of these stand in every postback. */
  readonly marks: readonly (readonly string[])[];
  readonly amount: readonly string[];
  readonly currency: readonly string[];
  readonly day: readonly string[];
  readonly reference: readonly string[];
  readonly failed: (fields: JsonObject) => string | null;
}

/** CCBill's background post and webhooks (ccbill.com/doc), Segpay's transaction postback (as docs.amember.com lists its fields). */
const shapes: readonly Shape[] = [
  {
    form: 'ccbill',
    marks: [['clientAccnum'], ['clientSubacc'], ['formName', 'subscription_id']],
    amount: [
      'billedInitialPrice',
      'subscriptionInitialPrice',
      'billedAmount',
      'amount',
      'initialPrice',
      'accountingAmount',
      'price',
      'priceDescription',
    ],
    currency: ['billedCurrency', 'subscriptionCurrency', 'currency', 'accountingCurrency', 'baseCurrency'],
    day: ['timestamp', 'renewalDate', 'cancelDate', 'start_date'],
    reference: ['subscriptionId', 'subscription_id', 'transactionId', 'denialId'],
    failed: (fields) =>
      textOf(fields, 'failureReason', 'reasonForDecline', 'reason') ??
      (textOf(fields, 'failureCode', 'reasonForDeclineCode', 'denialId') ? 'declined' : null),
  },
  {
    form: 'segpay',
    marks: [
      ['tranid', 'purchaseid'],
      ['eticketid', 'tranid'],
      ['eticketid', 'trantype'],
    ],
    amount: ['price', 'amount'],
    currency: ['currencycode', 'currency'],
    day: ['transtime', 'transdate', 'trandate'],
    reference: ['purchaseid', 'tranid', 'relatedtranid'],
    failed: (fields) => (/^(?:no|false|0|declined)$/i.test(textOf(fields, 'approved') ?? '') ? 'declined' : null),
  },
];

const shapeOf = (fields: JsonObject): Shape | undefined =>
  shapes.find(({ marks }) =>
    marks.some((names) => names.every((name) => typeof fields[name] === 'string' || typeof fields[name] === 'number')),
  );

export const isPostback = (fields: JsonObject): boolean => shapeOf(fields) !== undefined;

/** `10.00(USD) for 10 days (trial) then …`: the price and its currency. */
const described = /^(\d+(?:\.\d+)?)\(([A-Z]{3})\)/;

/** A postback of CCBill or Segpay. Names, addresses and passwords in it are not read. */
export function postbackPayment(record: string, fields: JsonObject): PaymentRecord {
  const shape = shapeOf(fields);
  if (!shape) return { record, form: null, refused: 'no postback that we know' };
  const written = textOf(fields, ...shape.amount);
  const [, described1, described2] = described.exec(written ?? '') ?? [];
  const price = written === null ? undefined : readAmount(described1 ?? written);
  const at = textOf(fields, ...shape.day);
  const day = at === null ? undefined : readDay(at);
  const failed = shape.failed(fields);
  return payment(record, shape.form, {
    amount: price && 'amount' in price ? price.amount : null,
    currency: described2 ?? readCurrency(textOf(fields, ...shape.currency)),
    day: day && 'day' in day ? day.day : null,
    reference: textOf(fields, ...shape.reference),
    processor: shape.form,
    state: failed === null ? null : failed === 'declined' ? failed : `declined: ${failed}`,
    faults: [...(price && 'fault' in price ? [price.fault] : []), ...(day && 'fault' in day ? [day.fault] : [])],
  });
}

/** The fields of a posted form; undefined if the text is none of a postback. */
export function postedFields(text: string): JsonObject | undefined {
  if (!/^[\w.%+<>-]{1,80}=[^\s]*$/.test(text) || !text.includes('&')) return undefined;
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) fields[name] ??= value;
  return isPostback(fields) ? fields : undefined;
}
