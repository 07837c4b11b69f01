import type { Instant } from './time.ts';

/** What a field holds. A `duration` is in milliseconds here and in whole seconds in machine formats; `null` is none. */
export type Value = string | number | null | readonly string[] | readonly Nested[] | Nested;

/** A row within a row, such as a message of a ticket: its keys are its own. */
export interface Nested {
  readonly [key: string]: Value | Nested;
}

/**
 * `word`: one of few, or a name · `text`: free text · `number` · `time`: an instant · `duration` · `list`: words · `rows`: rows within the row,
 * which JSON nests, other machine formats write as JSON, and a table only counts · `record`: one row within the row.
 * The type decides how a field is aligned, printed, sorted and what a query may ask of it.
 */
export type FieldType = 'word' | 'text' | 'number' | 'time' | 'duration' | 'list' | 'rows' | 'record';

/** How a value wants to be seen in a table; the output decides the colour. */
export type Tone = 'plain' | 'quiet' | 'good' | 'warn' | 'alarm' | 'id';

/** One entry gives the column, the JSON key, the CSV header, the template word, the sort key, the query term and its row in help. */
export interface Field<Row> {
  readonly name: string;
  /** The column's head, where the name will not do. */
  readonly head?: string;
  readonly type: FieldType;
  /** What it means, for help and manual. */
  readonly says: string;
  /** Who wrote the text: a stranger's is made harmless on its way to a terminal and defused for a spreadsheet. */
  readonly from?: 'stranger';
  readonly of: (row: Row, now: Instant) => Value;
  /** The values that it may have, most ordinary first where they are ordered by rank: completion and query check them. */
  readonly values?: readonly string[];
  /** Ordered by the place in `values`, not by letter. */
  readonly ranked?: boolean;
  /** Whom its words name. A query may say `me` for an agent, and part of an address. */
  readonly names?: 'agent' | 'address';
  /** Its times lie mostly ahead: `2d` is in two days. Where they lie behind, `2d` alone could be meant both ways. */
  readonly ahead?: true;
  /** For a duration that lasts: when it began. Queries compare this. */
  readonly began?: (row: Row) => Instant | null;
  readonly tone?: (value: Value, row: Row) => Tone;
  /** Takes what is left of the table's width; at most one a table. */
  readonly flexible?: boolean;
  /** What does not fit into its column goes on below instead of being cut: where every word counts. */
  readonly wraps?: true;
  /** Of a time: to the second, where a table shows it. */
  readonly seconds?: true;
}

export interface Fieldset<Row> {
  /** What a row is, for the schema of the machine formats. */
  readonly name: string;
  readonly fields: readonly Field<Row>[];
  /** Fields that are not known beforehand, such as `field.plan`. */
  readonly dynamic?: (name: string) => Field<Row> | undefined;
}

/** Makes a fieldset; the row's type is named once, the rest follows. */
export function fieldset<Row>(
  name: string,
  fields: readonly Field<Row>[],
  dynamic?: (name: string) => Field<Row> | undefined,
): Fieldset<Row> {
  return dynamic ? { name, fields, dynamic } : { name, fields };
}

/** The field of that name, or undefined. */
export function fieldNamed<Row>(set: Fieldset<Row>, name: string): Field<Row> | undefined {
  return set.fields.find((field) => field.name === name) ?? set.dynamic?.(name);
}
