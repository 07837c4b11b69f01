import { normalName } from '../../model/name.ts';
import { follow, restFor } from '../follow.ts';
import type { Backend, Opening, OwnDesk, Plan, Want } from '../backend.ts';
import { abilitiesFrom } from '../wire/abilities.ts';
import type { Answer } from '../wire/shapes.ts';
import { apply, outcomeOf, sent } from './apply.ts';
import type { Calls } from './calls.ts';
import { remoteKeeper } from './keeper.ts';

/** What a server says of itself: what this desk goes by before it asks anything. */
export type About = Answer<'about'>;

/** A moment after a stream has ended before it is asked for again. */
const pauseMs = 100;

const wanted = ({ query }: Plan, { fields, order, limit }: Want) => ({
  condition: query.condition,
  fields,
  order,
  ...(limit !== undefined && { limit }),
});

/** A desk of ours on a server, as whoever is signed in works it. `about` is what the server says of itself. */
export function remoteDesk(calls: Calls, about: About, host: string, opening: Opening): OwnDesk {
  const latest: Backend['latest'] = async (signal, before) =>
    (await calls.json('latest', before === undefined ? {} : { before }, signal)).cursor ?? undefined;
  return {
    name: 'remote',
    can: abilitiesFrom(about.can),
    keeper: remoteKeeper(calls),
    now: opening.now,
    whoami: async (signal) => (await calls.json('about', {}, signal)).me,
    server: async (signal) => `deskhand ${(await calls.json('about', {}, signal)).version}`,
    token: async (signal) => (await calls.json('about', {}, signal)).token,
    plan: (query) => ({ query, residual: undefined, native: undefined }),
    find: (plan, want) => calls.lines('find', wanted(plan, want), want.signal),
    count: (plan, by, signal) => calls.json('count', { condition: plan.query.condition, ...(by !== undefined && { by }) }, signal),
    rows: (plan, want, format, { defuse }) => calls.bytes('rows', { ...wanted(plan, want), format, defuse }, want.signal),
    get: (ticket, signal) => calls.json('get', { ticket }, signal),
    thread: (ticket, signal) => calls.lines('thread', { ticket }, signal),
    links: (ticket, signal) => calls.lines('links', { ticket }, signal),
    history: (ticket, signal) => calls.lines('history', { ticket }, signal),
    apply: (work, signal) => apply(calls, host, work, signal),
    async claimFirst({ query: { condition } }, terms, signal) {
      const told = await sent(signal, (until) => calls.json('claimFirst', { condition, terms }, until));
      return told
        ? outcomeOf(told, { ref: 'ticket' in told ? told.ticket.id : 'new', change: { kind: 'claim', steal: false }, terms }, host)
        : undefined;
    },
    known: async (keys, signal) => new Map((await calls.json('known', { keys }, signal)).map(({ key, ticket }) => [key, ticket])),
    threads: async (keys, signal) => new Map((await calls.json('threads', { keys }, signal)).map(({ key, ticket }) => [key, ticket])),
    attachment: (ticket, attachment, signal) => calls.bytes('attachment', { ticket, attachment }, signal),
    people: (text, signal) => calls.lines('people', { text: normalName(text).slice(0, 500) }, signal),
    agents: (signal) => calls.lines('agents', {}, signal),
    values: (field, signal) => calls.lines('values', { field }, signal),
    async *events(after, signal) {
      yield* eventsIn(calls.lines('events', after === undefined ? {} : { after }, signal));
    },
    follow: (after, signal, away) => {
      const events: Backend['events'] = (cursor, until) =>
        eventsIn(calls.lines('events', { follow: true, ...(cursor !== undefined && { after: cursor }) }, until));
      return follow({ events, last: (until) => latest(until), news: (until) => restFor(pauseMs, until) }, after, signal, away);
    },
    latest,
    [Symbol.asyncDispose]: () => calls[Symbol.asyncDispose](),
  };
}

/** Events without the last line, which tells where to go on. */
async function* eventsIn(lines: AsyncIterable<Answer<'events'>>) {
  for await (const line of lines) if ('cursor' in line) yield line;
}
