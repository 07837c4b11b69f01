import type { LetterKind } from '../../model/notice.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Sql } from './engine.ts';
import { raw } from './sql.ts';

/**
 * The key of the step that a mail tells: `ticket:kind:version`. There is one receipt of a ticket, and it is taken into work once: these are without a version. What
 * stands after a further colon tells mails apart whose recipients were erased.
 */
export const keyOf = (kind: LetterKind, { id, version }: Pick<Ticket, 'id' | 'version'>): string =>
  kind === 'received' || kind === 'taken' ? `${id}:${kind}` : `${id}:${kind}:${version}`;

/** The key in SQL that a mail has from when its recipient is erased on. */
export const keyApart: Sql = raw(`key || ':' || id`);

/** What a key is of: the same for each time that a ticket comes to that step. */
export const stepOf = (key: string): string => key.split(':').slice(0, 2).join(':');

/** The ticket of a key, and its version after the step; 0 where the step comes once. */
export function placeOf(key: string): { readonly ticket: TicketId; readonly version: number } {
  const [ticket, , version] = key.split(':');
  return { ticket: Number(ticket), version: Number(version ?? 0) };
}
