import type { Field, FieldType, Value } from '../model/field.ts';
import type { Instant } from '../model/time.ts';
import { seconds } from './cell.ts';
import type { Format } from './format.ts';

/**
 * A row as a JSON object, its keys in the order of the fields: text and times as strings, numbers as numbers, durations in
 * whole seconds, lists as arrays, none as null. Byte for byte what SQLite's `json_object` makes of the same values.
 */
export function jsonRow<Row>(fields: readonly Field<Row>[], now: Instant): (row: Row) => string {
  const parts = fields.map(({ name, type, of }, index) => ({ key: `${index === 0 ? '{' : ','}${JSON.stringify(name)}:`, type, of }));
  return (row) => {
    let text = '';
    for (const { key, type, of } of parts) text += key + jsonValue(of(row, now), type);
    return `${text}}`;
  };
}

const jsonValue = (value: Value, type: FieldType): string =>
  JSON.stringify(type === 'duration' && typeof value === 'number' ? seconds(value) : value);

/** One array, a row a line, written as the rows come. With `terminal` it is escaped so that nothing in it moves a terminal. */
export function jsonFormat<Row>(fields: readonly Field<Row>[], now: Instant, terminal: boolean): Format<Row> {
  const text = rowText(fields, now, terminal);
  let between = '\n';
  return {
    head: '[',
    row: (row) => {
      const line = between + text(row);
      between = ',\n';
      return line;
    },
    tail: () => (between === '\n' ? ']\n' : '\n]\n'),
  };
}

/** A row a line, each a JSON object of its own. With `terminal` it is escaped so that nothing in it moves a terminal. */
export function ndjsonFormat<Row>(fields: readonly Field<Row>[], now: Instant, terminal: boolean): Format<Row> {
  const text = rowText(fields, now, terminal);
  return { head: '', row: (row) => `${text(row)}\n` };
}

function rowText<Row>(fields: readonly Field<Row>[], now: Instant, terminal: boolean): (row: Row) => string {
  const text = jsonRow(fields, now);
  return terminal ? (row) => harmlessJson(text(row)) : text;
}

/** The same JSON with every character escaped that a terminal would act on or not show: the rest of the controls, bidi, invisible ones. */
export const harmlessJson = (json: string): string =>
  json.replaceAll(unseen, (found) => [...unitsOf(found)].map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join(''));

function* unitsOf(text: string): Iterable<number> {
  for (let index = 0; index < text.length; index += 1) yield text.charCodeAt(index);
}

// What `safe` shows or drops, less what Persian, Hindi and emoji are written with: joiners and variation selectors. JSON.stringify has
// escaped U+0000 to U+001F.
const unseen =
  /[\u034f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\u{e0000}-\u{10ffff}]/gu;
