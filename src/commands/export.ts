import type { Backend, Plan, Want } from '../backend/backend.ts';
import type { Ticket } from '../model/ticket.ts';
import { isAround, type WholeTicket, wholeTicketFields } from '../model/whole-ticket.ts';
import { collect } from '../model/stream.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import type { Base } from './needs.ts';
import { flag } from './flag.ts';

const columns = [
  'id',
  'subject',
  'status',
  'priority',
  'queue',
  'owner',
  'requester',
  'cc',
  'tags',
  'channel',
  'category',
  'side',
  'place',
  'language',
  'created',
  'updated',
  'due',
  'closed',
  'first-reply',
  'messages',
  'version',
];
const withThread = [...columns, 'fields', 'thread'];

const wantFor = ({ wanted, signal }: Base): Want => ({
  fields: wanted.fields.filter((name) => !isAround(name)),
  order: wanted.sort ?? [{ field: 'id', descending: false }],
  signal,
});

const wantsRefs = ({ wanted }: Base): boolean => wanted.fields.some((name: string) => name === 'refs');

/** Each ticket with what lies around it, where that is wanted. */
async function* found(backend: Backend, plan: Plan, base: Base): AsyncIterable<WholeTicket> {
  const { ticketReferences } = wantsRefs(base) ? await import('../evidence/references/of-ticket.ts') : { ticketReferences: undefined };
  const wants = (name: string): boolean => base.wanted.fields.some((field) => field === name);
  const whole = base.wanted.fields.some(isAround);
  for await (const slice of backend.find(plan, wantFor(base))) {
    const { id } = slice;
    const { signal } = base;
    const ticket = whole ? await backend.get(id, signal) : slice;
    const thread = wants('thread') || ticketReferences ? await collect(backend.thread(id, signal)) : [];
    yield {
      ticket,
      thread,
      ...(ticketReferences && { refs: await ticketReferences(backend, ticket as Ticket, thread, signal) }),
      ...(wants('linked') && { linked: await collect(backend.links(id, signal)) }),
      ...(wants('history') && { history: await collect(backend.history(id, signal)) }),
    };
  }
}

export default command({
  name: 'export',
  summary: 'Write out everything that matches, however much it is',
  details: ['Finished tickets too, unless the query says otherwise. NDJSON with the thread can be imported again.'],
  group: 'many',
  args: { query: arg.query('which tickets; all if left out') },
  flags: { with: flag.choice('the messages as well', ['thread'], 'part') },
  needs: ['backend', 'plan'],
  output: {
    kind: 'rows',
    fields: wholeTicketFields,
    columns,
    sorted: true,
    standard: (values) => ({ format: 'ndjson', ...(values['with'] === 'thread' && { columns: withThread.join(',') }) }),
  },
  examples: [
    { run: 'desk export created:2026-11 --format csv --columns id,queue,status,created,first-reply,closed', says: "the month's report" },
    { run: 'desk export --with thread', says: 'all of it, a line of JSON a ticket' },
  ],
  async bytes({ query }, { backend, plan, ...base }) {
    const { format, defuse, fields } = base.wanted;
    if ((format !== 'ndjson' && format !== 'csv') || fields.some(isAround)) return undefined;
    return backend.rows?.(await plan(query), wantFor(base), format, { defuse });
  },
  async *run({ query }, { backend, plan, ...base }) {
    yield* found(backend, await plan(query), base);
  },
});
