import { DeskError } from '../errors.ts';
import type { DateReader } from '../model/dated.ts';
import { normalName } from '../model/name.ts';
import { columnNamed, columnsNamed, fieldOf, readMap, type Target, targets } from './columns.ts';
import { datesOf, readPattern } from './dates.ts';
import { identityOf, type Identity } from './identity.ts';
import { type Reader, readerOf } from './reader.ts';
import { notesOn, withoutNul } from './record.ts';
import { type Cells, type Reading, newReading } from './reading.ts';
import { ourWord, readValues, type ToldValues, worded } from './values.ts';

/** What was typed after `--map`, `--value`, `--group` and `--dates`. */
export interface MapOptions {
  readonly map?: readonly string[];
  readonly values?: readonly string[];
  readonly group?: string;
  readonly dates?: string;
}

/** How the rows of one file become tickets. */
export interface Mapping {
  /** Throws DeskError `refused` when a cell that matters cannot be read. */
  read(cells: Cells): Reading;
  readonly identity: Identity;
  /** The column whose value is the same in the rows of one ticket. */
  readonly group: string | undefined;
}

/** Fields of ours that follow from others: an export has them, an import makes them anew. */
const computed: ReadonlySet<string> = new Set(['version', 'messages', 'links', 'age', 'waiting', 'first-reply', 'updated']);

/** Whether the columns are those of an export of ours. */
const isOurs = (columns: readonly string[]): boolean => ['id', 'version', 'status', 'requester'].every((name) => columns.includes(name));

/**
 * Makes the mapping of a file from its columns, some of its rows and what the user told. What nobody told is taken from the columns' names, where their
 * values bear them out; a column that is nothing else becomes a custom field, so that nothing is lost. Throws `usage` for a field or a column
 * that does not exist, for dates that can be read in two ways, and when no column says what a ticket is about.
 */
export function mappingOf(columns: readonly string[], sample: readonly Cells[], options: MapOptions): Mapping {
  const group = options.group === undefined ? undefined : columnNamed(options.group, columns);
  const ours = isOurs(columns);
  const told = toldMap(options.map ?? [], columns);
  const context = { values: readValues(options.values ?? []), dates: options.dates === undefined ? undefined : readPattern(options.dates) };
  const chosen = new Map<Target, Chosen>([...told].map(([target, column]) => [target, { column, told: true }]));
  for (const target of targets) {
    if (chosen.has(target) || !isFound(target, ours, group !== undefined)) continue;
    const taken = new Set([...chosen.values()].map(({ column }) => column));
    const free = columns.filter((column) => !taken.has(column) && !(target === 'id' && column !== group && group !== undefined));
    const names = target === 'category' ? free.filter((column) => column === 'category') : columnsNamed(target, free);
    const column = names.find((name) => bearsOut(target, valuesOf(sample, name), name, context));
    if (column !== undefined) chosen.set(target, { column, told: false });
  }
  if (group !== undefined && !chosen.has('id')) chosen.set('id', { column: group, told: true });
  if (!['subject', 'body', 'id'].some((target) => chosen.has(target as Target))) throw aboutNothing(columns);
  return { read: rowReader(columns, sample, chosen, { ...context, ours }), identity: identityOf(columns), group };
}

/** Columns in a hint. */
const mostNamed = 100;

const aboutNothing = (columns: readonly string[]): DeskError =>
  new DeskError('usage', 'no column says what a ticket is about', {
    hint: `say which: --map subject=… or --map body=…; the columns are ${columns.slice(0, mostNamed).join(', ')}${columns.length > mostNamed ? ', …' : ''}`,
  });

function toldMap(typed: readonly string[], columns: readonly string[]): ReadonlyMap<Target, string> {
  const told = new Map<Target, string>();
  for (const text of typed) {
    const [target, column] = readMap(text, columns);
    const before = told.get(target);
    if (before !== undefined && before !== column) throw new DeskError('usage', `${target} is mapped twice: "${before}" and "${column}"`);
    told.set(target, column);
  }
  return told;
}

/** Whether a target is looked for by name: the customer's category is ours alone, and a past belongs to groups. */
function isFound(target: Target, ours: boolean, grouped: boolean): boolean {
  if (target === 'category') return ours;
  return target === 'updated' || target === 'by' ? grouped : true;
}

function valuesOf(sample: readonly Cells[], column: string): readonly string[] {
  const values = new Set<string>();
  for (const cells of sample) {
    const cell = cells[column]?.trim() ?? '';
    if (!isNone(cell)) values.add(cell);
  }
  return [...values];
}

/** What databases and spreadsheets write for nothing. */
export const isNone = (cell: string): boolean => cell === '' || cell === '?' || cell === 'NULL' || cell === '\\N';

interface Context {
  readonly values: ToldValues;
  readonly dates: DateReader | undefined;
}

/** Whether the values are what the column's name promises: half of them at least. A US state is no state of a ticket. */
function bearsOut(target: Target, values: readonly string[], column: string, { values: told, dates }: Context): boolean {
  const most = (fits: (value: string) => boolean): boolean => values.filter(fits).length * 2 >= values.length && values.length > 0;
  if (worded[target]) return most((value) => told.get(target)?.has(normalName(value)) === true || ourWord(target, value) !== undefined);
  if (isTime(target)) return most((value) => datesOf(column, values, dates)(value) !== undefined);
  return target === 'subject' ? most((value) => /\p{L}/u.test(value)) : true;
}

const isTime = (target: Target): boolean => target === 'created' || target === 'due' || target === 'closed' || target === 'updated';

interface Chosen {
  readonly column: string;
  /** Whether the user said so. */
  readonly told: boolean;
}

function rowReader(
  columns: readonly string[],
  sample: readonly Cells[],
  chosen: ReadonlyMap<Target, Chosen>,
  context: Context & Ours,
): Mapping['read'] {
  const readers = new Map<string, readonly Reader[]>();
  const add = (column: string, reader: Reader): void => void readers.set(column, [...(readers.get(column) ?? []), reader]);
  for (const [target, { column, told }] of chosen) {
    const dates = isTime(target) ? datesOf(column, valuesOf(sample, column), context.dates) : undefined;
    add(column, readerOf(target, { column, told, field: fieldOf(column), values: context.values.get(target), dates }));
  }
  const asField = fieldReaders(context);
  for (const column of columns) if (!readers.has(column)) add(column, asField(column));
  const idColumn = chosen.get('id')?.column;
  // The number there stays findable, as a field.
  if (idColumn !== undefined && !context.ours) add(idColumn, asField(idColumn));
  return (cells) => {
    const reading = newReading();
    for (const column of Object.keys(cells)) {
      const raw = cells[column] ?? '';
      const cell = withoutNul(raw).trim();
      if (isNone(cell)) continue;
      for (const note of notesOn(raw)) reading.notes.push(note);
      // A column that only later rows have.
      if (!readers.has(column)) add(column, asField(column));
      for (const read of readers.get(column) ?? []) read(cell, reading);
    }
    return reading;
  };
}

interface Ours {
  readonly ours: boolean;
}

/** Makes readers that keep columns as custom fields, each under a name of its own. */
function fieldReaders({ ours, values }: Context & Ours): (column: string) => Reader {
  const taken = new Set<string>();
  return (column) => {
    if (ours && (computed.has(column) || column === 'id')) return () => undefined;
    const plain = /^field\.[^\s:.]+$/u.test(column) ? column.slice('field.'.length) : fieldOf(column);
    let field = plain;
    for (let nth = 2; taken.has(field); nth += 1) field = `${plain}-${nth}`;
    taken.add(field);
    const target = `field.${field}` as const;
    return readerOf(target, { column, told: false, field, values: values.get(target), dates: undefined });
  };
}
