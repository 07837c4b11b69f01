import { DeskError } from '../../errors.ts';
import type { TicketId, TicketSlice } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { isUnknown, needed, ticketOf } from './decode.ts';
import type { RtDesk } from './desk.ts';
import { type Json, textOf } from './json.ts';
import { type Asked, type Page, pageSize } from './rest2.ts';
import { talkOf, withTalk } from './talk.ts';
import { bothSql, idsSql, quoted } from './ticket-sql.ts';

/** Which tickets, in which order, and what of them. */
export interface Reading {
  readonly sql: string;
  readonly fields: Iterable<AnyFieldName | 'words'>;
  readonly order?: readonly string[];
  readonly perPage?: number;
}

/** One page of tickets with the fields wanted; `total` counts all that match. */
export async function readPage(
  desk: RtDesk,
  reading: Reading,
  signal: AbortSignal,
): Promise<{ readonly tickets: readonly TicketSlice[]; readonly total: number }> {
  const { asked, talk } = needed(desk.options, reading.fields);
  const wanted: Asked = { ...asked, ...(reading.order && { order: reading.order }), perPage: reading.perPage ?? pageSize };
  const page = await searched(desk, reading.sql, wanted, signal);
  const tickets = page.items.map((json) => ticketOf(desk.options, json, desk.done));
  return {
    tickets: talk ? await talked(desk, page.items, tickets, signal) : tickets,
    total: page.total ?? tickets.length,
  };
}

async function searched(desk: RtDesk, sql: string, asked: Asked, signal: AbortSignal): Promise<Page> {
  try {
    const page = await desk.calls.search(sql, asked, signal);
    await learnStatuses(desk, page.items, signal);
    return page;
  } catch (thrown) {
    // Nobody types TicketSQL here, so nobody can have written it wrongly.
    if (thrown instanceof DeskError && thrown.kind === 'refused')
      throw new DeskError('bug', `RT did not understand a search: ${thrown.message}`, { cause: thrown });
    throw thrown;
  }
}

async function talked(
  desk: RtDesk,
  items: readonly Json[],
  tickets: readonly TicketSlice[],
  signal: AbortSignal,
): Promise<readonly TicketSlice[]> {
  const talk = await talkOf(
    desk,
    tickets.map(({ id }) => id),
    signal,
  );
  return tickets.map((ticket, at) => withTalk(ticket, items[at] ?? {}, talk.get(ticket.id) ?? []));
}

/** A status that the profile does not know is done where RT says so: asked once for each. */
export async function learnStatuses(desk: RtDesk, items: readonly Json[], signal: AbortSignal): Promise<void> {
  const met = new Set(items.map((json) => (textOf(json['Status']) ?? '').toLowerCase()).filter((name) => name !== ''));
  for (const name of met) {
    if (!isUnknown(desk.options, name) || desk.done.has(name) || desk.active.has(name)) continue;
    const { total } = await desk.calls.search(
      bothSql(`Status = ${quoted(name)}`, "Status = '__Inactive__'"),
      { fields: [], perPage: 1 },
      signal,
    );
    (total ? desk.done : desk.active).add(name);
  }
}

/** These tickets with some fields, by number; those that are not there are absent. A hundred by one request. */
export async function readTickets(
  desk: RtDesk,
  ids: readonly TicketId[],
  fields: Iterable<AnyFieldName>,
  signal: AbortSignal,
): Promise<ReadonlyMap<TicketId, TicketSlice>> {
  const found = new Map<TicketId, TicketSlice>();
  const wanted = [...fields];
  for (let at = 0; at < ids.length; at += pageSize) {
    const { tickets } = await readPage(desk, { sql: idsSql(ids.slice(at, at + pageSize)), fields: wanted }, signal);
    for (const ticket of tickets) found.set(ticket.id, ticket);
  }
  return found;
}
