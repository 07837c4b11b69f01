import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { columnOf, valueOf, type View } from './columns.ts';
import { nameOf } from './count.ts';
import type { Connection, Sql } from './engine.ts';
import { limited, raw, sql } from './sql.ts';

/** What a desk uses shows in so many of its newest tickets; all of them would take a quarter of a second of a million. */
const newest = 50_000;

function counted(field: AnyFieldName, view: View): Sql {
  const column = columnOf(field);
  if ('attribute' in column) {
    return sql`SELECT min(a.value) AS value, count(*) AS count FROM attribute a WHERE a.name = ${column.attribute} GROUP BY a.key`;
  }
  return sql`SELECT ${valueOf(column, view)} AS value, count(*) AS count
    FROM (SELECT * FROM ticket ORDER BY id DESC${limited(newest)}) t WHERE t.gone IS NULL GROUP BY 1`;
}

/**
 * The values in use of a field made of names, the most used first. Entries of lists, places and custom fields are those of all tickets, also of
 * tickets that are gone; other names those of the newest 50,000.
 */
export async function* valuesInUse(connection: Connection, field: AnyFieldName, view: View, signal: AbortSignal): AsyncIterable<string> {
  const order = raw('ORDER BY v.count DESC, v.value');
  for (const row of await connection.all(
    sql`SELECT v.value AS value FROM (${counted(field, view)}) v WHERE v.value IS NOT NULL ${order}`,
  )) {
    if (signal.aborted) return;
    yield nameOf(field, row['value'] ?? null) ?? '';
  }
}
