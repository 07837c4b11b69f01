import type { Backend } from '../backend/backend.ts';
import { fieldNamed } from '../model/field.ts';
import type { TicketSlice } from '../model/ticket.ts';
import { type AnyFieldName, ticketFields } from '../model/ticket-fields.ts';
import type { Instant } from '../model/time.ts';
import { parse } from '../query/parse.ts';
import { resolve } from '../query/resolve.ts';
import type { Answer } from './answer.ts';

/** Who asks, when, and until when they want to know. */
export interface Asking {
  readonly me: string;
  readonly now: Instant;
  readonly signal: AbortSignal;
}

/** On a desk with higher numbers than this, values are those of its newest tickets: to look through all takes longer than anybody waits for a word. */
const lookThrough = 50_000;
const newest = 1000;
const ticketsShown = 30;

/** Which tickets are to be offered first. */
export interface Sought {
  readonly query: string;
  readonly order: 'pressing' | 'newest';
}

interface Look extends Sought {
  readonly fields: readonly AnyFieldName[];
  readonly limit: number;
}

function found(desk: Backend, { me, now, signal }: Asking, { query, ...want }: Look): AsyncIterable<TicketSlice> {
  return desk.find(desk.plan(resolve(parse(query), { me, now, saved: () => undefined })), { ...want, signal });
}

/**
 * Tickets whose number begins so. On a large desk the newest of them, a stretch of numbers after the other: to look for the most pressing would
 * mean to go through all that are to be done.
 */
export async function* ticketsOn(desk: Backend, asking: Asking, { query, order }: Sought, begun: string): AsyncIterable<Answer> {
  const look = { fields: ['subject', 'status', 'priority'], limit: ticketsShown } as const;
  if (begun === '') return yield* ticketAnswers(found(desk, asking, { ...look, query, order }));
  const ids = idsBegun(begun);
  if (!(await isLarge(desk, asking)))
    return yield* ticketAnswers(found(desk, asking, { ...look, query: `${query} (id:${ids.join(',')})`, order }));
  for (const stretch of ids.toReversed())
    yield* ticketAnswers(found(desk, asking, { ...look, query: `${query} id:${stretch}`, order: 'newest' }));
}

async function* ticketAnswers(tickets: AsyncIterable<TicketSlice>): AsyncIterable<Answer> {
  for await (const { id, subject, status, priority } of tickets) {
    const stands = priority === 'normal' ? status : `${status} ${priority}`;
    yield { word: String(id), says: `${stands}: ${subject ?? ''}` };
  }
}

/** No desk has longer numbers. */
const mostDigits = 9;

/** The numbers that begin with these digits, as values of a query: for 12 those are 12, 120..129, 1200..1299 and so on. */
export function idsBegun(digits: string): readonly string[] {
  const lengths = Array.from({ length: Math.max(1, mostDigits - digits.length + 1) }, (_, more) => more);
  return lengths.map((more) => (more === 0 ? digits : `${digits}${'0'.repeat(more)}..${digits}${'9'.repeat(more)}`));
}

/** Who works the desk. */
export async function* agentsOn(desk: Backend, { signal }: Asking): AsyncIterable<Answer> {
  for await (const { name, role } of desk.agents(signal)) yield { word: name, says: role };
}

/** The values in use of a field, most used first. */
export async function* valuesOn(desk: Backend, asking: Asking, field: AnyFieldName): AsyncIterable<Answer> {
  const values = (await isLarge(desk, asking)) ? newestValues(desk, asking, field) : desk.values(field, asking.signal);
  for await (const word of values) yield { word };
}

/** People whose address or name begins so. */
export async function* peopleOn(desk: Backend, asking: Asking, begun: string): AsyncIterable<Answer> {
  if (await isLarge(desk, asking)) {
    for await (const word of newestValues(desk, asking, 'requester')) yield { word };
  } else {
    for await (const { address, name } of desk.people(begun, asking.signal)) yield { word: address, says: name ?? undefined };
  }
}

async function isLarge(desk: Backend, asking: Asking): Promise<boolean> {
  for await (const { id } of found(desk, asking, { query: '', fields: [], order: 'newest', limit: 1 })) return id > lookThrough;
  return false;
}

async function* newestValues(desk: Backend, asking: Asking, name: AnyFieldName): AsyncIterable<string> {
  const field = fieldNamed(ticketFields, name);
  const counts = new Map<string, number>();
  for await (const ticket of found(desk, asking, { query: '', fields: [name], order: 'newest', limit: newest })) {
    const value = field?.of(ticket, asking.now);
    const words = typeof value === 'string' ? [value] : Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  for (const [word] of [...counts].toSorted(([, a], [, b]) => b - a)) yield word;
}
