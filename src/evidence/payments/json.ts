import type { NoPayment, PaymentRecord } from '../../model/payment.ts';
import { adyenPayments, isAdyen } from './adyen.ts';
import { columnsOf, invoiceRoles, type Role } from './columns.ts';
import { fioPayments, isFio } from './fio.ts';
import { inner, list, textOf } from './json-value.ts';
import { isObject, type JsonObject } from '../../model/object.ts';
import { isPayPal, payPalPayments } from './paypal.ts';
import { isPostback, postbackPayment } from './postback.ts';
import { isStripe, stripePayment } from './stripe.ts';
import { tabled } from './tabled.ts';
import { textLines } from './text.ts';

/** Under these names others wrap what they received. */
const wrappers: readonly string[] = ['value', 'payload', 'body', 'data', 'resource', 'event', 'payment', 'transaction'];
const deepest = 4;

const refusal = (record: string, refused: string): readonly NoPayment[] => [{ record, form: 'json', refused }];

const isDump = (fields: JsonObject): boolean => typeof fields['__CLASS__'] === 'string';

/** An object with fields that are named as columns are. */
function plainPayment(record: string, fields: JsonObject): PaymentRecord | undefined {
  const keys = Object.keys(fields).filter((key) => ['string', 'number'].includes(typeof fields[key]));
  const at = columnsOf(keys.map((key) => key.replaceAll(/(?<=[a-z])(?=[A-Z])|_/g, ' ')))?.at;
  if (!at) return undefined;
  const cell = (role: Role): string => textOf(fields, keys[at[role] ?? -1] ?? '') ?? '';
  const tells = cell('amount') + cell('symbol') !== '' || /descriptor|narration/i.test(keys[at.descriptor ?? -1] ?? '');
  if (!tells) return undefined;
  return tabled(
    record,
    'json',
    cell,
    invoiceRoles.some((role) => at[role] !== undefined),
  );
}

/** What those make of it who know the object; undefined if nobody does. */
function known(record: string, fields: JsonObject, depth: number): readonly PaymentRecord[] | undefined {
  if (isStripe(fields)) return fields['object'] === 'list' ? listed(list(fields, 'data')) : [stripePayment(record, fields)];
  if (isFio(fields)) return [...fioPayments(fields)];
  if (isPostback(fields)) return [postbackPayment(record, fields)];
  if (isPayPal(fields)) return payPalPayments(record, fields);
  if (isAdyen(fields)) return adyenPayments(record, fields);
  if (isDump(fields)) return refusal(record, "a dump of another program's objects; give the statement that it was made from");
  for (const name of wrappers) {
    const found = depth < deepest && isObject(fields[name]) ? known(record, inner(fields, name), depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function objectPayments(record: string, fields: JsonObject): readonly PaymentRecord[] {
  const found = known(record, fields, 0);
  const plain = found ? undefined : plainPayment(record, fields);
  return found ?? (plain && [plain]) ?? refusal(record, 'no payment in it: neither an amount nor a descriptor');
}

const listed = (values: readonly unknown[]): readonly PaymentRecord[] =>
  values.flatMap((value, at) => jsonPayments(`entry ${at + 1}`, value));

/** The payments of a parsed piece of JSON, by whose it is. */
function jsonPayments(record: string, value: unknown): readonly PaymentRecord[] {
  if (Array.isArray(value)) return value.length > 0 ? listed(value) : refusal(record, 'an empty list');
  return isObject(value) ? objectPayments(record, value) : refusal(record, 'no object: no payment in it');
}

const mostBytes = 32 * 1024 * 1024;

/** A document of JSON as a whole, or a line each. Undefined texts are refused with what is wrong. */
export async function* documentPayments(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  let text = '';
  for await (const block of blocks) {
    text += block;
    if (text.length > mostBytes) return yield refusal('entry 1', 'a document of more than 32 MB; write one object a line (NDJSON)');
  }
  yield parsedPayments('entry 1', text);
}

function parsedPayments(record: string, text: string): readonly PaymentRecord[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return refusal(record, `not JSON: ${(cause as Error).message.slice(0, 120)}`);
  }
  return jsonPayments(record, value);
}

const mostLine = 4 * 1024 * 1024;

/** One object a line. */
export async function* linesOfJson(blocks: AsyncIterable<string>): AsyncIterable<readonly PaymentRecord[]> {
  let number = 0;
  for await (const line of textLines(blocks)) {
    number += 1;
    if (line.length > mostLine) yield refusal(`line ${number}`, 'longer than 4 MB');
    else if (line.trim() !== '') yield parsedPayments(`line ${number}`, line);
  }
}
