import { DeskError } from '../../errors.ts';
import type { SqlValue } from './engine.ts';

type Decode<T> = (value: SqlValue | undefined) => T;

/** What a desk of ours never writes was found in it. Throws `settings`. */
export function damaged(what: string, value: unknown): never {
  throw new DeskError('settings', `the desk is damaged: ${JSON.stringify(value)} is no ${what}`, {
    hint: 'restore the last backup, or ask `desk doctor` what else is wrong',
  });
}

export const asText: Decode<string> = (value) => (typeof value === 'string' ? value : damaged('text', value));
export const asNumber: Decode<number> = (value) => (typeof value === 'number' ? value : damaged('number', value));
export const asBytes: Decode<Uint8Array> = (value) => (value instanceof Uint8Array ? value : damaged('content', value));

/** One of a few words. */
export const asOneOf =
  <T extends string>(what: string, known: readonly T[]): Decode<T> =>
  (value) =>
    known.find((each) => each === value) ?? damaged(what, value);

/** NULL is none. */
export const orNone =
  <T>(decode: Decode<T>): Decode<T | null> =>
  (value) =>
    value === null ? null : decode(value);

function parsed(value: SqlValue | undefined): unknown {
  try {
    return JSON.parse(asText(value));
  } catch {
    return damaged('JSON', value);
  }
}

/** A JSON array of texts. */
export function asList(value: SqlValue | undefined): readonly string[] {
  const list = parsed(value);
  return Array.isArray(list) ? list.map((entry) => (typeof entry === 'string' ? entry : damaged('text', entry))) : damaged('list', list);
}

/** A JSON array of ids; a million of them are not looked at one by one. */
export function asIds(value: SqlValue | undefined): readonly number[] {
  const list = parsed(value);
  return Array.isArray(list) ? list : damaged('list', list);
}

/** A JSON object, of the shape in which our own writing put it there. */
export function asObject<T extends object>(value: SqlValue | undefined): T {
  const object = parsed(value);
  return typeof object === 'object' && object !== null && !Array.isArray(object) ? (object as T) : damaged('object', object);
}
