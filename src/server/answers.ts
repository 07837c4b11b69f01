import { DeskError } from '../errors.ts';
import type { Outcome, Plan, Want } from '../backend/backend.ts';
import { tableOf } from '../backend/wire/abilities.ts';
import type { Answer } from '../backend/wire/shapes.ts';
import { spokenWire } from '../backend/wire/version.ts';
import { troubleOf } from '../backend/wire/trouble.ts';
import type { Condition } from '../query/query.ts';
import { resolved } from '../query/resolve.ts';
import { streamOf } from '../model/stream.ts';
import type { Answers, AskedByAgent } from './asked.ts';
import { articleAnswers } from './article-answers.ts';
import { peopleAnswers } from './people-answers.ts';
import { signInAnswers } from './sign-in-answers.ts';

const planned = ({ desk }: AskedByAgent, condition: Condition): Plan => desk.plan(resolved(condition));

type Wanted = Pick<Want, 'fields' | 'order'> & { readonly limit?: number };

const want = ({ fields, order, limit }: Wanted, { signal }: AskedByAgent): Want => ({
  fields,
  order,
  signal,
  ...(limit !== undefined && { limit }),
});

/** What came of a piece of work, without the work: whoever sent it has that. */
const told = (outcome: Outcome): Answer<'apply'> =>
  outcome.did === 'failed'
    ? { did: 'failed', error: troubleOf(outcome.error) }
    : { did: outcome.did, ticket: outcome.ticket, message: outcome.message };

const byKey = (found: ReadonlyMap<string, number>): Answer<'known'> => [...found].map(([key, ticket]) => ({ key, ticket }));

/**
 * Everything that happens; the first line tells from where on, the last one where to go on when the server stops, or when whoever follows may not any more, or may see
 * something else.
 */
async function* followed(after: string | undefined, asked: AskedByAgent): AsyncIterable<Answer<'events'>> {
  const { desk, signal, stopping, caller, recheckMs } = asked;
  const over = new AbortController();
  const look = setInterval(async () => (await caller.still()) || over.abort(), recheckMs);
  try {
    let from = after ?? (await desk.latest(signal)) ?? null;
    yield { from };
    for await (const event of desk.follow(from ?? undefined, AbortSignal.any([signal, stopping, over.signal]))) {
      from = event.cursor;
      yield event;
    }
    if (!signal.aborted) yield { from };
  } finally {
    clearInterval(look);
  }
}

/** What answers each call: the port, and who may do what with it. */
export const answers: Answers = {
  hello: async (_, { signIn }) => ({ desk: 'deskhand', wire: spokenWire, signInPage: signIn !== undefined }),
  about: async (_, { desk, caller, version }) => ({
    version,
    backend: desk.name,
    can: tableOf(desk.can),
    me: caller.agent,
    token: caller.token,
  }),
  find: (input, asked) => asked.desk.find(planned(asked, input.condition), want(input, asked)),
  async rows({ condition, format, defuse, ...wanted }, asked) {
    const bytes = asked.desk.rows(planned(asked, condition), want(wanted, asked), format, { defuse });
    if (!bytes) throw new DeskError('unsupported', `these fields are not written as ${format} by the desk itself`);
    return { type: format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson', bytes };
  },
  count: ({ condition, by }, asked) => asked.desk.count(planned(asked, condition), by, asked.signal),
  get: ({ ticket }, { desk, signal }) => desk.get(ticket, signal),
  thread: ({ ticket }, { desk, signal }) => desk.thread(ticket, signal),
  links: ({ ticket }, { desk, signal }) => desk.links(ticket, signal),
  history: ({ ticket }, { desk, signal }) => desk.history(ticket, signal),
  async attachment({ ticket, attachment }, { desk, signal }) {
    // A stranger's file: whatever it says that it is, no browser is to take it for a page of this server.
    return { type: 'application/octet-stream', bytes: desk.attachment(ticket, attachment, signal) };
  },
  async *apply({ work }, { desk }) {
    // Work that has come is done to its end: whoever does not wait for the answer asks again with the same keys.
    for await (const outcome of desk.apply(streamOf(work), new AbortController().signal)) yield told(outcome);
  },
  async claimFirst({ condition, terms }, asked) {
    const outcome = await asked.desk.claimFirst(planned(asked, condition), terms, asked.signal);
    return outcome ? told(outcome) : null;
  },
  known: async ({ keys }, { desk, signal }) => byKey(await desk.known(keys, signal)),
  threads: async ({ keys }, { desk, signal }) => byKey(await desk.threads(keys, signal)),
  people: ({ text }, { desk, signal }) => desk.people(text, signal),
  values: ({ field }, { desk, signal }) => desk.values(field, signal),
  events: ({ after, follow }, asked) => (follow === true ? followed(after, asked) : asked.desk.events(after, asked.signal)),
  latest: async ({ before }, { desk, signal }) => ({ cursor: (await desk.latest(signal, before)) ?? null }),
  agents: (_, { desk, signal }) => desk.agents(signal),
  ...signInAnswers,
  ...peopleAnswers,
  ...articleAnswers,
};
