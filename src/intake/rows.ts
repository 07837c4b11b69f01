import { orRefused, ticketEntry } from './draft.ts';
import { groupEntries } from './group.ts';
import { type MapOptions, mappingOf } from './mapping.ts';
import type { Row } from './reading.ts';
import type { Entry } from './record.ts';

/** So many rows are looked at before the first is made a ticket: they show which columns hold dates, statuses and so on. */
const sampled = 200;
/** … unless they are long. */
const sampledCharacters = 4 * 1024 * 1024;

/** Makes tickets of rows. Throws `usage` before the first when the options do not fit the columns; a row that cannot be used is refused. */
export async function* rowEntries(rows: AsyncIterable<Row>, options: MapOptions): AsyncIterable<Entry> {
  const { sample, all } = await sampleOf(rows);
  const cells = sample.flatMap((row) => ('cells' in row ? [row.cells] : []));
  if (cells.length === 0) return yield* refusals(all);
  const mapping = mappingOf([...new Set(cells.flatMap((row) => Object.keys(row)))], cells, options);
  if (mapping.group !== undefined) return yield* groupEntries(all, mapping, mapping.group);
  for await (const row of all) {
    if ('refused' in row) yield row;
    else yield orRefused(row.at, () => ticketEntry(row.at, mapping.identity.keyOf(row.cells), mapping.read(row.cells)));
  }
}

async function* refusals(rows: AsyncIterable<Row>): AsyncIterable<Entry> {
  for await (const row of rows) if ('refused' in row) yield row;
}

async function sampleOf(rows: AsyncIterable<Row>): Promise<{ readonly sample: readonly Row[]; readonly all: AsyncIterable<Row> }> {
  const stream = rows[Symbol.asyncIterator]();
  const sample: Row[] = [];
  let trouble: { readonly thrown: unknown } | undefined;
  try {
    for (let characters = 0; sample.length < sampled && characters < sampledCharacters;) {
      const next = await stream.next();
      if (next.done) break;
      sample.push(next.value);
      if ('cells' in next.value) for (const cell of Object.values(next.value.cells)) characters += cell.length;
    }
  } catch (thrown) {
    trouble = { thrown };
  }
  async function* all(): AsyncIterable<Row> {
    try {
      yield* sample;
      if (trouble) throw trouble.thrown;
      yield* { [Symbol.asyncIterator]: () => stream };
    } finally {
      await stream.return?.();
    }
  }
  return { sample, all: all() };
}
