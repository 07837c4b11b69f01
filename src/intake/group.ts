import { refusal } from './draft.ts';
import type { Mapping } from './mapping.ts';
import { joined, type ReadRow } from './past.ts';
import type { Cells, Row } from './reading.ts';
import { type Entry, keyOf } from './record.ts';

/** So much text of rows is held to find those of one ticket; then the tickets that have waited longest for another row are finished. */
const mostCharacters = 64 * 1024 * 1024;

interface Held {
  /** How many tickets came before. */
  readonly place: number;
  readonly rows: ReadRow[];
  characters: number;
}

/**
 * Makes one ticket of the rows that have the same value in a column, wherever they stand, and its past of how they differ. Memory is bounded: a file of any length
 * will do whose rows of one ticket stand together; in others a row that comes when its ticket has long been finished is refused.
 */
export async function* groupEntries(
  rows: AsyncIterable<Row>,
  mapping: Mapping,
  column: string,
  most = mostCharacters,
): AsyncIterable<Entry> {
  const gathered = gatherer(most);
  const ticket = (held: Held): Entry => joined(held.rows, (first) => mapping.identity.keyOfGroup(column, first));
  for await (const row of rows) {
    if ('refused' in row) {
      yield row;
      continue;
    }
    const { at, cells } = row;
    const name = cells[column]?.trim() ?? '';
    const refused =
      name === ''
        ? `no ${column}`
        : gathered.isFinished(name)
          ? `too far from the other rows of ${name}: sort the file by ${column}`
          : undefined;
    const read = refused === undefined ? readRow(row, mapping) : { at, refused };
    if ('refused' in read) yield read;
    else for (const held of gathered.add(name, read)) yield ticket(held);
  }
  for (const held of gathered.rest()) yield ticket(held);
}

function readRow(
  { at, cells }: Row & { readonly cells: Cells },
  mapping: Mapping,
): ReadRow | { readonly at: string; readonly refused: string } {
  try {
    return { at, cells, reading: mapping.read(cells) };
  } catch (error) {
    return { at, refused: refusal(error) };
  }
}

interface Gatherer {
  /** Takes a row in; gives back the tickets that had to be finished to make room. */
  add(name: string, row: ReadRow): readonly Held[];
  isFinished(name: string): boolean;
  rest(): Iterable<Held>;
}

function gatherer(most: number): Gatherer {
  const groups = new Map<string, Held>();
  const finished = new Set<string>();
  let [characters, places] = [0, 0];
  function* overfull(): Iterable<Held> {
    for (const [name, held] of groups) {
      if (characters <= most) return;
      groups.delete(name);
      finished.add(keyOf(name));
      characters -= held.characters;
      yield held;
    }
  }
  return {
    add(name, row) {
      const held = groups.get(name) ?? { place: (places += 1), rows: [], characters: 0 };
      const size = Object.values(row.cells).reduce((sum, cell) => sum + cell.length, 0);
      // What was added to last stands last.
      groups.delete(name);
      groups.set(name, held);
      held.rows.push(row);
      held.characters += size;
      characters += size;
      return [...overfull()];
    },
    isFinished: (name) => finished.has(keyOf(name)),
    rest: () => [...groups.values()].toSorted((a, b) => a.place - b.place),
  };
}
