import type { Field, FieldType, Fieldset } from '../model/field.ts';

/** Grows when a name, a type or a meaning changes in the machine formats; a field more does not. */
const schemaVersion = 1;

/** A row of json and ndjson as JSON Schema (2020-12); csv and tsv hold the same values as text. */
export interface RowSchema {
  readonly $schema: string;
  readonly title: string;
  readonly version: number;
  readonly type: 'object';
  readonly properties: Readonly<Record<string, object>>;
}

/** What a row of these fields looks like in the machine formats: names, types, meaning, values. */
export function schemaOf<Row>(set: Fieldset<Row>): RowSchema {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: set.name,
    version: schemaVersion,
    type: 'object',
    properties: Object.fromEntries(set.fields.map((field) => [field.name, property(field)])),
  };
}

const types = {
  word: { type: ['string', 'null'] },
  text: { type: ['string', 'null'] },
  number: { type: ['number', 'null'] },
  time: { type: ['string', 'null'], format: 'date-time' },
  duration: { type: ['integer', 'null'], unit: 's' },
  list: { type: 'array', items: { type: 'string' } },
  rows: { type: 'array', items: { type: 'object' } },
  record: { type: ['object', 'null'] },
} as const satisfies Record<FieldType, object>;

const property = <Row>({ type, says, values }: Field<Row>): object => ({
  ...types[type],
  description: says,
  ...(values && { enum: [...values, null] }),
});
