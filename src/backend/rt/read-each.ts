import type { TicketId } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { needed, ticketOf } from './decode.ts';
import type { Before } from './deed.ts';
import type { RtDesk } from './desk.ts';
import { pageSize } from './rest2.ts';
import { learnStatuses } from './tickets.ts';
import { numberOf, textOf } from './json.ts';
import { theseSql } from './ticket-sql.ts';
import { readWhole } from './whole.ts';

/** Tickets as they are now, those that were merged away and deleted ones as well; absent where there is none that may be seen. */
export type Now = ReadonlyMap<TicketId, Before>;

/** Reads tickets before or after a change, with some fields or whole: all that a search finds by one request, the others one by one. */
export async function readEach(
  desk: RtDesk,
  ids: readonly TicketId[],
  fields: readonly AnyFieldName[] | 'whole',
  signal: AbortSignal,
): Promise<Now> {
  const wanted = [...new Set(ids)];
  const found = new Map<TicketId, Before>(
    fields === 'whole' ? await readWhole(desk, wanted, signal) : await searched(desk, wanted, fields, signal),
  );
  for (const id of wanted) {
    if (found.has(id)) continue;
    const left = await remains(desk, id, signal);
    if (left) found.set(id, left);
  }
  return found;
}

async function searched(desk: RtDesk, ids: readonly TicketId[], fields: readonly AnyFieldName[], signal: AbortSignal): Promise<Now> {
  const { asked } = needed(desk.options, fields);
  const found = new Map<TicketId, Before>();
  for (let at = 0; at < ids.length; at += pageSize) {
    const { items } = await desk.calls.search(
      theseSql(ids.slice(at, at + pageSize)),
      { ...asked, fields: [...asked.fields, 'EffectiveId'], perPage: pageSize },
      signal,
    );
    await learnStatuses(desk, items, signal);
    for (const json of items) {
      const ticket = ticketOf(desk.options, json, desk.done);
      found.set(ticket.id, { ticket, json });
    }
  }
  return found;
}

/** A ticket that no search finds: a deleted one is told when it is asked for by its number. */
async function remains(desk: RtDesk, id: TicketId, signal: AbortSignal): Promise<Before | undefined> {
  const json = await desk.calls.ticket(id, signal);
  if (!json || numberOf(json['id']) !== id) return undefined;
  const bare = ticketOf(desk.options, json, desk.done);
  return { ticket: textOf(json['Status']) === 'deleted' ? { ...bare, gone: 'deleted' } : bare, json };
}
