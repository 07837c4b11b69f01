import { splitWords } from '../action/script.ts';
import type { Program, World } from '../around/world.ts';
import { patiently } from '../backend/follow.ts';
import { readyGroups } from '../backend/groups.ts';
import { DeskError } from '../errors.ts';
import type { Cursor, Event } from '../model/event.ts';
import { eventFields, type Happened } from '../model/event-fields.ts';
import type { TicketId } from '../model/ticket.ts';
import { parseTime } from '../model/time.ts';
import { parse } from '../query/parse.ts';
import type { Query } from '../query/query.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import type { Base, Needs } from './needs.ts';
import { flag } from './flag.ts';
import { whereSeen } from './where-seen.ts';

type Context = Base & Pick<Needs, 'backend' | 'plan'>;

/** Where to begin: from now on, after a cursor, or at a moment. Throws `usage` for what is neither. */
async function beginning(since: string | undefined, { backend, now, signal }: Context): Promise<Cursor | undefined> {
  if (since === undefined) return backend.latest(signal);
  if (/^\d+$/.test(since)) return since;
  const span = parseTime(since, now);
  if (span) return backend.latest(signal, span.from);
  throw new DeskError('usage', `--since: "${since}" is neither a cursor nor a time`, { hint: 'as in 4711, 2h, 14:00, yesterday' });
}

/** The tickets whose events are to be seen, as far as they match now, and what they are about. */
async function matching(
  events: readonly Event[],
  query: Query,
  subject: boolean,
  context: Context,
): Promise<ReadonlyMap<TicketId, string>> {
  const { backend, plan, signal } = context;
  const ids = parse(`id:${[...new Set(events.map(({ ticket }) => ticket))].join(',')}`);
  const cut = await plan({ kind: 'and', of: [ids, query] }, { now: backend.now() });
  const found = new Map<TicketId, string>();
  const want = { fields: subject ? (['subject'] as const) : [], order: [{ field: 'id', descending: false }] as const, signal };
  for await (const ticket of backend.find(cut, want)) found.set(ticket.id, ticket.subject ?? '');
  return found;
}

const isAll = (query: Query): boolean => query.kind === 'and' && query.of.length === 0;

/** As many events are looked at together. */
const most = { pieces: 200, bytes: Infinity };

interface Looking {
  readonly query: Query;
  readonly since: Cursor | undefined;
  /** Whether somebody wants to know what the tickets are about. */
  readonly subject: boolean;
}

/** What happens to tickets that match; without a query also to those that are gone. */
async function* seen({ query, since, subject }: Looking, context: Context): AsyncIterable<Happened> {
  const { backend, signal, say } = context;
  const away = ({ message }: DeskError): void => say(`${message}; waiting for it`);
  for await (const group of readyGroups(backend.follow(since, signal, away), signal, most)) {
    const found = isAll(query) && !subject ? new Map() : await patiently(() => matching(group, query, subject, context), signal, away);
    if (!found) return;
    for (const event of group)
      if (isAll(query) || found.has(event.ticket)) yield { event, subject: found.get(event.ticket) ?? event.after.subject };
  }
}

/** Runs the program for an event, which it gets as data alone, never as words of a command line. Resolves with whether it came to its end. */
async function tell(run: Program, happened: Happened, { now, signal, say }: Base): Promise<boolean> {
  const { cursor, ticket, kind } = happened.event;
  const row = Object.fromEntries(eventFields.fields.map(({ name, of }) => [name, of(happened, now)]));
  const env = { DESK_CURSOR: cursor, DESK_TICKET: String(ticket), DESK_EVENT: kind };
  const ended = await run({ input: `${JSON.stringify(row)}\n`, env, signal });
  if (ended === 0) return true;
  if (!signal.aborted) say(`--exec ended with ${ended} for ${kind} on ticket ${ticket} (${cursor})`);
  return !signal.aborted;
}

const programFor = (exec: string | undefined, world: World): Promise<Program> | undefined =>
  exec === undefined ? undefined : world.program(splitWords(exec));

export default command({
  name: 'watch',
  summary: 'Show what happens, as it happens',
  details: [
    'Until Ctrl-C; when nobody reads it any more, it ends with the next event. The query is asked of each ticket as it is at that moment. When the desk cannot be reached it is waited for, and nothing is left out or told twice.',
    'Each event has a cursor: --since goes on after it. A time means from then on.',
    '--exec runs a program for each event, one after the other: the event comes on its standard input as a line of JSON with all of its fields, what and subject too; DESK_TICKET, DESK_EVENT (what was done) and DESK_CURSOR say the most important. No shell reads its words, and what it prints goes to standard error. It may call desk: DESK_TOKEN is still there, the passwords for mail and sign-in are not. One that fails is said and stops nothing.',
  ],
  group: 'day',
  args: { query: arg.query('only what happens to these tickets') },
  flags: {
    since: flag.text('also what happened after this cursor, or from that time on', 'cursor|time', 'time'),
    exec: flag.text('run this for each event', 'program'),
  },
  needs: ['backend', 'plan', 'world'],
  output: {
    kind: 'rows',
    fields: eventFields,
    columns: ['cursor', 'at', 'ticket', 'by', 'kind', 'operation', 'message', 'other', 'before', 'after'],
    standard: whereSeen('at,ticket,by,what,subject'),
    live: true,
  },
  examples: [
    { run: 'desk watch owner:me --since yesterday', says: 'my tickets' },
    { run: "desk watch queue:billing --since 2d --exec 'sh ring.sh'", says: 'a program for each event' },
    { run: 'desk watch --since 40 --format ndjson', says: 'for a script: what happened after that, and what comes' },
  ],
  async *run({ query, since, exec }, { world, ...context }) {
    const { say, signal, wanted } = context;
    const run = await programFor(exec, world);
    let cursor = await beginning(since, context);
    const subject = run !== undefined || wanted.fields.some((name: string) => name === 'subject');
    if (wanted.format === 'table') say('Ctrl-C ends it');
    try {
      for await (const happened of seen({ query, since: cursor, subject }, context)) {
        if (run && !(await tell(run, happened, context))) break;
        if (run) ({ cursor } = happened.event);
        yield happened;
        ({ cursor } = happened.event);
      }
    } finally {
      if (signal.aborted && cursor !== undefined) say(`desk watch --since ${cursor} goes on from here`);
    }
  },
});
