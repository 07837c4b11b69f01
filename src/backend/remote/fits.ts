import { isObject } from '../../model/object.ts';
import type { CallName } from '../wire/routes.ts';

/** The calls that answer null where there is nothing. */
const nothings: ReadonlySet<CallName> = new Set<CallName>(['claimFirst', 'article', 'contact', 'contactNumbered']);

/** Whether an answer can be what the call gives, as far as whoever reads it would stumble over it. What a server says of itself decides all that follows. */
export function fits(call: CallName, value: unknown): boolean {
  if (call === 'about') return isAbout(value);
  return typeof value === 'object' && (value !== null || nothings.has(call));
}

/** The same of a line of an answer. */
export const fitsLine = (call: CallName, value: unknown): boolean => (call === 'values' ? typeof value === 'string' : isObject(value));

function isAbout(value: unknown): boolean {
  if (!isObject(value) || typeof value['version'] !== 'string') return false;
  const { me, can, token } = value;
  return isObject(me) && typeof me['name'] === 'string' && Array.isArray(me['queues']) && isObject(token) && isTable(can);
}

const isTable = (can: unknown): boolean => isObject(can) && isObject(can['term']) && Array.isArray(can['sort']) && isObject(can['change']);
