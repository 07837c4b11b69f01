import { normalName } from '../../model/name.ts';
import type { ChangeKind } from '../../model/change.ts';
import { statuses, type TicketId } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import { split } from '../../query/split.ts';
import type { Abilities, Backend, OpenForeign, Plan, RtAddress } from '../backend.ts';
import type { Resolved } from '../../query/query.ts';
import { apply } from './apply.ts';
import { agents, article, articles, people, values } from './around.ts';
import { rtCalls } from './calls.ts';
import { rtRelations } from './changes.ts';
import { count } from './count.ts';
import type { RtDesk } from './desk.ts';
import { find } from './find.ts';
import { followed } from './following.ts';
import { events, history, latest } from './history.ts';
import { textOf } from './json.ts';
import { type Placeable, placeable, readOptions, type RtOptions, siteFields, theirStatus } from './options.ts';
import { readsOf } from './reads.ts';
import { attachment } from './thread.ts';
import { answerTo } from './ticket-sql.ts';
import { linkedOf } from './whole.ts';

const changes = (options: RtOptions): Readonly<Record<ChangeKind, 'native' | 'emulated' | 'no'>> => ({
  create: 'native',
  claim: 'native',
  release: 'native',
  assign: 'native',
  prioritize: 'native',
  route: 'native',
  tag: options.places.tags === undefined ? 'no' : 'emulated',
  set: 'native',
  reply: 'native',
  note: 'native',
  receive: 'no',
  bounce: 'no',
  link: 'native',
  unlink: 'native',
  merge: 'native',
  wait: 'native',
  close: 'native',
  reopen: 'native',
  delete: 'native',
});

/** What RT answers of a field, whatever is asked of it. */
function termOf(options: RtOptions, field: AnyFieldName | 'words'): ReturnType<Abilities['term']> {
  if (field === 'words') return 'vendor';
  if (placeable.some((each) => each === field) && options.places[field as Placeable] === undefined) return 'exact';
  const answer = answerTo(options);
  const is = answer({ kind: 'is', field, values: [field === 'id' ? 1 : 'some-name'] });
  return is === 'no' ? answer({ kind: 'between', field, from: '2020-01-01T00:00:00.000Z', to: undefined }) : is;
}

function abilities(options: RtOptions, url: string): Abilities {
  return {
    change: changes(options),
    instead: {
      tag: `desk auth login again learns of a custom field called Tags; another one is named in the profile's options: "tagsField": "…"`,
      receive: 'it reads its own mail; desk note keeps what was said elsewhere',
      bounce: 'it reads its own mail',
    },
    term: (field) => termOf(options, field),
    sort: () => true,
    statuses: statuses.filter((status) => theirStatus(options, status) !== undefined),
    priorities: options.bands.map(({ priority }) => priority),
    relations: rtRelations,
    seen: 'checked',
    claim: 'atomic',
    once: 'checked',
    as: false,
    people: 'addressed',
    copies: false,
    until: false,
    gone: ['deleted'],
    history: 'vendor',
    rules: undefined,
    mail: true,
    siteFields: siteFields(options),
    page: (ticket) => `${url}/Ticket/Display.html?id=${ticket}`,
  };
}

const notice =
  'Request Tracker looks for words in its own way: as they are written, in subjects, and in messages where its full-text index is on';

function planned(options: RtOptions, query: Resolved): Plan {
  const { native, residual } = split(query.condition, answerTo(options));
  return { query, native, residual, ...(query.searches && { notice }) };
}

/** Opens a Request Tracker 5 over REST2. Nothing is asked before something is. Throws `settings` for options that make no sense. */
export const openRt: OpenForeign<RtAddress> = async (address, opening, http) => {
  const options = readOptions(address.options, address.learnt);
  const calls = rtCalls(http);
  let name: Promise<string> | undefined;
  const me = (signal: AbortSignal): Promise<string> => {
    name ??= /^\d+$/.test(address.user)
      ? calls.user(Number(address.user), signal).then((user) => normalName(textOf(user?.['Name']) ?? address.user))
      : Promise.resolve(normalName(address.user));
    return name;
  };
  const desk: RtDesk = { calls, options, me, done: new Set(), active: new Set() };
  const done = new Map<string, { readonly ticket: TicketId; readonly message: number | null }>();
  const reads = readsOf(desk);
  const queue = textOf(address.options['queue']) ?? opening.rules.queue;
  const backend: Backend = {
    name: 'rt',
    can: abilities(options, address.url),
    now: opening.now,
    whoami: async (signal) => ({ name: await me(signal), role: 'agent', queues: [] }),
    server: async (signal) => `Request Tracker ${await calls.version(signal)}`,
    plan: (query) => planned(options, query),
    find: (plan, want) => find(desk, plan, want, reads.passes),
    count: (plan, by, signal) => count(desk, plan, by, signal),
    get: async (id, signal) => (await reads.get(id, signal)).ticket,
    async *thread(id, signal) {
      for (const message of await reads.thread(id, signal)) {
        if (signal.aborted) return;
        yield message;
      }
    },
    async *links(id, signal) {
      yield* await linkedOf(desk, await reads.links(id, signal), signal);
    },
    history: (id, signal) => history(desk, id, signal),
    async *apply(work, signal) {
      try {
        yield* apply({ desk, done, queue, recent: reads.recent }, work, signal);
      } finally {
        reads.forget();
      }
    },
    attachment: (id, which, signal) => attachment(desk, id, which, signal),
    people: (text, signal) => people(desk, text, signal),
    agents: (signal) => agents(desk, signal),
    values: (field, signal) => values(desk, field, signal),
    articles: (text, signal) => articles(desk, address.url, text, signal),
    article: (id, signal) => article(desk, address.url, id, signal),
    events: (after, signal) => events(desk, after, signal),
    follow: (after, signal, away) => followed(desk, after, signal, away),
    latest: (signal, before) => latest(desk, signal, before),
    [Symbol.asyncDispose]: () => calls.close(),
  };
  return backend;
};
