import type { Backend } from '../backend/backend.ts';
import { fieldset } from '../model/field.ts';
import { type Block, tableBlock } from '../model/page.ts';
import { collect } from '../model/stream.ts';
import type { TicketSlice } from '../model/ticket.ts';
import { type AnyFieldName, ticketFields } from '../model/ticket-fields.ts';
import { parse } from '../query/parse.ts';
import { command } from './command.ts';
import type { Needs } from './needs.ts';

/** The parts of a day: what heads them, and which tickets they hold. */
const parts = {
  mine: { heading: 'Mine', query: 'owner:me status:new,open', columns: ['id', 'priority', 'due', 'waiting', 'requester', 'subject'] },
  unowned: {
    heading: "Nobody's, most pressing first",
    query: 'owner:none status:new,open',
    columns: ['id', 'priority', 'due', 'waiting', 'requester', 'subject'],
  },
  waiting: {
    heading: 'Waiting for the requester',
    query: 'owner:me status:pending,hold',
    columns: ['id', 'status', 'updated', 'requester', 'subject'],
  },
} as const satisfies Record<string, { readonly heading: string; readonly query: string; readonly columns: readonly AnyFieldName[] }>;
type PartName = keyof typeof parts;

interface Part {
  readonly tickets: readonly TicketSlice[];
  readonly more: boolean;
}

interface Day extends Record<PartName, Part> {
  readonly agent: string;
  readonly empty: boolean;
}

/** Lines of each part; the rest is only mentioned. */
const most = 10;

const nested = ({ tickets }: Part) =>
  tickets.map((ticket) => ({
    id: ticket.id,
    subject: ticket.subject ?? null,
    priority: ticket.priority ?? null,
    status: ticket.status ?? null,
    due: ticket.due ?? null,
  }));

const dayFields = fieldset<Day>('day', [
  { name: 'agent', type: 'word', says: 'whose day it is', of: (day) => day.agent },
  { name: 'mine', type: 'rows', says: 'my tickets, by deadline', from: 'stranger', of: (day) => nested(day.mine) },
  { name: 'unowned', type: 'rows', says: 'what nobody owns, the most pressing first', from: 'stranger', of: (day) => nested(day.unowned) },
  { name: 'waiting', type: 'rows', says: 'mine that wait for the requester', from: 'stranger', of: (day) => nested(day.waiting) },
]);

async function partOf(name: PartName, backend: Backend, plan: Needs['plan'], signal: AbortSignal): Promise<Part> {
  const { query, columns } = parts[name];
  const order =
    name === 'mine'
      ? ([
          { field: 'due', descending: false },
          { field: 'priority', descending: true },
        ] as const)
      : 'pressing';
  const tickets = await collect(
    backend.find(await plan(parse(query)), { fields: [...columns, 'status', 'priority', 'due'], order, limit: most + 1, signal }),
  );
  return { tickets: tickets.slice(0, most), more: tickets.length > most };
}

const beginning: readonly Block[] = [
  { kind: 'title', text: 'Welcome to desk' },
  { kind: 'text', text: 'This desk is empty. You might begin with one of these:' },
  {
    kind: 'pairs',
    pairs: [
      { name: 'desk demo', value: 'a tour on a throw-away desk' },
      { name: 'desk create', value: 'the first ticket' },
      { name: 'desk import tickets.csv', value: 'what you have: CSV, NDJSON, mbox, .eml' },
      { name: 'desk help', value: 'all commands' },
    ],
  },
];

function section(name: PartName, { tickets, more }: Part): readonly Block[] {
  const { heading, query, columns } = parts[name];
  if (tickets.length === 0) return [];
  const aside = more ? `the first ${most}; all: desk list ${query}` : String(tickets.length);
  return [{ kind: 'heading', text: heading, aside }, tableBlock(ticketFields, columns, tickets)];
}

function page(day: Day): readonly Block[] {
  if (day.empty) return beginning;
  const sections = (Object.keys(parts) as PartName[]).flatMap((name) => section(name, day[name]));
  return sections.length > 0
    ? [...sections, { kind: 'text', text: 'desk next claims the most pressing one · desk show <ticket> · desk help', tone: 'quiet' }]
    : [{ kind: 'text', text: `Nothing to do, ${day.agent}: no ticket is yours, and none is without an owner.` }];
}

export default command({
  name: 'day',
  summary: 'My day: mine by deadline, unowned and most pressing, waiting for the requester',
  details: ['This is what desk alone shows.'],
  group: 'day',
  args: {},
  flags: {},
  needs: ['backend', 'plan'],
  output: { kind: 'page', fields: dayFields, page },
  examples: [{ run: 'desk', says: 'what the day holds' }],
  async *run(_, { backend, plan, signal }) {
    const [{ name: agent }, mine, unowned, waiting] = [
      await backend.whoami(signal),
      await partOf('mine', backend, plan, signal),
      await partOf('unowned', backend, plan, signal),
      await partOf('waiting', backend, plan, signal),
    ];
    const nothing = [mine, unowned, waiting].every(({ tickets }) => tickets.length === 0);
    const empty =
      nothing && (await collect(backend.find(await plan(parse('')), { fields: [], order: 'newest', limit: 1, signal }))).length === 0;
    yield { agent, mine, unowned, waiting, empty };
  },
});
