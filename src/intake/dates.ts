import { type DateReader, dateReader } from '../model/dated.ts';
import { DeskError } from '../errors.ts';
import { type Instant, isInstant, toInstant } from '../model/time.ts';

/** Reads the dates of one column; undefined for what is no date. */
export type ColumnDates = (cell: string) => Instant | undefined;

const yearFirst = readersOf('yyyy-mm-dd', 'yyyy/mm/dd');
/** No date is longer. */
const mostCharacters = 64;
const dayAndMonth = /^(\d\d?)([-/.])(\d\d?)\2\d{4}\b/;

function readersOf(...patterns: readonly string[]): readonly DateReader[] {
  return patterns.flatMap((pattern) => dateReader(pattern) ?? []);
}

/** Reads a pattern as typed after `--dates`. Throws `usage`. */
export function readPattern(pattern: string): DateReader {
  const reader = dateReader(pattern);
  if (reader) return reader;
  throw new DeskError('usage', `--dates ${pattern}: no pattern of a date`, {
    hint: 'dd, mm and yyyy in the order in which the file has them, like dd-mm-yyyy or m/d/yyyy',
  });
}

/**
 * How the dates of a column are read: as `told`, as years first, as in mail, as seconds or milliseconds since 1970, or, when the values in the sample
 * leave no doubt which is the day, as day and month. Without an offset they are in the zone of the process. Throws `usage` when there is doubt.
 */
export function datesOf(column: string, sample: readonly string[], told: DateReader | undefined): ColumnDates {
  const readers = [...(told ? [told] : []), ...yearFirst];
  const order = told ? undefined : dayOrder(column, sample);
  if (order) readers.push(...readersOf(order));
  return (cell) => {
    if (cell.length > mostCharacters) return undefined;
    if (!told && isInstant(cell)) return cell;
    for (const reader of readers) {
      const found = reader(cell);
      if (found !== undefined) return found;
    }
    return inWords(cell) ?? sinceEpoch(cell);
  };
}

function dayOrder(column: string, sample: readonly string[]): string | undefined {
  const found = sample.flatMap((cell) => {
    const [whole, first, separator, second] = dayAndMonth.exec(cell) ?? [];
    return whole === undefined || separator === undefined ? [] : { whole, separator, first: Number(first), second: Number(second) };
  });
  const [example] = found;
  if (!example) return undefined;
  const { separator } = example;
  const [dayFirst, monthFirst] = [`dd${separator}mm${separator}yyyy`, `mm${separator}dd${separator}yyyy`];
  // With dots the day comes first wherever dots are written.
  if (separator === '.' || (found.some(({ first }) => first > 12) && !found.some(({ second }) => second > 12))) return dayFirst;
  if (found.some(({ second }) => second > 12) && !found.some(({ first }) => first > 12)) return monthFirst;
  throw new DeskError('usage', `the dates in "${column}" can be read in two ways (${example.whole})`, {
    hint: `say which: --dates ${dayFirst} or --dates ${monthFirst}`,
  });
}

/** "Tue, 10 May 2005 15:27:03 -0500" (RFC 5322), "10 May 2005". */
function inWords(cell: string): Instant | undefined {
  if (!/^(?:[a-z]{3,9},? )?(?:\d\d? [a-z]{3,9}|[a-z]{3,9} \d\d?),? \d{4}\b/i.test(cell)) return undefined;
  const ms = Date.parse(cell);
  return Number.isNaN(ms) ? undefined : toInstant(ms);
}

const sinceEpoch = (cell: string): Instant | undefined =>
  /^\d{10}$/.test(cell) ? toInstant(Number(cell) * 1000) : /^\d{13}$/.test(cell) ? toInstant(Number(cell)) : undefined;
