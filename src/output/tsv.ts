import type { Field } from '../model/field.ts';
import type { Instant } from '../model/time.ts';
import { machineText } from './cell.ts';
import type { Format } from './format.ts';
import { safe } from './safe.ts';

/** A row a line, a tab between its values: for `cut`, `awk` and `while read`. The first line names the columns. */
export function tsvFormat<Row>(fields: readonly Field<Row>[], now: Instant): Format<Row> {
  return {
    head: `${fields.map((field) => field.name).join('\t')}\n`,
    row: (row) => `${fields.map((field) => cell(machineText(field.of(row, now), field.type))).join('\t')}\n`,
  };
}

const cell = (text: string): string => safe(text, { lines: false });
