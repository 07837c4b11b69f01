import type { Event } from './event.ts';
import { fieldset, type Nested, type Value } from './field.ts';
import type { Ticket } from './ticket.ts';
import { outsideName } from './ticket-fields.ts';
import { formatTime, type Instant, isInstant } from './time.ts';

/** Changed values under the names that they have outside. */
const named = (values: Readonly<Partial<Ticket>>): Nested =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [outsideName(key), value as Value | Nested]));

/** What follows from the rest by itself. */
const implied: ReadonlySet<string> = new Set<keyof Ticket>(['waitingSince', 'firstReply', 'closed', 'version', 'updated']);

function shown(value: unknown, now: Instant): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (Array.isArray(value)) return value.join(',') || 'none';
  return typeof value === 'string' && isInstant(value) ? formatTime(value, { now }) : String(value);
}

/** Custom fields one by one, as they are called outside. */
const flat = ({ fields, ...rest }: Readonly<Partial<Ticket>>): Readonly<Record<string, unknown>> => ({
  ...Object.fromEntries(
    Object.entries(rest)
      .filter(([key]) => !implied.has(key))
      .map(([key, value]) => [outsideName(key), value]),
  ),
  ...Object.fromEntries(Object.entries(fields ?? {}).map(([name, value]) => [`field.${name}`, value])),
});

/** What changed: old and new side by side, the new alone where there was no ticket before. */
function changes({ kind, before, after }: Event, now: Instant): string {
  const [old, fresh] = [flat(before), flat(after)];
  const names = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].filter(
    (name) => shown(old[name], now) !== shown(fresh[name], now),
  );
  return names
    .map((name) =>
      kind === 'create' ? `${name} ${shown(fresh[name], now)}` : `${name} ${shown(old[name], now)} → ${shown(fresh[name], now)}`,
    )
    .join(', ');
}

/** What happened, for people: "tag  tags none → vip". */
export function happening(event: Event, now: Instant): string {
  const { kind, other } = event;
  return [other ? `${kind} ${other.replace(':', ' ')}` : kind, changes(event, now)].filter((part) => part !== '').join('  ');
}

/** An event within the row of its ticket. */
export const nestedEvent = ({ at, by, kind, operation, before, after, message, other }: Event): Nested => ({
  at,
  by,
  kind,
  operation,
  before: named(before),
  after: named(after),
  message,
  other,
});

/** An event, and what its ticket is about, as far as that was asked for. */
export interface Happened {
  readonly event: Event;
  readonly subject?: string | undefined;
}

/** What happens on a desk, as rows. */
export const eventFields = fieldset<Happened>('event', [
  {
    name: 'cursor',
    type: 'word',
    says: 'its place among all that happens: watch --since goes on after it',
    of: ({ event }) => event.cursor,
  },
  { name: 'at', type: 'time', says: 'when', of: ({ event }) => event.at, seconds: true, tone: () => 'quiet' },
  { name: 'ticket', type: 'number', says: 'the ticket that it happened to', of: ({ event }) => event.ticket, tone: () => 'id' },
  { name: 'by', type: 'word', says: 'who did it', from: 'stranger', of: ({ event }) => event.by },
  { name: 'kind', type: 'word', says: 'what was done: create, claim, reply, …', of: ({ event }) => event.kind },
  {
    name: 'what',
    type: 'text',
    says: 'what was done, and what changed by it',
    from: 'stranger',
    of: ({ event }, now) => happening(event, now),
    flexible: true,
  },
  { name: 'subject', type: 'text', says: 'what the ticket is about', from: 'stranger', of: ({ subject }) => subject ?? null },
  { name: 'operation', type: 'word', says: 'the command that it belongs to', of: ({ event }) => event.operation },
  { name: 'message', type: 'number', says: 'the message that it added', of: ({ event }) => event.message },
  { name: 'other', type: 'word', says: 'the other ticket of a link or a merge, as relation:id', of: ({ event }) => event.other },
  {
    name: 'before',
    type: 'record',
    says: 'the fields that changed, as they were',
    from: 'stranger',
    of: ({ event }) => named(event.before),
  },
  {
    name: 'after',
    type: 'record',
    says: 'the fields that changed, as they are then',
    from: 'stranger',
    of: ({ event }) => named(event.after),
  },
]);
