import { DeskError } from '../../errors.ts';
import type { Agent, Role } from '../../model/person.ts';
import { priorities, type Relation, relations, statuses, type Ticket, type TicketId } from '../../model/ticket.ts';
import type { ChangeKind } from '../../model/change.ts';
import type { Abilities, Backend, BackendName, Keeper, Plan } from '../backend.ts';
import type { Opening } from '../open.ts';
import { agents, events, links, people, threads } from './around.ts';
import type { View } from './columns.ts';
import { count, valuesInUse } from './count.ts';
import type { Engine } from './engine.ts';
import { find } from './find.ts';
import { loadTicket } from './load.ts';
import { rows } from './rows.ts';
import { sql } from './sql.ts';
import { attachment, thread } from './thread.ts';
import { apply } from './write.ts';

const changes: Readonly<Record<ChangeKind, 'native'>> = {
  create: 'native',
  claim: 'native',
  release: 'native',
  assign: 'native',
  prioritize: 'native',
  route: 'native',
  tag: 'native',
  set: 'native',
  reply: 'native',
  note: 'native',
  receive: 'native',
  link: 'native',
  unlink: 'native',
  merge: 'native',
  wait: 'native',
  close: 'native',
  reopen: 'native',
  delete: 'native',
};

const abilities = ({ rules }: Opening): Abilities => ({
  change: changes,
  term: () => 'exact',
  sort: () => true,
  statuses,
  priorities,
  relations: Object.keys(relations) as Relation[],
  seen: 'atomic',
  claim: 'atomic',
  once: 'atomic',
  rules,
  mail: false,
  page: undefined,
});

/** What is said of a ticket that cannot be had. */
async function absent(engine: Engine, id: TicketId, view: View): Promise<DeskError> {
  const gone = (await loadTicket(engine, id, view.now, { evenGone: true }))?.gone;
  return new DeskError('not-found', gone ? `${id} was ${gone === 'spam' ? 'deleted as spam' : gone}` : `there is no ticket ${id}`);
}

async function ticketOf(engine: Engine, id: TicketId, view: View): Promise<Ticket> {
  const ticket = await engine.read((connection) => loadTicket(connection, id, view.now));
  if (ticket) return ticket;
  throw await absent(engine, id, view);
}

async function whoIs(engine: Engine, name: string): Promise<Agent> {
  const [row] = await engine.all(sql`SELECT role, queues FROM agent WHERE name = ${name} AND removed IS NULL`);
  return { name, role: (row?.['role'] as Role | undefined) ?? 'agent', queues: row ? (JSON.parse(String(row['queues'])) as readonly string[]) : [] };
}

const conditionOf = (plan: Plan) => plan.query.condition;

/** A desk of our own over a database: what every engine has in common. The engine is closed with it. */
export function sqlStore(name: BackendName, engine: Engine, opening: Opening, keeper: Keeper): Backend {
  const { me, now } = opening;
  const view = (): View => ({ dialect: engine.dialect, now: now() });
  return {
    name,
    can: abilities(opening),
    keeper,
    now,
    whoami: () => whoIs(engine, me),
    plan: (query) => ({ query, residual: undefined, native: undefined }),
    find: (plan, want) => find(engine, { ...want, condition: conditionOf(plan) }, view()),
    count: (plan, by) => count(engine, conditionOf(plan), by, view()),
    rows: (plan, want, format, { defuse }) => rows(engine, { ...want, condition: conditionOf(plan), format, defuse }, view()),
    get: (id) => ticketOf(engine, id, view()),
    thread: (id, signal) => thread(engine, id, signal),
    links: (id) => links(engine, id, now()),
    history: (id, signal) => events(engine, undefined, id, signal),
    apply: (work, signal) => apply({ engine, me, now, rules: opening.rules }, work, signal),
    threads: (ids) => threads(engine, engine.dialect, ids),
    attachment: (id, which) => attachment(engine, id, which),
    people: (text) => people(engine, text),
    agents: () => agents(engine),
    values: (field) => valuesInUse(engine, field, view()),
    events: (after, signal) => events(engine, after, undefined, signal),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
