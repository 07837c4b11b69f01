import { fieldNames } from '../model/ticket-fields.ts';
import type { Asked, Stretch } from './asked.ts';
import { fault, typed } from './cursor.ts';
import { fieldOf, type QueryField } from './fields.ts';
import { nameIs, rankOf, textHas } from './names.ts';
import type { Condition, Typed } from './query.ts';
import { beganAt, lengthIs, timeAt, timeIs } from './times.ts';

/** What a query may ask of a kind of field, and what its values mean there. All readings throw `usage` at a value that is none. */
export interface FieldKind {
  /** A value, for hints. */
  readonly example: string;
  /** Whether `a..b` is read as a range; else the dots belong to the value. */
  readonly ranges: boolean;
  /** What `field:value` means. */
  readonly is: (value: Typed, asked: Asked) => Condition;
  /** Where a value lies for `>=` and `a..b`; a kind without it has no order. */
  readonly at?: (value: Typed, asked: Asked, use: 'compared' | 'range') => Stretch;
  /** What is greater lies before: what is older began earlier. */
  readonly reversed?: true;
  /** Where a value lies depends on the day, so that `monday..yesterday` is sometimes empty and no mistake. */
  readonly drifts?: true;
}

const kinds: Readonly<Record<QueryField['type'] | 'ranked', FieldKind>> = {
  word: { example: 'none', ranges: true, is: nameIs },
  list: { example: 'none', ranges: true, is: nameIs },
  ranked: { example: 'none', ranges: true, is: nameIs, at: rankOf },
  text: { example: 'word', ranges: false, is: textHas },
  number: { example: '12', ranges: true, is: numberIs, at: numberAt },
  time: { example: 'today', ranges: true, is: timeIs, at: timeAt, drifts: true },
  duration: { example: '1d..2d', ranges: true, is: lengthIs, at: beganAt, reversed: true },
};

/** What a query may ask of a field. */
export const kindOf = (field: Pick<QueryField, 'type' | 'ranked'>): FieldKind => kinds[field.ranked ? 'ranked' : field.type];

/** The names of the built-in fields that `>=` and `a..b` may be asked of. */
export const orderedFields = (): readonly string[] => fieldNames.filter((name) => kindOf(fieldOf(name)).at);

function numberAt(value: Typed): Stretch {
  const from = readNumber(value);
  return { from, to: from + 1 };
}

function numberIs(value: Typed, { field }: Asked): Condition {
  return { kind: 'is', field: field.name, values: [readNumber(value)] };
}

function readNumber({ text, mark }: Typed): number {
  if (!/^\d{1,15}$/.test(text)) throw fault(mark, `"${typed(mark)}" is no whole number`);
  return Number(text);
}
