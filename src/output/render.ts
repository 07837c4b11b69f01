import { DeskError } from '../errors.ts';
import type { Fieldset } from '../model/field.ts';
import type { Instant } from '../model/time.ts';
import type { Sink } from '../around/world.ts';
import { buffer } from './buffer.ts';
import { columnsNamed } from './columns.ts';
import { csvFormat } from './csv.ts';
import type { Format, FormatName } from './format.ts';
import { idsFormat } from './ids.ts';
import { jsonFormat, ndjsonFormat } from './json.ts';
import { templateFormat } from './template.ts';
import { tsvFormat } from './tsv.ts';

export interface RenderOptions<Row> {
  readonly format: FormatName;
  /** Names of the fields to show, in order; `ids` and `template` have their own. */
  readonly columns: readonly string[];
  /** For `template`. */
  readonly template?: string;
  /** Whether strangers' cells are made harmless for a spreadsheet: `csv`. */
  readonly defuse: boolean;
  readonly now: Instant;
  /** Each row is written when it comes, for whoever waits for it; else they are gathered for a moment. */
  readonly live?: boolean;
  /** The page of a row on the web, where there is one: `table` on a terminal that knows links. */
  readonly link?: (row: Row) => string | undefined;
}

/**
 * Writes rows to a sink as they come, in constant memory, and resolves with how many there were. When the source throws, what
 * came before has been written, and a JSON array stays open; nothing at all is written when it throws before the first row. A source that throws `partial`
 * came to its end: what is written is whole.
 * Throws `usage` for unknown columns and bad templates, and what the source and the sink throw.
 */
export async function render<Row>(
  rows: AsyncIterable<Row>,
  set: Fieldset<Row>,
  options: RenderOptions<Row>,
  sink: Pick<Sink, 'write' | 'terminal'>,
): Promise<number> {
  const { live = false } = options;
  const format = await formatOf(set, options, sink.terminal);
  const out = buffer(sink, () => format.rest?.() ?? '');
  let count = 0;
  let tail = '';
  const end = (): void => {
    if (count === 0) out.add(format.head);
    tail = format.tail?.() ?? '';
  };
  try {
    for await (const row of rows) {
      if (count === 0) out.add(format.head);
      count += 1;
      out.add(format.row(row));
      if (live) out.add(format.rest?.() ?? '');
      // That a reader has gone is heard here, by the row that they do not see, and not by the next one.
      if (live || out.full()) await out.send();
    }
    end();
  } catch (thrown) {
    if (thrown instanceof DeskError && thrown.kind === 'partial') end();
    throw thrown;
  } finally {
    out.add((format.rest?.() ?? '') + tail);
    await out.send();
  }
  return count;
}

async function formatOf<Row>(set: Fieldset<Row>, options: RenderOptions<Row>, terminal: Sink['terminal']): Promise<Format<Row>> {
  const { now, defuse, template = '' } = options;
  const seen = terminal !== undefined;
  const fields = columnsNamed(set, options.columns);
  switch (options.format) {
    case 'table':
      // A table needs much that nothing else needs.
      return (await import('./table.ts')).tableFormat(fields, { now, terminal, link: options.link, live: options.live === true });
    case 'tsv':
      return tsvFormat(fields, now);
    case 'json':
      return jsonFormat(fields, now, seen);
    case 'ndjson':
      return ndjsonFormat(fields, now, seen);
    case 'csv':
      return csvFormat(fields, now, { defuse, terminal: seen });
    case 'ids':
      return idsFormat(set, now);
    case 'template':
      return templateFormat(template, set, now, seen);
  }
}
