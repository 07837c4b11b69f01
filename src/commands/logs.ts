import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import type { Source } from '../evidence/logs/sources.ts';
import type { Excerpt } from '../evidence/logs/excerpt.ts';
import type { Masked } from '../evidence/redact/redactor.ts';
import type { ShownLine } from '../evidence/logs/show.ts';
import type { Terms } from '../evidence/logs/terms.ts';
import { fieldset } from '../model/field.ts';
import { nearest } from '../model/nearest.ts';
import { collect } from '../model/stream.ts';
import type { Message } from '../model/message.ts';
import type { Ticket, TicketId } from '../model/ticket.ts';
import { formatTime, type Instant, parseTime, type Span, toInstant } from '../model/time.ts';
import { arg } from './arg.ts';
import { type Base, command } from './command.ts';
import { flag } from './flag.ts';
import { whereSeen } from './where-seen.ts';

const logFields = fieldset<ShownLine>('log line', [
  { name: 'n', type: 'number', says: 'its number, for `desk reply --with log:1-3`', of: ({ n }) => n, tone: () => 'id' },
  {
    name: 'time',
    type: 'time',
    seconds: true,
    says: 'when it was logged',
    of: ({ record: { at } }) => (at === undefined ? null : toInstant(at)),
  },
  { name: 'source', type: 'word', says: 'the source in the settings', of: ({ record }) => record.source, tone: () => 'quiet' },
  { name: 'host', type: 'word', says: 'the machine', from: 'stranger', of: ({ host }) => host },
  { name: 'program', type: 'word', says: 'what wrote it', from: 'stranger', of: ({ program }) => program },
  {
    name: 'text',
    type: 'text',
    says: 'what it says, with the lines that belong to it',
    from: 'stranger',
    of: ({ text }) => text,
    flexible: true,
    wraps: true,
  },
  { name: 'masked', type: 'number', says: 'how many values of others were masked in it', of: ({ masked }) => masked },
  {
    name: 'id',
    type: 'word',
    says: 'the id that its lines share, such as that of a mail in its queue',
    from: 'stranger',
    of: ({ id }) => id,
  },
  {
    name: 'mail',
    type: 'rows',
    says: 'of a line of Postfix: from, to, relay, dsn, status, what was said, and more',
    from: 'stranger',
    of: ({ mail }) => (mail ? [{ ...mail }] : []),
  },
  { name: 'format', type: 'word', says: 'how the line was understood', of: ({ record }) => record.format },
  { name: 'file', type: 'text', says: 'the file that it stands in', of: ({ record }) => record.path ?? null },
]);

interface Asking {
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
async function sourcesFor(names: readonly string[], settings: Base['settings']): Promise<readonly Source[]> {
  const { sourcesFrom } = await import('../evidence/logs/sources.ts');
  const all = sourcesFrom(settings.raw['logs']);
  if (all.length === 0) throw new DeskError('settings', 'no sources of logs are set', { hint: 'desk help logs shows how' });
  const known = all.map(({ name }) => name);
  for (const name of names) {
    if (known.includes(name)) continue;
    const near = nearest(name, known);
    throw new DeskError('usage', `there is no source of logs called "${name}"`, {
      hint: near ? `did you mean ${near}?` : `one of ${known.join(', ')}`,
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

async function askedByHand(values: Values, { now }: Base): Promise<Asking> {
  const { terms, since, until } = await typed(values, now);
  if (terms.kind === 'all' && since === undefined)
    throw new DeskError('usage', 'nothing is asked for', { hint: 'give a ticket, --match or --since' });
  return { terms: [terms], since: since ?? -Infinity, until: until ?? Infinity };
}

/** A ticket with all that was written about it. */
interface AskedTicket {
  readonly backend: Backend;
  readonly ticket: Ticket;
  readonly thread: readonly Message[];
}

async function readTicket(backend: Backend, id: TicketId, { signal }: Base): Promise<AskedTicket> {
  const ticket = await backend.get(id, signal);
  return { backend, ticket, thread: await collect(backend.thread(ticket.id, signal)) };
}

/** What is asked for on the command line, and where it says nothing by the ticket. */
async function askedByTicket(values: Values, { backend, ticket, thread }: AskedTicket, { now, signal }: Base): Promise<Asking> {
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
async function excerptFor(
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

/** The note that says who saw what. */
async function seen(lines: readonly ShownLine[], masked: readonly Masked[]): Promise<string> {
  const { maskedWords } = await import('../evidence/redact/report.ts');
  const sources = [...new Set(lines.map(({ record }) => record.source))].join(', ');
  return `desk logs --reveal: ${lines.length} ${lines.length === 1 ? 'line' : 'lines'} of ${sources} seen as they are, with ${maskedWords(masked)}.`;
}

export default command({
  name: 'logs',
  summary: 'Show what the logs say about a ticket',
  details: [
    'What to look for comes from the ticket: its addresses, IPs, ids of mails, orders and payments, around the times that it names, else in the three days before it came. --match looks for something else instead, as it stands, or /as an expression/ of RE2.',
    'Lines of one mail come together, from its first to the one with which it left the queue; so do the lines of a trace. They are numbered: desk reply 12 --with log:1-3 puts them into the reply, as long as they stand in the log as they were shown.',
    "Other people's addresses, IPs, numbers, passwords and tokens are masked. --reveal shows them, and a note on the ticket says so.",
    'Where logs are is a setting, a list: "logs": [{ "name": "mail", "kind": "file", "paths": ["/var/log/mail.log*"], "zone": "Europe/Bratislava" }, { "name": "units", "kind": "journal", "unit": "nginx" }, { "name": "mx", "kind": "command", "run": ["ssh", "mx1", "mailgrep", "{since}", "{until}", "{terms}"], "timeoutMs": 20000 }]. * and ? stand for parts of a name; rotated and packed files (gzip, bzip2, xz, zstd) are read in the order of time. zone is that of times that name none, format the one of its lines, host the machine where they do not say. A command gets only terms of letters, digits and @ . _ : + = / -, so that no shell runs what a stranger wrote.',
  ],
  group: 'evidence',
  args: { ticket: arg.maybe(arg.ticket('whose addresses, ids and times to look for')) },
  flags: {
    source: flag.texts('only this source, as it is called in the settings', 'name'),
    since: flag.text('from then on', 'time', 'time'),
    until: flag.text('up to then', 'time', 'time'),
    match: flag.texts('look for this instead; given several times: any of them', 'text'),
    context: flag.int('so many lines before and behind each', 0),
    limit: flag.int('at most this many', 50),
    reveal: flag.yes('show what is masked otherwise; recorded as a note on the ticket'),
  },
  needs: ['later', 'desk', 'state', 'world'],
  output: {
    kind: 'rows',
    fields: logFields,
    columns: ['n', 'time', 'source', 'host', 'program', 'text', 'masked'],
    standard: whereSeen('n,time,source,text'),
    none: 'the logs say nothing about this',
  },
  examples: [
    { run: 'desk logs 12', says: 'what happened to the mail that they speak of' },
    { run: 'desk logs 12 --since 14:00 --until 15:00 --source mail', says: 'within an hour, in one source' },
    { run: "desk logs --match '/status=(bounced|deferred)/' --since 1h", says: 'whatever the ticket' },
  ],
  async *run({ ticket: id, source, limit, context, reveal, ...values }, { later, desk, state, world, ...base }) {
    if (limit < 1) throw new DeskError('usage', '--limit is at least 1');
    if (reveal && id === undefined) throw new DeskError('usage', '--reveal needs a ticket', { hint: 'who saw what is recorded on it' });
    const sources = await sourcesFor(source, base.settings);
    const opened = id === undefined ? undefined : await later();
    const asked = opened && id !== undefined ? await readTicket(opened.backend, id, base) : undefined;
    const asking = asked ? await askedByTicket(values, asked, base) : await askedByHand(values, base);
    const excerpt = await excerptFor(asking, sources, { limit, context, home: world.home }, base);
    if (base.signal.aborted) return; // half an excerpt would pass for a whole one
    const { partly, shown } = await import('../evidence/logs/show.ts');
    const { ownOf } = await import('../evidence/logs/own.ts');
    const { lines, masked } = shown(excerpt.records, asked ? ownOf(asked.ticket, asked.thread) : [], reveal);
    if (asked && lines.length > 0) {
      if (reveal) await opened?.act.one({ ref: asked.ticket.id, change: { kind: 'note', message: { body: await seen(lines, masked) } } });
      (await import('../evidence/logs/kept.ts')).keep(state, desk(), asked.ticket.id, excerpt.records);
    }
    yield* lines;
    if (excerpt.more) base.say(`first ${lines.length}, more match (--limit)`);
    for (const { source: name, says } of excerpt.troubles) base.say(`${name}: ${says}`);
    if (!reveal && masked.length > 0) base.say((await import('../evidence/redact/report.ts')).maskedNote(masked));
    const trouble = partly(sources.length, excerpt.failed, excerpt.troubles);
    if (trouble) throw trouble;
  },
});
