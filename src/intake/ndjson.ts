import { isObject, type JsonObject } from '../model/object.ts';
import { ownEntry, isOwn } from './own.ts';
import { lines } from './lines.ts';
import type { MapOptions } from './mapping.ts';
import type { Cells, Row } from './reading.ts';
import type { Entry } from './record.ts';
import { rowEntries } from './rows.ts';

/** A longer line is refused. */
const mostLineBytes = 64 * 1024 * 1024;

/** Objects within objects become columns with dots, down to here; below, JSON. */
const mostDepth = 4;

/** So many lines are looked at for the first object, which tells whose they are. */
const mostLooked = 1000;

type Parsed = { readonly at: string; readonly value: JsonObject } | { readonly at: string; readonly refused: string };

/**
 * Tickets from a JSON object a line: what `desk export --format ndjson` writes (also with its threads, and as JSON, which has a ticket a line too), or any
 * objects, whose keys are then mapped like the columns of a table. The bytes are UTF-8 without a byte order mark.
 */
export async function* ndjsonEntries(bytes: AsyncIterable<Uint8Array>, options: MapOptions): AsyncIterable<Entry> {
  const parsed = objects(bytes)[Symbol.asyncIterator]();
  const looked: Parsed[] = [];
  let first: JsonObject | undefined;
  for (let next = await parsed.next(); !next.done; next = await parsed.next()) {
    looked.push(next.value);
    if ('value' in next.value) first = next.value.value;
    if (first || looked.length === mostLooked) break;
  }
  async function* all(): AsyncIterable<Parsed> {
    yield* looked;
    yield* { [Symbol.asyncIterator]: () => parsed };
  }
  const plain = [options.map, options.values].every((list) => !list?.length) && options.group === undefined;
  if (!plain || !first || !isOwn(first)) return yield* rowEntries(asRows(all()), options);
  for await (const each of all()) yield 'refused' in each ? each : ownEntry(each.at, each.value);
}

async function* asRows(parsed: AsyncIterable<Parsed>): AsyncIterable<Row> {
  for await (const each of parsed) yield 'refused' in each ? each : rowOf(each.at, each.value);
}

/** JSON is read however deep it is nested, and not written so. */
function rowOf(at: string, value: JsonObject): Row {
  try {
    return { at, cells: cellsOf(value) };
  } catch (error) {
    if (error instanceof RangeError) return { at, refused: 'nested too deep' };
    throw error;
  }
}

async function* objects(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Parsed> {
  let number = 0;
  for await (const line of lines(bytes, mostLineBytes)) {
    number += 1;
    const at = `line ${number}`;
    if ('tooLong' in line) {
      yield { at, refused: `${line.tooLong} bytes in one line: more than ${mostLineBytes} are not read` };
      continue;
    }
    // Of a JSON array with an object a line the brackets and commas are passed over.
    const text = Buffer.from(line.bytes.buffer, line.bytes.byteOffset, line.bytes.byteLength).toString('utf8').trim();
    const json = text.endsWith(',') ? text.slice(0, -1) : text;
    if (json !== '' && json !== '[' && json !== ']') yield parsedLine(at, json);
  }
}

function parsedLine(at: string, json: string): Parsed {
  try {
    const value: unknown = JSON.parse(json);
    if (isObject(value)) return { at, value };
    return {
      at,
      refused: Array.isArray(value)
        ? "a list where an object was expected: one object a line, as jq -c '.[]' writes them"
        : 'no JSON object',
    };
  } catch (error) {
    return { at, refused: `no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** An object as the cells of a row. */
function cellsOf(value: JsonObject): Cells {
  const cells: Record<string, string> = Object.create(null);
  const put = (name: string, item: unknown, depth: number): void => {
    if (item === null || item === undefined) return;
    if (isObject(item) && depth < mostDepth) {
      for (const [key, inner] of Object.entries(item)) put(`${name}.${key}`, inner, depth + 1);
    } else if (Array.isArray(item) && item.every((entry) => typeof entry !== 'object')) cells[name] = item.join(',');
    else cells[name] = typeof item === 'object' ? JSON.stringify(item) : String(item);
  };
  for (const [key, item] of Object.entries(value)) put(key, item, 0);
  return cells;
}
