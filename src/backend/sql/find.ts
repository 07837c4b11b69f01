import type { TicketSlice } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { reading, type View } from './columns.ts';
import type { Connection } from './engine.ts';
import { paged, type Search } from './paged.ts';
import { sql } from './sql.ts';

/** Yields each ticket that matches once, in order, with the fields wanted beside id and version. Ends early when the signal is aborted. */
export async function* find(
  connection: Connection,
  search: Search & { readonly fields: readonly AnyFieldName[] },
  view: View,
): AsyncIterable<TicketSlice> {
  const { select, read } = reading(search.fields, view);
  const pages = paged(connection, search, view, async (source) => {
    const rows = await connection.all(sql`SELECT ${select} ${source}`);
    const result = rows.map(read);
    return { result, count: rows.length, last: result.at(-1)?.id };
  });
  for await (const page of pages) {
    for (const ticket of page) {
      if (search.signal.aborted) return;
      yield ticket;
    }
  }
}
