import type { PaymentRecord } from '../../model/payment.ts';
import { fieldNamed } from '../../model/field.ts';
import type { Instant } from '../../model/time.ts';
import { csvFormat } from '../../output/csv.ts';
import type { Format } from '../../output/format.ts';
import { ndjsonFormat } from '../../output/json.ts';
import { tsvFormat } from '../../output/tsv.ts';
import type { Resolution } from './resolution.ts';
import { resolutionFields } from './row.ts';

/** How the rows are to be written: one of the formats that are a row a line. */
export interface Writing {
  readonly format: string;
  readonly columns: readonly string[];
  readonly defuse: boolean;
  readonly now: Instant;
}

/** The format, where its rows can be written a block at a time; undefined for the others. */
function formatOf({ format, columns, defuse, now }: Writing): Format<Resolution> | undefined {
  const fields = columns.flatMap((name) => fieldNamed(resolutionFields, name) ?? []);
  if (format === 'tsv') return tsvFormat(fields, now);
  if (format === 'csv') return csvFormat(fields, now, { defuse, terminal: false });
  return format === 'ndjson' ? ndjsonFormat(fields, now, false) : undefined;
}

/**
 * Resolves batches and writes their rows at once, the same bytes as rendering them one by one: a million rows through a pipe are several
 * times faster so. Undefined where the format is written otherwise. `seen` is called for each row.
 */
export function resolvedBytes(
  batches: AsyncIterable<readonly PaymentRecord[]>,
  resolve: (record: PaymentRecord) => Resolution,
  seen: (row: Resolution) => void,
  writing: Writing,
): AsyncIterable<Uint8Array> | undefined {
  const format = formatOf(writing);
  return format && written(batches, resolve, seen, format);
}

/** Pieces of so many characters are written fastest and in the least memory. */
const chunkLength = 20 * 1024;

async function* written(
  batches: AsyncIterable<readonly PaymentRecord[]>,
  resolve: (record: PaymentRecord) => Resolution,
  seen: (row: Resolution) => void,
  format: Format<Resolution>,
): AsyncIterable<Uint8Array> {
  let text = format.head;
  for await (const batch of batches) {
    for (const record of batch) {
      const row = resolve(record);
      seen(row);
      text += format.row(row);
      if (text.length < chunkLength) continue;
      yield Buffer.from(text);
      text = '';
    }
    // What comes slowly is not held back.
    if (text !== '') yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}
