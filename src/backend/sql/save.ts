import type { Event, Moved } from '../../model/event.ts';
import { normalName } from '../../model/name.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Connection, Sql } from './engine.ts';
import { join, literal, raw, sql } from './sql.ts';
import {
  activity,
  asRead,
  type Attribute,
  type AttributeRow,
  attributes,
  columnName,
  differences,
  inTable,
  type Property,
  rowsOf,
  stored,
  told,
  toldWhole,
  without,
} from './stored.ts';
import { indexThread } from './thread-store.ts';
import type { Turn } from './turn.ts';

/** What happened to a ticket, beside its fields. */
export interface Happening {
  readonly kind: Event['kind'];
  readonly message?: number | null;
  /** `relation:id`, `into:id`, or `from:id` for the survivor of a merge. */
  readonly other?: string;
  readonly moved?: Moved;
  /** What its event tells, when that is not all that changed. */
  readonly tells?: readonly Property[];
}

/** Only what changed is written: an index is touched by each of its columns that is named, changed or not. */
async function update(connection: Connection, ticket: Ticket, changed: readonly Property[]): Promise<void> {
  // A wait that is over still stands in the table; a new status must not wake up at its time.
  const rests = changed.includes('status') || changed.includes('until');
  const written = inTable.filter((each) => changed.includes(each) || (rests && (each === 'status' || each === 'until')));
  const activates = rests || changed.includes('gone');
  const values = [...(activates ? [activity(ticket)] : []), ...written.map((each) => stored(ticket, each))];
  const texts = updateTexts([...(activates ? ['active'] : []), ...written.map(columnName)]);
  await connection.run({ texts, values: [ticket.version, ticket.updated, ...values, ticket.id] });
}

const updates = new Map<string, Sql['texts']>();
/** The texts of the statement that writes these columns: a bulk writes the same ones each time. */
function updateTexts(columns: readonly string[]): Sql['texts'] {
  const key = columns.join(' ');
  const known = updates.get(key);
  if (known) return known;
  const pieces = ['version', 'updated', ...columns].map((column) => sql`${raw(column)} = ${null}`);
  const { texts } = literal(sql`UPDATE ticket SET ${join(pieces, ', ')} WHERE id = ${null}`);
  updates.set(key, texts);
  return texts;
}

async function updateAttributes(connection: Connection, before: Ticket, after: Ticket, property: Attribute): Promise<void> {
  const [old, fresh] = [rowsOf(before, property), rowsOf(after, property)];
  for (const [name, value] of without(old, fresh)) {
    await connection.run(sql`DELETE FROM attribute WHERE ticket = ${after.id} AND name = ${name} AND value = ${value}`);
  }
  for (const row of without(fresh, old)) await insertAttribute(connection, after.id, row);
}

async function insertAttribute(connection: Connection, ticket: TicketId, [name, value]: AttributeRow): Promise<void> {
  await connection.run(sql`INSERT INTO attribute (ticket, name, value, key) VALUES (${ticket}, ${name}, ${value}, ${normalName(value)})
    ON CONFLICT DO NOTHING`);
}

async function addEvent(turn: Turn, ticket: TicketId, before: string, after: string, happening: Happening): Promise<void> {
  const { kind, message = null, other = null, moved } = happening;
  await turn.connection.run(sql`INSERT INTO event (ticket, at, by, kind, operation, before, after, message, other, moved)
    VALUES (${ticket}, ${turn.at}, ${turn.by}, ${kind}, ${turn.operation}, ${before}, ${after}, ${message}, ${other},
      ${moved ? JSON.stringify(moved) : null})`);
}

const laterOf = (left: string, right: string): string => (left > right ? left : right);

/**
 * Writes what a change made of a ticket: its changed columns and attributes, its event with exactly these, its words.
 * Returns the ticket as the next reading gives it.
 */
export async function save(
  turn: Turn,
  before: Ticket,
  after: Ticket,
  happening: Happening,
  changed: readonly Property[] = differences(before, after),
): Promise<Ticket> {
  const { tells = changed } = happening;
  const ticket = asRead({ ...after, version: before.version + 1, updated: laterOf(before.updated, turn.at) });
  await update(turn.connection, ticket, changed);
  for (const each of attributes) if (changed.includes(each)) await updateAttributes(turn.connection, before, ticket, each);
  await addEvent(turn, ticket.id, told(before, tells), told(ticket, tells), happening);
  if (changed.includes('subject') || happening.message) await indexThread(turn, ticket.id, ticket.subject);
  turn.tickets.keep(ticket);
  return ticket;
}

const columnNames = join(
  inTable.map((each) => raw(columnName(each))),
  ', ',
);
/** The texts of the statement that makes a ticket: they are always the same, so they are put together once. */
const { texts: insertTexts } = literal(
  sql`INSERT INTO ticket (version, updated, active, ${columnNames}) VALUES (1, ${''}, ${0}, ${join(
    inTable.map(() => sql`${null}`),
    ', ',
  )})`,
);

/** Writes a new ticket, which gets the next id, with its attributes. Its event follows with `announce`. */
export async function insert({ connection, tickets }: Turn, ticket: Ticket): Promise<Ticket> {
  const values = [ticket.updated, activity(ticket), ...inTable.map((each) => stored(ticket, each))];
  const id = await connection.insert({ texts: insertTexts, values });
  const made = asRead({ ...ticket, id, version: 1 });
  for (const each of attributes) for (const pair of rowsOf(made, each)) await insertAttribute(connection, made.id, pair);
  tickets.keep(made);
  return made;
}

/** The event of a new ticket: all that it has. */
export async function announce(turn: Turn, ticket: Ticket, happening: Omit<Happening, 'kind'>): Promise<void> {
  await addEvent(turn, ticket.id, '{}', toldWhole(ticket), { ...happening, kind: 'create' });
}
