import { isObject, type JsonObject } from '../../model/object.ts';

/** The object under a name; one without fields if there is none. */
export const inner = (fields: JsonObject, name: string): JsonObject => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return isObject(value) ? value : {};
};

/** The list under a name; an empty one if there is none. */
export const list = (fields: JsonObject, name: string): readonly unknown[] => {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  return Array.isArray(value) ? value : [];
};

const most = 500;

/** The first text or number under these names, as a text; null if there is none. */
export function textOf(fields: JsonObject, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (typeof value === 'number') return String(value);
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, most);
  }
  return null;
}

/** Those that are there. */
export const present = (...texts: readonly (string | null)[]): readonly string[] => texts.filter((text) => text !== null);
