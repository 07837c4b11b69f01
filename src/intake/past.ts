import type { Settable, TicketDraft } from '../model/change.ts';
import type { Instant } from '../model/time.ts';
import { draftOf, messageOf, orRefused, ticketEntry } from './draft.ts';
import type { Cells, Reading } from './reading.ts';
import { type Entry, type IncomingAt, keyOf, type Update } from './record.ts';

/** A row of a ticket, read. */
export interface ReadRow {
  readonly at: string;
  readonly cells: Cells;
  readonly reading: Reading;
}

/**
 * One ticket of its rows: the first makes it, each further one sets what has changed since the one before, at its `updated` and by its `by`; a text that is new
 * is a message. `key` makes the ticket's key from its first row.
 */
export function joined(rows: readonly ReadRow[], key: (first: Cells) => string): Entry {
  const [first, ...later] = rows.toSorted(byTime);
  if (!first) throw new RangeError('a ticket without rows');
  const at = rows.length === 1 ? first.at : `${rows[0]?.at ?? ''} to ${rows.at(-1)?.at.replace(/^\D+/, '') ?? ''}`;
  return orRefused(at, () => {
    const { piece, ...entry } = ticketEntry(at, key(first.cells), first.reading);
    const created = first.reading.created ?? first.reading.updated;
    const past = pastOf(first.reading, later, created);
    const ticket = later.length > 0 ? unfinished(piece.ticket) : piece.ticket;
    const messages = [...piece.messages, ...past.messages];
    return { ...entry, piece: { ...piece, ticket, ...(created !== undefined && { created }), messages, updates: past.updates } };
  });
}

function byTime({ reading: { updated: a = '' } }: ReadRow, { reading: { updated: b = '' } }: ReadRow): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The time of its end belongs to the change that ended it. */
function unfinished(draft: TicketDraft): TicketDraft {
  const { closed, ...rest } = draft;
  return closed === undefined ? draft : rest;
}

function pastOf(
  first: Reading,
  later: readonly ReadRow[],
  created: Instant | undefined,
): { readonly updates: readonly Update[]; readonly messages: readonly IncomingAt[] } {
  const updates: Update[] = [];
  const messages: IncomingAt[] = [];
  let before = first;
  let at = created;
  for (const { cells, reading } of later) {
    at = reading.updated ?? at;
    const key = keyOf(JSON.stringify(cells));
    const by = reading.by ?? reading.ticket.requester ?? 'import';
    const values = difference(before, reading);
    if (Object.keys(values).length > 0) updates.push({ key, by, change: { kind: 'set', values }, ...(at !== undefined && { at }) });
    const said = reading.body === before.body ? undefined : messageOf(reading);
    if (said)
      messages.push({
        key: `${key}:text`,
        kind: reading.by === undefined || reading.by === reading.ticket.requester ? 'request' : 'reply',
        message: { ...said, author: by },
        ...(at !== undefined && { at }),
      });
    before = reading;
  }
  return { updates, messages };
}

const plainFields = ['subject', 'status', 'priority', 'queue', 'channel'] as const;
const clearable = ['requester', 'owner', 'category', 'side', 'place', 'language', 'due'] as const;

/** What to set to get from one row to the next. A field that cannot be empty stays as it was where the next row says nothing. */
function difference(before: Reading, after: Reading): Settable {
  const [from, to] = [draftOf(before), draftOf(after)];
  const values: Record<string, unknown> = {};
  for (const name of plainFields) if (to[name] !== undefined && to[name] !== from[name]) values[name] = to[name];
  for (const name of clearable) if ((to[name] ?? null) !== (from[name] ?? null)) values[name] = to[name] ?? null;
  for (const name of ['cc', 'tags'] as const) {
    const add = (to[name] ?? []).filter((entry) => !from[name]?.includes(entry));
    const remove = (from[name] ?? []).filter((entry) => !to[name]?.includes(entry));
    if (add.length + remove.length > 0) values[name] = { add, remove };
  }
  const fields = [...new Set([...Object.keys(before.fields), ...Object.keys(after.fields)])].filter(
    (name) => before.fields[name] !== after.fields[name],
  );
  if (fields.length > 0) values['fields'] = Object.fromEntries(fields.map((name) => [name, after.fields[name] ?? null]));
  return values;
}
