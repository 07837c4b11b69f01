import type { Ticket, TicketSlice } from '../../model/ticket.ts';
import { channels, goneKinds, priorities, sides, statuses } from '../../model/ticket.ts';
import type { AnyFieldName, FieldName } from '../../model/ticket-fields.ts';
import type { Instant } from '../../model/time.ts';
import { asList, asNumber, asOneOf, asText, damaged, orNone } from './decode.ts';
import type { Dialect, Sql, SqlRow, SqlValue } from './engine.ts';
import { join, raw, sql } from './sql.ts';

/** A ticket on its way out of the database. */
export type Draft = { -readonly [P in keyof Ticket]?: Ticket[P] };

type Put = (draft: Draft, value: SqlValue) => void;

/** A field that stands in the table itself, as SQL over `ticket t`. */
export interface PlainColumn {
  readonly value: (now: Instant) => Sql;
  readonly put: Put;
  /** What orders tickets and what ranges compare, where that is not the value itself. */
  readonly order?: (now: Instant) => Sql;
  /** Whether a larger `order` is a smaller field: who came later is younger. */
  readonly reversed?: boolean;
  /** Whether every ticket has one. */
  readonly always?: boolean;
}

/** A field that stands in `attribute` under that name; `many` is a list. */
export interface AttributeColumn {
  readonly attribute: string;
  readonly many: boolean;
  readonly put: Put;
}

export type Column = PlainColumn | AttributeColumn;

/** What the SQL of a field may depend on. */
export interface View {
  readonly dialect: Dialect;
  readonly now: Instant;
}

/** A property of the ticket that is a column of its own. */
function plain<P extends keyof Ticket>(
  property: P,
  column: string,
  decode: (value: SqlValue) => Ticket[P],
  more: Omit<PlainColumn, 'value' | 'put'> & { readonly value?: PlainColumn['value'] } = {},
): PlainColumn {
  const put: Put = (draft, value) => {
    draft[property] = decode(value);
  };
  return { value: () => raw(`t.${column}`), put, ...more };
}

const always = { always: true };

/** True for a wait that is over: such a ticket reads as open. */
const over = (now: Instant): Sql => sql`t.status IN ('pending', 'hold') AND t.until <= ${now}`;

/** The status as it reads now. */
export const statusNow = (now: Instant): Sql => sql`CASE WHEN ${over(now)} THEN 'open' ELSE t.status END`;

const statusRank = (now: Instant): Sql => {
  const ranks = statuses.map((each, at) => raw(`WHEN '${each}' THEN ${at}`));
  return sql`CASE ${statusNow(now)} ${join(ranks, ' ')} END`;
};

const priorityOf = (value: SqlValue) => priorities[asNumber(value)] ?? damaged('priority', value);
const time = orNone(asText);

const created = plain('created', 'created', asText, always);
const waitingSince = plain('waitingSince', 'waiting_since', time);

const attribute = (name: string, many: boolean, put: Put): AttributeColumn => ({ attribute: name, many, put });

/** Each field of a ticket: where it stands, how it is read, what orders it. */
const columns: Readonly<Record<FieldName, Column>> = {
  id: plain('id', 'id', asNumber, always),
  subject: plain('subject', 'subject', asText, { ...always, order: () => raw('lower(t.subject)') }),
  status: plain('status', 'status', asOneOf('status', statuses), { ...always, value: statusNow, order: statusRank }),
  priority: plain('priority', 'priority', priorityOf, always),
  queue: plain('queue', 'queue', asText, always),
  owner: plain('owner', 'owner', orNone(asText)),
  requester: plain('requester', 'requester', orNone(asText)),
  cc: attribute('cc', true, (draft, value) => {
    draft.cc = asList(value);
  }),
  tags: attribute('tag', true, (draft, value) => {
    draft.tags = asList(value);
  }),
  channel: plain('channel', 'channel', asOneOf('channel', channels), always),
  category: plain('category', 'category', orNone(asText)),
  side: plain('side', 'side', orNone(asOneOf('side', sides))),
  place: attribute('place', false, (draft, value) => {
    draft.place = orNone(asText)(value);
  }),
  language: plain('language', 'language', orNone(asText)),
  created,
  updated: plain('updated', 'updated', asText, always),
  due: plain('due', 'due', time),
  closed: plain('closed', 'closed', time),
  'first-reply': plain('firstReply', 'first_reply', time),
  age: { ...created, reversed: true },
  waiting: { ...waitingSince, reversed: true },
  messages: plain('messages', 'messages', asNumber, always),
  links: plain('links', 'links', asNumber, always),
  version: plain('version', 'version', asNumber, always),
};

/** What a whole ticket has beside its fields. */
const beside: readonly PlainColumn[] = [
  waitingSince,
  plain('until', 'until', time, { value: (now) => sql`CASE WHEN ${over(now)} THEN NULL ELSE t.until END` }),
  plain('mergedInto', 'merged_into', orNone(asNumber)),
  plain('gone', 'gone', orNone(asOneOf('reason', goneKinds))),
];

function customColumn(field: string): AttributeColumn {
  const name = field.slice('field.'.length);
  return attribute(field, false, (draft, value) => {
    if (value !== null) draft.fields = { ...draft.fields, [name]: asText(value) };
  });
}

const isBuiltIn = (field: string): field is FieldName => Object.hasOwn(columns, field);

/** Where a field stands. */
export const columnOf = (field: AnyFieldName): Column => (isBuiltIn(field) ? columns[field] : customColumn(field));

/** The columns that stand in the table itself: all that a whole ticket has beside its attributes. */
export const wholeTicket: readonly PlainColumn[] = [
  ...Object.values(columns).filter((column): column is PlainColumn => 'value' in column && !column.reversed),
  ...beside,
];

/** The values of an attribute of `ticket t`, in their own order. */
export const valuesOf = ({ attribute: name }: AttributeColumn): Sql =>
  sql`SELECT a.value FROM attribute a WHERE a.ticket = t.id AND a.name = ${name} ORDER BY a.value`;

/** What is read for a field, as SQL over `ticket t`. */
export function valueOf(column: Column, { dialect, now }: View): Sql {
  if ('value' in column) return column.value(now);
  return column.many ? dialect.list(valuesOf(column)) : sql`(${valuesOf(column)} LIMIT 1)`;
}

/** What orders tickets by a field, ascending: a list counts by its first value, letters A–Z as a–z. */
export function orderOf(column: Column, now: Instant): Sql {
  if ('value' in column) return (column.order ?? column.value)(now);
  return sql`(SELECT min(a.key) FROM attribute a WHERE a.ticket = t.id AND a.name = ${column.attribute})`;
}

/** Reads fields of tickets: what to select, and how a row becomes a ticket. Id and version always come along. */
export interface Reading {
  /** `<expression> AS f0, …` */
  readonly select: Sql;
  readonly read: (row: SqlRow) => TicketSlice;
}

/** How the named fields of `ticket t` are read. */
export function reading(fields: readonly AnyFieldName[], view: View): Reading {
  const wanted = [...new Set<AnyFieldName>(['id', 'version', ...fields])].map(columnOf);
  const named = wanted.map((column, at) => sql`${valueOf(column, view)} AS ${raw(`f${at}`)}`);
  return {
    select: join(named, ', '),
    read: (row) => {
      const draft: Draft & { id: number; version: number } = { id: 0, version: 0 };
      wanted.forEach((column, at) => column.put(draft, row[`f${at}`] ?? null));
      return draft;
    },
  };
}
