import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import type { Excerpt } from '../evidence/logs/excerpt.ts';
import type { Source } from '../evidence/logs/sources.ts';
import type { Terms } from '../evidence/logs/terms.ts';
import type { Message } from '../model/message.ts';
import { didYouMean } from '../model/nearest.ts';
import { collect } from '../model/stream.ts';
import type { Ticket, TicketId } from '../model/ticket.ts';
import { formatTime, type Instant, parseTime, type Span, toInstant } from '../model/time.ts';
import type { Base } from './needs.ts';

/** What logs are asked for, and in which times (milliseconds since 1970; infinite where there is no bound). */
export interface Asking {
  readonly terms: readonly Terms[];
  readonly since: number;
  readonly until: number;
}

function spanOf(text: string | undefined, now: Instant, name: string): Span | undefined {
  const span = text === undefined ? undefined : parseTime(text, now);
  if (text !== undefined && !span)
    throw new DeskError('usage', `--${name}: "${text}" is not a time`, { hint: 'as in 2d, 14:00, yesterday, 2026-11-20T14:00' });
  return span;
}

/** The sources that are set, or those of them that are named. Throws `settings` and `usage`. */
export async function sourcesFor(names: readonly string[], settings: Base['settings']): Promise<readonly Source[]> {
  const { sourcesFrom } = await import('../evidence/logs/sources.ts');
  const all = sourcesFrom(settings.raw['logs']);
  if (all.length === 0) throw new DeskError('settings', 'no sources of logs are set', { hint: 'desk help logs shows how' });
  const known = all.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    throw new DeskError('usage', `there is no source of logs called "${name}"`, {
      hint: didYouMean(name, known, `one of ${known.join(', ')}`),
    });
  }
  return names.length === 0 ? all : all.filter(({ name }) => names.includes(name));
}

interface Values {
  readonly match: readonly string[];
  readonly since: string | undefined;
  readonly until: string | undefined;
}

/** What the command line says of terms and times. Throws `usage`. */
async function typed(
  { match, since, until }: Values,
  now: Instant,
): Promise<{ readonly terms: Terms; readonly since?: number; readonly until?: number }> {
  const { termsFrom } = await import('../evidence/logs/terms.ts');
  const [from, to] = [spanOf(since, now, 'since'), spanOf(until, now, 'until')];
  return { terms: await termsFrom(match), ...(from && { since: Date.parse(from.from) }), ...(to && { until: Date.parse(to.to) }) };
}

export async function askedByHand(values: Values, { now }: Base): Promise<Asking> {
  const { terms, since, until } = await typed(values, now);
  if (terms.kind === 'all' && since === undefined)
    throw new DeskError('usage', 'nothing is asked for', { hint: 'give a ticket, --match or --since' });
  return { terms: [terms], since: since ?? -Infinity, until: until ?? Infinity };
}

/** A ticket with all that was written about it. */
export interface AskedTicket {
  readonly backend: Backend;
  readonly ticket: Ticket;
  readonly thread: readonly Message[];
}

export async function readTicket(backend: Backend, id: TicketId, { signal }: Base): Promise<AskedTicket> {
  const ticket = await backend.get(id, signal);
  return { backend, ticket, thread: await collect(backend.thread(ticket.id, signal)) };
}

/** What is asked for on the command line, and where it says nothing by the ticket. */
export async function askedByTicket(values: Values, { backend, ticket, thread }: AskedTicket, { now, signal }: Base): Promise<Asking> {
  const { terms, since, until } = await typed(values, now);
  const { ticketReferences } = await import('../evidence/references/of-ticket.ts');
  const { queryOf } = await import('../evidence/logs/ticket-query.ts');
  // Our own answers may hold lines of logs, whose times and addresses are no news.
  const told = thread.filter(({ kind }) => kind !== 'reply');
  const query = queryOf(ticket, thread, await ticketReferences(backend, ticket, told, signal));
  const own = query.tiers.map((texts): Terms => ({ kind: 'texts', texts, folded: true }));
  const wanted = terms.kind !== 'all' || own.length === 0 ? [terms] : own;
  return { terms: wanted, since: since ?? query.since, until: until ?? query.until };
}

const asTime = (at: number, now: Instant): string | undefined => (Number.isFinite(at) ? formatTime(toInstant(at), { now }) : undefined);

/** "looked for a@b.c, 4F2A81 from 20 Nov 14:00 to 20 Nov 15:00 in mail, web". */
function lookedFor({ since, until }: Asking, terms: Terms, sources: readonly Source[], now: Instant): string {
  const what =
    terms.kind === 'all'
      ? 'all lines'
      : terms.kind === 'texts'
        ? terms.texts.slice(0, 8).join(', ') + (terms.texts.length > 8 ? ` and ${terms.texts.length - 8} more` : '')
        : `/${terms.source}/`;
  const [from, to] = [asTime(since, now), asTime(until, now)];
  return `looked for ${what}${from ? ` from ${from}` : ''}${to ? ` to ${to}` : ''} in ${sources.map(({ name }) => name).join(', ')}`;
}

/** Asks the sources for the terms in turns, until something is found. */
export async function excerptFor(
  asking: Asking,
  sources: readonly Source[],
  { limit, context, home }: { readonly limit: number; readonly context: number; readonly home: string },
  { now, signal, say }: Base,
): Promise<Excerpt> {
  const { excerptOf } = await import('../evidence/logs/excerpt.ts');
  let excerpt: Excerpt = { records: [], more: false, troubles: [], failed: [] };
  for (const terms of asking.terms) {
    if (excerpt.records.length > 0) break;
    say(lookedFor(asking, terms, sources, now));
    const asked = { terms, since: asking.since, until: asking.until, most: limit, context, signal };
    excerpt = await excerptOf(sources, asked, { now: Date.parse(now), home });
  }
  return excerpt;
}
