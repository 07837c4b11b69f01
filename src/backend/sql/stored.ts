import { rank, type Ticket, unfinished } from '../../model/ticket.ts';
import type { SqlValue } from './engine.ts';

/** The columns of `ticket` by the properties that they hold, beside `id`, `version`, `updated` and `active`. */
const columns = {
  subject: 'subject',
  status: 'status',
  priority: 'priority',
  queue: 'queue',
  owner: 'owner',
  requester: 'requester',
  channel: 'channel',
  category: 'category',
  side: 'side',
  language: 'language',
  created: 'created',
  due: 'due',
  closed: 'closed',
  firstReply: 'first_reply',
  waitingSince: 'waiting_since',
  until: 'until',
  mergedInto: 'merged_into',
  gone: 'gone',
  messages: 'messages',
  links: 'links',
} as const satisfies Partial<Record<keyof Ticket, string>>;

export type InTable = keyof typeof columns;
export type Attribute = Exclude<keyof Ticket, InTable | 'id' | 'version' | 'updated'>;
export type Property = InTable | Attribute;

/** A row of `attribute`: its name and its value. */
export type AttributeRow = readonly [name: string, value: string];

/** What stands in `attribute` instead. */
const rows: { readonly [P in Attribute]: (value: Ticket[P]) => readonly AttributeRow[] } = {
  tags: (tags) => tags.map((tag) => ['tag', tag]),
  cc: (cc) => cc.map((address) => ['cc', address]),
  place: (place) => (place === null ? [] : [['place', place]]),
  fields: (fields) => Object.entries(fields).map(([name, value]) => [`field.${name}`, value]),
};

export const inTable = Object.keys(columns) as readonly InTable[];
export const attributes = Object.keys(rows) as readonly Attribute[];
const properties: readonly Property[] = [...inTable, ...attributes];

export const columnName = (property: InTable): string => columns[property];
export const stored = (ticket: Ticket, property: InTable): SqlValue => (property === 'priority' ? rank(ticket.priority) : ticket[property]);
/** Whether the ticket belongs to a day's work. */
export const activity = (ticket: Ticket): number => (unfinished.includes(ticket.status) && ticket.gone === null ? 1 : 0);

export const rowsOf = (ticket: Ticket, property: Attribute): readonly AttributeRow[] =>
  (rows[property] as (value: Ticket[Attribute]) => readonly AttributeRow[])(ticket[property]);

const same = (one: AttributeRow, other: AttributeRow): boolean => one[0] === other[0] && one[1] === other[1];
/** The rows of the first that the second does not have. */
export const without = (some: readonly AttributeRow[], others: readonly AttributeRow[]): readonly AttributeRow[] =>
  some.filter((row) => !others.some((other) => same(row, other)));

const isAttribute = (property: Property): property is Attribute => property in rows;

function differs(before: Ticket, after: Ticket, property: Property): boolean {
  if (before[property] === after[property]) return false;
  if (!isAttribute(property)) return true;
  const [old, fresh] = [rowsOf(before, property), rowsOf(after, property)];
  return old.length !== fresh.length || without(fresh, old).length > 0;
}

/** The properties in which two states of a ticket differ. */
export const differences = (before: Ticket, after: Ticket): readonly Property[] =>
  properties.filter((each) => differs(before, after, each));

const byCodePoint = (left: string, right: string): number => Buffer.compare(Buffer.from(left), Buffer.from(right));
const sorted = (list: readonly string[]): readonly string[] => (list.length < 2 ? list : [...list].sort(byCodePoint));

function sortedFields(fields: Ticket['fields']): Ticket['fields'] {
  const entries = Object.entries(fields);
  return entries.length < 2 ? fields : Object.fromEntries(entries.sort(([left], [right]) => byCodePoint(left, right)));
}

/** The ticket as the next reading gives it: lists and custom fields are in the order of their keys. */
export const asRead = (ticket: Ticket): Ticket => ({
  ...ticket,
  tags: sorted(ticket.tags),
  cc: sorted(ticket.cc),
  fields: sortedFields(ticket.fields),
});

/** Counters and the time of creation tell nothing about what happened: the event itself does. */
const untold: ReadonlySet<Property> = new Set(['messages', 'links', 'created']);

/** Those properties of a ticket, as an event tells them. */
export function told(ticket: Ticket, which: readonly Property[]): string {
  const shown: Partial<Record<Property, Ticket[Property]>> = {};
  for (const each of which) if (!untold.has(each)) shown[each] = ticket[each];
  return JSON.stringify(shown);
}

const isEmpty = (value: Ticket[Property]): boolean =>
  value === null || value === '' || (typeof value === 'object' && Object.keys(value).length === 0);

/** All that a new ticket has, as its event tells it. */
export const toldWhole = (ticket: Ticket): string =>
  told(
    ticket,
    properties.filter((each) => !isEmpty(ticket[each])),
  );
