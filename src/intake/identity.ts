import { hash } from 'node:crypto';
import { DeskError } from '../errors.ts';
import { columnsNamed } from './columns.ts';
import type { Cells } from './reading.ts';
import { keyOf } from './record.ts';

/** Tells the rows of a file apart, the same way in every run, however they are mapped. */
export interface Identity {
  /**
   * The key of a row. A row is known by its number and its date where the file has both, so that a later export of the same desk brings only what is
   * new; else by all that it says, and by how many like it came before. Throws DeskError `refused` when another row had the same number.
   */
  keyOf(cells: Cells): string;
  /** The key of the ticket whose rows have this value in the grouping column. */
  keyOfGroup(column: string, first: Cells): string;
}

/** Rows of one file that are told apart in memory, at about 60 bytes each. */
const mostRows = 16_000_000;

/** The identity of the rows of a file with these columns. */
export function identityOf(columns: readonly string[]): Identity {
  const [number] = columnsNamed('id', columns);
  const [date] = columnsNamed('created', columns);
  const seen = new Map<number, number>();
  const known = (key: string): number | undefined => {
    if (seen.size >= mostRows) throw new DeskError('refused', `more than ${mostRows} rows in one file`, { hint: 'split the file' });
    return seen.get(digest(key));
  };
  return {
    keyOf(cells) {
      const whole = JSON.stringify(cells);
      const named = numbered(cells, number, date);
      const key = named ?? keyOf('row', whole);
      const before = known(key);
      if (named === undefined) {
        seen.set(digest(key), (before ?? 0) + 1);
        return before === undefined ? key : keyOf('row', key, String(before + 1));
      }
      const says = digest(hash('sha256', whole));
      if (before !== undefined && before !== says) throw sameNumber(number ?? '', cells[number ?? ''] ?? '');
      seen.set(digest(key), says);
      return key;
    },
    keyOfGroup: (column, first) =>
      date === undefined ? keyOf('group', column, JSON.stringify(first)) : keyOf('group', column, first[column] ?? '', first[date] ?? ''),
  };
}

function numbered(cells: Cells, number: string | undefined, date: string | undefined): string | undefined {
  if (number === undefined || date === undefined) return undefined;
  const [id, created] = [cells[number]?.trim(), cells[date]?.trim()];
  return id && created ? keyOf('numbered', number, id, created) : undefined;
}

const sameNumber = (column: string, value: string): DeskError =>
  new DeskError(
    'refused',
    `an earlier row has the same ${column} ${value} and says something else; rows of one ticket become its history with --group "${column}"`,
  );

/** 52 bits, which a number holds. */
const digest = (key: string): number => Number.parseInt(key.slice(0, 13), 16);
