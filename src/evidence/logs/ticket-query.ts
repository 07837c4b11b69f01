import type { Message } from '../../model/message.ts';
import type { NamedReference, ReferenceKind } from '../../model/reference.ts';
import type { Ticket } from '../../model/ticket.ts';
import type { Span } from '../../model/time.ts';
import { dayMs } from '../../model/zone.ts';

/** What a ticket has logs looked through for. */
export interface TicketQuery {
  /** Texts in turns: the next ones only where nothing was found with the ones before. */
  readonly tiers: readonly (readonly string[])[];
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly until: number;
}

/** These name one mail, person, machine or order; the others much that has nothing to do with the ticket. */
const telling: ReadonlySet<ReferenceKind> = new Set([
  'address',
  'ip',
  'queue-id',
  'message-id',
  'order',
  'invoice',
  'payment',
  'variable-symbol',
]);
const vague: ReadonlySet<ReferenceKind> = new Set(['domain', 'error']);

/** Shorter ones stand in every line. */
const shortest = 5;
const mostTerms = 64;
const minuteMs = 60_000;
/** People look at a clock after the fact, and round. */
const roundedMs = 15 * minuteMs;
/** What is said with a month or a year tells of contracts and invoices, not of when something failed. */
const longestMs = 8 * dayMs;
/** Without a word on when: people write within days. */
const beforeMs = 3 * dayMs;
const afterMs = 60 * minuteMs;

const lengthOf = ({ from, to }: Span): number => Date.parse(to) - Date.parse(from);

/** "Since Monday" lasts until it was written; what went wrong shows in the first days. */
function shortened({ window }: NamedReference, written: readonly number[]): readonly Span[] {
  if (!window) return [];
  if (lengthOf(window) <= longestMs) return [window];
  const isSince = written.some((at) => Math.abs(at - Date.parse(window.to)) <= minuteMs);
  return isSince ? [{ from: window.from, to: new Date(Date.parse(window.from) + longestMs).toISOString() }] : [];
}

function windowOf(references: readonly NamedReference[], written: readonly number[]): Pick<TicketQuery, 'since' | 'until'> {
  const [first, last] = [Math.min(...written), Math.max(...written)];
  const spans = references.flatMap((each) => shortened(each, written)).filter(({ from }) => Date.parse(from) <= last);
  if (spans.length === 0) return { since: first - beforeMs, until: last + afterMs };
  return {
    since: Math.min(...spans.map(({ from }) => Date.parse(from))) - roundedMs,
    until: Math.max(...spans.map(({ to }) => Date.parse(to))) + roundedMs,
  };
}

const textsOf = (references: readonly NamedReference[], kinds: ReadonlySet<ReferenceKind>): readonly string[] =>
  references.filter(({ kind, value }) => kinds.has(kind) && value.length >= shortest && !value.includes('\n')).map(({ value }) => value);

/** What to look for and when, from what a ticket names: its references, else what it says vaguely; around the times that it names, else the days before it came. */
export function queryOf(
  ticket: Pick<Ticket, 'requester' | 'created'>,
  thread: readonly Message[],
  references: readonly NamedReference[],
): TicketQuery {
  const written = [ticket.created, ...thread.filter(({ kind }) => kind === 'request').map(({ at }) => at)].map((at) => Date.parse(at));
  const own = ticket.requester !== null && ticket.requester.length >= shortest ? [ticket.requester] : [];
  const tiers = [[...own, ...textsOf(references, telling)], textsOf(references, vague)];
  return {
    tiers: tiers.map((texts) => [...new Set(texts)].slice(0, mostTerms)).filter((texts) => texts.length > 0),
    ...windowOf(references, written),
  };
}
