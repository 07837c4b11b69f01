import { blankTicket, type Ticket, type TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import { wholeTicket } from './columns.ts';
import { asText } from './decode.ts';
import type { Connection, Dialect, Sql, SqlRow, SqlValue } from './engine.ts';
import { join, raw, recurring, sql } from './sql.ts';

export interface Loading {
  /** Also a ticket that is out of every list (`gone`). */
  readonly evenGone?: boolean;
  /** To be the writer's own. */
  readonly own?: Sql;
}

const nothing = raw('');
const valuesOf = (now: Instant): readonly Sql[] => wholeTicket.map((column) => column.value(now));

function attributesOf(rows: readonly SqlRow[]): Pick<Ticket, 'tags' | 'cc' | 'place' | 'fields'> {
  const named = (name: string) => rows.filter((row) => row['name'] === name).map((row) => asText(row['value']));
  const custom = rows.filter((row) => asText(row['name']).startsWith('field.'));
  return {
    tags: named('tag'),
    cc: named('cc'),
    place: named('place')[0] ?? null,
    fields: Object.fromEntries(custom.map((row) => [asText(row['name']).slice('field.'.length), asText(row['value'])])),
  };
}

/** Each property is set from its column. */
function ticketIn(values: readonly SqlValue[]): Ticket {
  const ticket = { ...blankTicket };
  wholeTicket.forEach((column, at) => column.put(ticket, values[at] ?? null));
  return ticket;
}

/**
 * A ticket with all that belongs to it, as it reads now: a wait that is over reads as open. Undefined when there is none of that id, or when it
 * is gone and gone ones were not asked for. Two statements: run it inside one transaction.
 * Lists are in the order of their values, custom fields in that of their names. Throws `settings` when the desk is damaged.
 */
export async function loadTicket(
  connection: Connection,
  id: TicketId,
  now: Instant,
  { evenGone = false, own = nothing }: Loading = {},
): Promise<Ticket | undefined> {
  const columns = valuesOf(now).map((value, at) => sql`${value} AS ${raw(`f${at}`)}`);
  const [row] = await connection.all(recurring(sql`SELECT ${join(columns, ', ')} FROM ticket t WHERE t.id = ${id}${own}`));
  if (!row) return undefined;
  const ticket = ticketIn(Object.values(row));
  if (ticket.gone !== null && !evenGone) return undefined;
  const attributes = await connection.all(
    sql`SELECT a.name AS name, a.value AS value FROM attribute a WHERE a.ticket = ${id} ORDER BY a.name, a.value`,
  );
  return { ...ticket, ...attributesOf(attributes) };
}

/** Writers that take their tickets in the same order do not stand in each other's way. */
const inOrder = (dialect: Dialect): Sql => (dialect.alone ? sql` ORDER BY t.id${dialect.own('t')}` : nothing);

/**
 * Several tickets at once, as `loadTicket` reads them, for a writer: also those that are gone, in the order of their ids; these have no doubles. Two
 * statements. A row comes as one JSON text: that takes half the time of a value for each column.
 */
export async function loadTickets(
  connection: Connection,
  dialect: Dialect,
  ids: readonly TicketId[],
  now: Instant,
): Promise<ReadonlyMap<TicketId, Ticket>> {
  const each = dialect.each(sql`${JSON.stringify(ids)}`);
  const rows = await connection.all(
    sql`SELECT ${dialect.array(valuesOf(now))} AS ticket FROM (${each}) e JOIN ticket t ON t.id = e.id${inOrder(dialect)}`,
  );
  const attributes = await connection.all(
    sql`SELECT a.ticket AS ticket, a.name AS name, a.value AS value FROM (${each}) e JOIN attribute a ON a.ticket = e.id
      ORDER BY a.ticket, a.name, a.value`,
  );
  const byTicket = new Map<SqlValue | undefined, SqlRow[]>();
  for (const row of attributes) byTicket.set(row['ticket'], [...(byTicket.get(row['ticket']) ?? []), row]);
  const tickets = rows.map((row) => ticketIn(JSON.parse(asText(row['ticket'])) as SqlValue[]));
  return new Map(tickets.map((ticket) => [ticket.id, { ...ticket, ...attributesOf(byTicket.get(ticket.id) ?? []) }]));
}
