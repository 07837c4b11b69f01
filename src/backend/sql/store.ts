import { goneKinds, priorities, type Relation, relations, statuses, type Ticket, type TicketId } from '../../model/ticket.ts';
import { normalName } from '../../model/name.ts';
import type { Instant } from '../../model/time.ts';
import { type ChangeKind, changeKinds } from '../../model/change.ts';
import type { Abilities, BackendName, DeskHere, Opening, Plan, Store } from '../backend.ts';
import { agentsOf } from './agents.ts';
import { links, people, threads } from './around.ts';
import { attachment } from './attachment.ts';
import type { View } from './columns.ts';
import { count } from './count.ts';
import { damaged } from './decode.ts';
import type { Engine } from './engine.ts';
import { events, followed, history, latest } from './events.ts';
import { find } from './find.ts';
import { keeperOf, storeOf } from './keeper.ts';
import { loadTicket } from './load.ts';
import { readOnce } from './once.ts';
import { agentNamed } from './roster.ts';
import { rows } from './rows.ts';
import { checkThere } from './there.ts';
import { thread } from './thread.ts';
import type { Working } from './turn.ts';
import { valuesInUse } from './values.ts';

const changes = Object.fromEntries(changeKinds.map((kind) => [kind, 'native'])) as Readonly<Record<ChangeKind, 'native'>>;

const abilities = ({ rules }: Opening): Abilities => ({
  change: changes,
  instead: {},
  term: () => 'exact',
  sort: () => true,
  statuses,
  priorities,
  relations: Object.keys(relations) as Relation[],
  seen: 'atomic',
  claim: 'atomic',
  once: 'atomic',
  as: true,
  people: 'anybody',
  copies: true,
  until: true,
  gone: goneKinds,
  history: 'own',
  rules,
  mail: rules.mail !== undefined,
  page: undefined,
});

async function ticketOf(engine: Engine, id: TicketId, now: Instant): Promise<Ticket> {
  return engine.read(async (connection) => {
    await checkThere(connection, id);
    return (await loadTicket(connection, id, now)) ?? damaged('ticket', id);
  });
}

const conditionOf = (plan: Plan) => plan.query.condition;

/** A desk of our own over a database: what every engine has in common; `copy` writes all of it to a file. The engine is closed with it. */
export function sqlStore(name: BackendName, engine: Engine, opening: Opening, copy: (path: string) => Promise<number>): DeskHere {
  const close = async (): Promise<void> => engine[Symbol.asyncDispose]();
  const store: Store = {
    ...storeOf(engine, opening.now, copy),
    as: (agent, shown) => worked(name, engine, { ...opening, me: normalName(agent), shown }, store, async () => {}),
  };
  return worked(name, engine, { ...opening, me: normalName(opening.me) }, store, close);
}

/** The desk as one agent works it. */
function worked(
  name: BackendName,
  engine: Engine,
  opening: Opening & Pick<Working, 'shown'>,
  store: Store,
  close: () => Promise<void>,
): DeskHere {
  const { me, now, shown } = opening;
  const view = (): View => ({ dialect: engine.dialect, now: now() });
  return {
    name,
    can: abilities(opening),
    keeper: keeperOf({ engine, me, now, shown }),
    store,
    now,
    whoami: () => agentNamed(engine, me),
    plan: (query) => ({ query, residual: undefined, native: undefined }),
    find: (plan, want) => find(engine, { ...want, condition: conditionOf(plan) }, view()),
    count: (plan, by) => count(engine, conditionOf(plan), by, view()),
    rows: (plan, want, format, { defuse }) => rows(engine, { ...want, condition: conditionOf(plan), format, defuse }, view()),
    get: (id) => ticketOf(engine, id, now()),
    thread: (id, signal) => thread(engine, id, signal),
    links: (id) => links(engine, id, now()),
    history: (id, signal) => history(engine, id, signal),
    async *apply(work, signal) {
      const { apply } = await import('./write.ts'); // a third of the store, and most commands only read
      yield* apply({ engine, me, now, rules: opening.rules }, work, signal);
    },
    claimFirst: async (plan, terms) =>
      (await import('./write.ts')).claimFirst({ engine, me, now, rules: opening.rules }, conditionOf(plan), terms),
    threads: (ids) => threads(engine, engine.dialect, ids),
    known: async (onces) => new Map([...(await readOnce(engine, engine.dialect, onces))].map(([key, { ticket }]) => [key, ticket])),
    attachment: (id, which, signal) => attachment(engine, id, which, signal),
    people: (text, signal) => people(engine, engine.dialect, text, signal),
    async *agents() {
      yield* await agentsOf(engine);
    },
    values: (field, signal) => valuesInUse(engine, field, view(), signal),
    events: (after, signal) => events(engine, after, signal),
    follow: (after, signal, away) => followed(engine, after, signal, away),
    latest: (_, before) => latest(engine, before),
    [Symbol.asyncDispose]: close,
  };
}
