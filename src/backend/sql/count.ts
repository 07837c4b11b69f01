import { DeskError } from '../../errors.ts';
import { priorities } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { fieldOf } from '../../query/fields.ts';
import type { Condition } from '../../query/query.ts';
import type { Count } from '../backend.ts';
import { columnOf, valueOf, type View } from './columns.ts';
import { asNumber } from './decode.ts';
import type { Connection, Sql, SqlRow, SqlValue } from './engine.ts';
import { type Narrowing, narrowing } from './narrow.ts';
import { sql } from './sql.ts';

/**
 * How many tickets match: in all (`value` null), or for each value of a field, the most frequent first; words that have an order of their own are
 * in it, times are counted by their day (UTC), the latest last. A ticket counts for each entry of a list, and with null where it has no value.
 * Throws `usage` for a duration, which is another for each ticket.
 */
export async function count(
  connection: Connection,
  condition: Condition,
  by: AnyFieldName | undefined,
  view: View,
): Promise<readonly Count[]> {
  const found = await narrowing(connection, condition, view);
  if (by !== undefined) return countBy(connection, found, by, view);
  const [row] = await connection.all(sql`SELECT count(*) AS count FROM ${found.from} WHERE ${found.where}`);
  return [{ value: null, count: asNumber(row?.['count']) }];
}

async function countBy(connection: Connection, found: Narrowing, by: AnyFieldName, view: View): Promise<readonly Count[]> {
  const column = columnOf(by);
  const rows =
    'attribute' in column && column.many
      ? await countEntries(connection, found, column.attribute)
      : await countValues(connection, found, groupOf(by, view));
  return inOrder(
    by,
    rows.map((row) => ({ value: nameOf(by, row['value'] ?? null), count: asNumber(row['count']) })),
  );
}

function groupOf(field: AnyFieldName, view: View): Sql {
  const { type } = fieldOf(field);
  if (type === 'duration') {
    throw new DeskError('usage', `tickets cannot be counted by ${field}`, {
      hint: `it is another for each; ask for some, such as ${field}>2d`,
    });
  }
  const value = valueOf(columnOf(field), view);
  return type === 'time' ? sql`substr(${value}, 1, 10)` : value;
}

const countValues = (connection: Connection, { from, where }: Narrowing, group: Sql): Promise<readonly SqlRow[]> =>
  connection.all(sql`SELECT ${group} AS value, count(*) AS count FROM ${from} WHERE ${where} GROUP BY 1`);

const countEntries = (connection: Connection, { from, where }: Narrowing, name: string): Promise<readonly SqlRow[]> =>
  connection.all(sql`SELECT a.value AS value, count(*) AS count FROM ${from} LEFT JOIN attribute a ON a.ticket = t.id AND a.name = ${name}
    WHERE ${where} GROUP BY 1`);

/** What a value of a field is called. */
export const nameOf = (field: AnyFieldName, value: SqlValue): string | null =>
  value === null ? null : field === 'priority' ? (priorities[Number(value)] ?? null) : String(value);

/** Tickets without a value come last. */
function inOrder(field: AnyFieldName, counts: readonly Count[]): readonly Count[] {
  const { values, ranked, type } = fieldOf(field);
  const rankOf = ({ value, count: found }: Count): number =>
    ranked && values ? values.indexOf(value ?? '') : type === 'time' ? 0 : -found;
  const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return counts.toSorted(
    (a, b) => Number(a.value === null) - Number(b.value === null) || rankOf(a) - rankOf(b) || byText(a.value ?? '', b.value ?? ''),
  );
}
