import { Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { undefuse } from '../output/safe.ts';
import type { Cells, Row } from './reading.ts';
import { type Rereadable, rereadable } from './rereadable.ts';

/** A longer row is refused: it is no text that anybody wrote, or its quote is never closed. */
export const mostRowBytes = 4 * 1024 * 1024;

const mostHeaderBytes = 64 * 1024;

/**
 * The rows of a table in text: separated by commas, semicolons, tabs or bars (told from the header line), quoted as in RFC 4180, with any line end,
 * streaming. Cells that an export of ours defused are as they were before. A row that cannot be read is refused and those below it are
 * read all the same. The bytes are UTF-8 without a byte order mark.
 */
export async function* csvRows(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Row> {
  const source = rereadable(bytes);
  const delimiter = delimiterOf(Buffer.from(await source.peek(mostHeaderBytes)).toString('utf8'));
  let columns: readonly string[] | undefined;
  let number = 0;
  for (let base = 0; ;) {
    const stretch = records(source, delimiter, base);
    for await (const cells of stretch.records) {
      number += 1;
      if (!columns) columns = columnNames(cells);
      else if (cells.some((cell) => cell !== '')) yield { at: `row ${number}`, cells: byName(columns, cells) };
    }
    const broken = stretch.broken();
    if (!broken) return;
    number += 1;
    yield { at: `row ${number}`, refused: broken.says };
    base = await source.backAfterLine(broken.at);
  }
}

interface Stretch {
  readonly records: AsyncIterable<readonly string[]>;
  /** Where the record began that ended the stretch, and what was wrong with it. Known when the records have been read. */
  broken(): { readonly at: number; readonly says: string } | undefined;
}

/** The records from `base` to the end, or to one that takes all of the rest in: an open quote. */
function records(source: Rereadable, delimiter: string, base: number): Stretch {
  let broken: { readonly at: number; readonly says: string } | undefined;
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: mostRowBytes,
    on_skip: (error) => {
      if (error) broken ??= { at: base + parser.info.bytes_records, says: saysBroken(error) };
      return undefined;
    },
    on_record: (record: string[]) => (broken ? null : record),
  });
  async function* fed(): AsyncIterable<Uint8Array> {
    for await (const chunk of source.read()) {
      if (broken) return;
      yield chunk;
      if (!broken) source.forget(base + parser.info.bytes_records);
    }
  }
  const feed = Readable.from(fed());
  feed.on('error', (error) => parser.destroy(error));
  return { records: feed.pipe(parser), broken: () => broken };
}

function saysBroken(error: CsvError): string {
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') return 'a quote is opened and never closed';
  if (error.code === 'CSV_MAX_RECORD_SIZE') return 'longer than 4 MB, or a quote is opened and never closed';
  return error.message;
}

/** The separator that stands most often in the header line, outside quotes. */
function delimiterOf(text: string): string {
  const [line = ''] = text.replaceAll(/"(?:[^"]|"")*"/g, '').split(/[\r\n]/, 1);
  const counted = [',', ';', '\t', '|'].map((delimiter) => ({ delimiter, count: line.split(delimiter).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

/** Every column gets a name of its own. */
function columnNames(header: readonly string[]): readonly string[] {
  const names = new Set<string>();
  const times = new Map<string, number>();
  for (const [index, cell] of header.entries()) {
    const name = cell.trim() || `column ${index + 1}`;
    let nth = (times.get(name) ?? 0) + 1;
    const own = (): string => (nth === 1 ? name : `${name} (${nth})`);
    while (names.has(own())) nth += 1;
    names.add(own());
    times.set(name, nth);
  }
  return [...names];
}

function byName(columns: readonly string[], cells: readonly string[]): Cells {
  const row: Record<string, string> = Object.create(null);
  for (const [index, cell] of cells.entries()) row[columns[index] ?? `column ${index + 1}`] = undefuse(cell);
  return row;
}
