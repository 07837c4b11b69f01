import { type Field, fieldset, type Tone, type Value } from './field.ts';
import { channels, priorities, sides, statuses, type TicketSlice } from './ticket.ts';
import type { Instant } from './time.ts';

const since = (from: Instant | null | undefined, now: Instant): number | null =>
  from ? Math.max(0, Date.parse(now) - Date.parse(from)) : null;

const tones: Readonly<Record<string, Tone>> = {
  urgent: 'alarm',
  high: 'warn',
  low: 'quiet',
  new: 'good',
  solved: 'quiet',
  closed: 'quiet',
};
const toneOf = (value: Value): Tone => (typeof value === 'string' ? (tones[value] ?? 'plain') : 'plain');

const fields = [
  { name: 'id', type: 'number', says: 'number of the ticket', of: (t) => t.id, tone: () => 'id' },
  { name: 'subject', type: 'text', says: 'what it is about', from: 'stranger', of: (t) => t.subject ?? null, flexible: true },
  { name: 'status', type: 'word', says: 'where it stands', values: statuses, ranked: true, of: (t) => t.status ?? null, tone: toneOf },
  {
    name: 'priority',
    type: 'word',
    says: 'how pressing it is',
    values: priorities,
    ranked: true,
    of: (t) => t.priority ?? null,
    tone: toneOf,
  },
  { name: 'queue', type: 'word', says: 'the department that it lies with', of: (t) => t.queue ?? null },
  { name: 'owner', type: 'word', says: 'the agent who works on it', names: 'agent', of: (t) => t.owner ?? null },
  { name: 'requester', type: 'word', says: 'whom it is from', from: 'stranger', names: 'address', of: (t) => t.requester ?? null },
  { name: 'cc', type: 'list', says: 'who gets a copy', from: 'stranger', names: 'address', of: (t) => t.cc ?? [] },
  { name: 'tags', type: 'list', says: 'its tags', from: 'stranger', of: (t) => t.tags ?? [] },
  { name: 'channel', type: 'word', says: 'how it came in', values: channels, of: (t) => t.channel ?? null },
  { name: 'category', type: 'word', says: 'what kind of customer it is from', from: 'stranger', of: (t) => t.category ?? null },
  { name: 'side', type: 'word', says: 'whose side the fault is on', values: sides, of: (t) => t.side ?? null },
  { name: 'place', type: 'text', says: 'where on the site', from: 'stranger', of: (t) => t.place ?? null },
  { name: 'language', type: 'word', says: "the requester's language", from: 'stranger', of: (t) => t.language ?? null },
  { name: 'created', type: 'time', says: 'when it came in', of: (t) => t.created ?? null },
  { name: 'updated', type: 'time', says: 'when anything last changed', of: (t) => t.updated ?? null },
  { name: 'due', type: 'time', says: 'when the requester should have heard from us', ahead: true, of: (t) => t.due ?? null },
  { name: 'closed', type: 'time', says: 'when it was solved or closed', of: (t) => t.closed ?? null },
  { name: 'first-reply', type: 'time', says: 'when the first reply went out', of: (t) => t.firstReply ?? null },
  {
    name: 'age',
    type: 'duration',
    says: 'how long ago it came in',
    began: (t) => t.created ?? null,
    of: (t, now) => since(t.created, now),
  },
  {
    name: 'waiting',
    type: 'duration',
    says: 'how long the requester has waited for us; none when it is their turn',
    began: (t) => t.waitingSince ?? null,
    of: (t, now) => since(t.waitingSince, now),
  },
  { name: 'messages', type: 'number', says: 'how many messages it has', of: (t) => t.messages ?? null },
  { name: 'links', type: 'number', says: 'how many links it has', of: (t) => t.links ?? null },
  { name: 'version', type: 'number', says: 'grows with every change', of: (t) => t.version },
] as const satisfies readonly Field<TicketSlice>[];

/** The name of a built-in field of a ticket. */
export type FieldName = (typeof fields)[number]['name'];
/** Any field of a ticket: a built-in one, or a custom one as `field.<name>`. */
export type AnyFieldName = FieldName | `field.${string}`;

/** Not `fields[key]`: a field may be called `constructor`. */
const ownValue = (values: Readonly<Record<string, string>> | undefined, key: string): string | null =>
  values && Object.hasOwn(values, key) ? (values[key] ?? null) : null;

function customField(name: string): Field<TicketSlice> | undefined {
  // Most names are none, and compiling the pattern takes milliseconds.
  if (!name.startsWith('field.') || !/^field\.[\p{L}\p{N}_-]*[\p{L}\p{N}]$/u.test(name)) return undefined;
  const key = name.slice('field.'.length);
  return { name, type: 'word', says: 'a custom field', from: 'stranger', of: (t) => ownValue(t.fields, key) };
}

/** What there is to know of a ticket in a list: columns, JSON keys, query terms and sort keys alike. */
export const ticketFields = fieldset<TicketSlice>('ticket', fields, customField);

/** The names of the built-in fields, in the order of the table in the manual. */
export const fieldNames: readonly FieldName[] = fields.map((field) => field.name);

/** What a property of a ticket is called outside: `firstReply` is `first-reply`. */
export const outsideName = (property: string): string => property.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
