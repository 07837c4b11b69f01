import type { Backend, Outcome, OwnDesk, Plan } from '../backend.ts';
import { patiently } from '../follow.ts';
import { readyGroups } from '../groups.ts';
import { asDeskError } from '../../errors.ts';
import type { Event } from '../../model/event.ts';
import { noTicket, sees } from '../../model/permission.ts';
import type { Agent } from '../../model/person.ts';
import { collect } from '../../model/stream.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Condition } from '../../query/query.ts';
import { seenBy } from '../../query/seen-by.ts';
import { masked, maskedTicket, toldOf } from './masked.ts';

/**
 * A desk as an agent works it who may be held to queues: of tickets in others nothing is told, not even that they are there. What is desk-wide stays so: people,
 * agents, articles; a ticket's count of links counts all. Changes are held to queues by the desk itself. For an agent who is not held it is the desk itself.
 */
export const within = (desk: OwnDesk, agent: Pick<Agent, 'queues'>): OwnDesk => (agent.queues.length === 0 ? desk : held(desk, agent));

/** Every method of the port has to be thought of here. */
type Whole = { readonly [K in keyof Required<Backend>]: OwnDesk[K] };

function held(desk: OwnDesk, agent: Pick<Agent, 'queues'>): OwnDesk {
  const sight = sightOf(desk, agent);
  const { cut, get, seenOf, those } = sight;
  const whole: Whole = {
    name: desk.name,
    can: desk.can,
    now: () => desk.now(),
    whoami: (signal) => desk.whoami(signal),
    server: desk.server,
    token: desk.token,
    plan: (query) => desk.plan(query),
    find: (plan, want) => desk.find(cut(plan), want),
    count: (plan, by, signal) => desk.count(cut(plan), by, signal),
    rows: (plan, want, format, options) => desk.rows(cut(plan), want, format, options),
    async get(id, signal) {
      const ticket = await get(id, signal);
      return maskedTicket(ticket, await seenOf([ticket.mergedInto], signal));
    },
    async *thread(id, signal) {
      await get(id, signal);
      yield* desk.thread(id, signal);
    },
    async *links(id, signal) {
      await get(id, signal);
      const links = await collect(desk.links(id, signal));
      const seen = await seenOf(
        links.map(({ ticket }) => ticket.id),
        signal,
      );
      yield* links.filter(({ ticket }) => seen.has(ticket.id));
    },
    async *history(id, signal) {
      await get(id, signal);
      yield* told(desk.history(id, signal), sight, signal);
    },
    async *apply(work, signal) {
      for await (const outcome of desk.apply(work, signal)) yield await toldOutcome(outcome, sight, signal);
    },
    async claimFirst(plan, terms, signal) {
      const outcome = await desk.claimFirst(cut(plan), terms, signal);
      return outcome && toldOutcome(outcome, sight, signal);
    },
    threads: async (ids, signal) => those(await desk.threads(ids, signal), signal),
    known: async (onces, signal) => those(await desk.known(onces, signal), signal),
    async *attachment(id, which, signal) {
      await get(id, signal);
      yield* desk.attachment(id, which, signal);
    },
    people: (text, signal) => desk.people(text, signal),
    agents: (signal) => desk.agents(signal),
    async *values(field, signal) {
      const counts = await desk.count(cut(asking({ kind: 'and', of: [] })), field, signal);
      yield* counts.flatMap(({ value }) => value ?? []);
    },
    articles: desk.articles,
    article: desk.article,
    events: (after, signal) => told(desk.events(after, signal), sight, signal),
    follow(after, signal, away) {
      const waiting: Sight['seenOf'] = async (ids) => (await patiently(() => seenOf(ids, signal), signal, away)) ?? new Set();
      return told(desk.follow(after, signal, away), { seenOf: waiting }, signal);
    },
    latest: (signal, before) => desk.latest(signal, before),
    keeper: desk.keeper,
    store: undefined, // worked as somebody else, it would be held to nothing
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  };
  return whole as OwnDesk;
}

/** What may be seen of a desk. */
interface Sight {
  /** The same query, of what may be seen. */
  readonly cut: (asked: Pick<Plan, 'query'>) => Plan;
  /** Throws `not-found` for a ticket that may not be seen. */
  readonly get: (id: TicketId, signal: AbortSignal) => Promise<Ticket>;
  /** Those of these tickets that may be seen. */
  readonly seenOf: (ids: readonly (TicketId | null)[], signal: AbortSignal) => Promise<ReadonlySet<TicketId>>;
  /** Those entries whose ticket may be seen. */
  readonly those: (found: ReadonlyMap<string, TicketId>, signal: AbortSignal) => Promise<ReadonlyMap<string, TicketId>>;
}

const asking = (condition: Condition): Pick<Plan, 'query'> => ({ query: { condition, searches: false, namesStatus: true } });

/** Tickets a question. */
const atOnce = 500;

function sightOf(desk: Backend, agent: Pick<Agent, 'queues'>): Sight {
  const cut: Sight['cut'] = ({ query }) => desk.plan({ ...query, condition: seenBy(agent, query.condition) });
  const seenOf: Sight['seenOf'] = async (ids, signal) => {
    const [all, seen] = [[...new Set(ids.filter((id) => id !== null))], new Set<TicketId>()];
    for (let at = 0; at < all.length; at += atOnce) {
      const these: Condition = { kind: 'is', field: 'id', values: all.slice(at, at + atOnce) };
      const plan = cut(asking(these));
      for await (const { id } of desk.find(plan, { fields: [], order: [{ field: 'id', descending: false }], signal })) seen.add(id);
    }
    return seen;
  };
  return {
    cut,
    seenOf,
    async get(id, signal) {
      const ticket = await desk.get(id, signal).catch((thrown: unknown) => {
        // Of one that is gone nobody says in which queue it was.
        throw asDeskError(thrown).kind === 'not-found' ? noTicket(id) : thrown;
      });
      if (sees(agent, ticket.queue)) return ticket;
      throw noTicket(id);
    },
    async those(found, signal) {
      const seen = await seenOf([...found.values()], signal);
      return new Map([...found].filter(([, id]) => seen.has(id)));
    },
  };
}

/** Events a question; they are not kept waiting for others. */
const most = { pieces: 500, bytes: Infinity };

/** What may be told of events, as things are when they are told. */
async function* told(events: AsyncIterable<Event>, { seenOf }: Pick<Sight, 'seenOf'>, signal: AbortSignal): AsyncIterable<Event> {
  for await (const group of readyGroups(events, signal, most)) {
    const seen = await seenOf(group.flatMap(toldOf), signal);
    for (const event of group) yield* masked(event, seen);
  }
}

async function toldOutcome(outcome: Outcome, { seenOf }: Sight, signal: AbortSignal): Promise<Outcome> {
  if (outcome.did === 'failed' || typeof outcome.ticket.mergedInto !== 'number') return outcome;
  return { ...outcome, ticket: maskedTicket(outcome.ticket, await seenOf([outcome.ticket.mergedInto], signal)) };
}
