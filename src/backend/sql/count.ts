import { DeskError } from '../../errors.ts';
import { priorities } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import type { Condition } from '../../query/query.ts';
import { fieldOf } from '../../query/fields.ts';
import type { Count } from '../backend.ts';
import { columnOf, orderOf, valueOf, type View } from './columns.ts';
import type { Connection, Sql, SqlRow, SqlValue } from './engine.ts';
import { narrowing } from './narrow.ts';
import { sql } from './sql.ts';

const whole = (value: SqlValue | undefined): number => Number(value ?? 0);

/** What is counted by: times by their day (UTC), ranked words by their rank, the rest by its value. */
function groupOf(field: AnyFieldName, view: View): Sql {
  const { type } = fieldOf(field);
  if (type === 'duration') throw new DeskError('usage', `tickets cannot be counted by ${field}`, { hint: 'it is different for each; ask for ranges, such as age>2d' });
  const value = valueOf(columnOf(field), view);
  return type === 'time' ? sql`substr(${value}, 1, 10)` : value;
}

const nameOf = (field: AnyFieldName, value: SqlValue | undefined): string | null =>
  value === null || value === undefined ? null : field === 'priority' ? (priorities[Number(value)] ?? null) : String(value);

/** Words in their own order where they have one, else the most frequent first. */
function inOrder(field: AnyFieldName, counts: readonly Count[]): readonly Count[] {
  const { values, ranked, type } = fieldOf(field);
  if (ranked && values) return counts.toSorted((a, b) => values.indexOf(a.value ?? '') - values.indexOf(b.value ?? ''));
  return type === 'time' ? counts.toSorted((a, b) => ((a.value ?? '') < (b.value ?? '') ? -1 : 1)) : counts;
}

/** How many tickets match: in all (`value` null), or for each value of a field; of a list each of its values counts. Throws `usage` for a field that cannot be counted by. */
export async function count(connection: Connection, condition: Condition, by: AnyFieldName | undefined, view: View): Promise<readonly Count[]> {
  const { from, where } = await narrowing(connection, condition, view);
  if (by === undefined) {
    const [row] = await connection.all(sql`SELECT count(*) AS count FROM ${from} WHERE ${where}`);
    return [{ value: null, count: whole(row?.['count']) }];
  }
  const column = columnOf(by);
  const rows = 'attribute' in column && column.many ? await countList(connection, column.attribute, from, where) : await countValues(connection, groupOf(by, view), from, where);
  return inOrder(by, rows.map((row) => ({ value: nameOf(by, row['value']), count: whole(row['count']) })));
}

const countValues = (connection: Connection, group: Sql, from: Sql, where: Sql): Promise<readonly SqlRow[]> =>
  connection.all(sql`SELECT ${group} AS value, count(*) AS count FROM ${from} WHERE ${where} GROUP BY 1 ORDER BY 2 DESC, 1`);

const countList = (connection: Connection, name: string, from: Sql, where: Sql): Promise<readonly SqlRow[]> =>
  connection.all(sql`SELECT a.value AS value, count(*) AS count FROM ${from} LEFT JOIN attribute a ON a.ticket = t.id AND a.name = ${name}
    WHERE ${where} GROUP BY a.value ORDER BY 2 DESC, 1`);

/** The values in use of a field, the most used first. */
export async function* valuesInUse(connection: Connection, field: AnyFieldName, view: View): AsyncIterable<string> {
  const column = columnOf(field);
  const values =
    'attribute' in column
      ? sql`SELECT value, count(*) AS count FROM attribute WHERE name = ${column.attribute} GROUP BY value`
      : sql`SELECT ${orderOf(column, view.now)} AS value, count(*) AS count FROM ticket t WHERE t.gone IS NULL GROUP BY 1`;
  const rows = await connection.all(sql`SELECT value FROM (${values}) v WHERE value IS NOT NULL ORDER BY count DESC, value LIMIT ${mostValues}`);
  for (const row of rows) yield String(row['value']);
}

/** More names than this nobody looks through. */
const mostValues = 1000;
