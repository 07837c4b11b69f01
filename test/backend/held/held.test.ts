import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Backend, DeskHere, OwnDesk, Want, Work } from '../../../src/backend/backend.ts';
import { openEmbedded } from '../../../src/backend/sql/embedded.ts';
import { DeskError } from '../../../src/errors.ts';
import type { Change } from '../../../src/model/change.ts';
import type { Event } from '../../../src/model/event.ts';
import type { Message } from '../../../src/model/message.ts';
import type { Agent } from '../../../src/model/person.ts';
import { collect } from '../../../src/model/stream.ts';
import type { Ticket, TicketId } from '../../../src/model/ticket.ts';
import { fieldNames } from '../../../src/model/ticket-fields.ts';
import type { LinkedTicket } from '../../../src/model/whole-ticket.ts';
import type { Condition } from '../../../src/query/query.ts';
import { within } from '../../../src/backend/held/held.ts';
import { each, folder, never, noon, rules } from '../sql/desk.ts';
import { openSqlite } from '../../../src/backend/sql/sqlite-binding.ts';
import { chance } from '../../chance.ts';
import { anyCondition, patience, runs } from '../../query/generate.ts';

const queues = ['support', 'billing', 'second line', 'mail'];
const max: Agent = { name: 'max', role: 'lead', queues: ['billing', 'mail'] };
/** Numbers by which a ticket is known wherever it is mentioned. */
const firstId = 7_000_001;
const many = 60;
const everything: Condition = { kind: 'and', of: [] };
const asked = (condition: Condition) => ({ condition, searches: false, namesStatus: true });
const want: Want = { fields: fieldNames, order: [], signal: never };

interface Scene extends AsyncDisposable {
  /** The desk as nobody is held from it, and as max is. */
  readonly whole: DeskHere;
  readonly narrow: OwnDesk;
  readonly do: (ref: Work['ref'], change: Change, once?: string) => Promise<Ticket>;
}

async function scene(): Promise<Scene> {
  const place = folder();
  const path = `${place.path}/desk.db`;
  const whole = await openEmbedded(path, { me: 'ann', now: () => noon, rules });
  for (const agent of [{ name: 'ann', role: 'admin', queues: [] } as const, max]) await whole.keeper.addAgent(agent, never);
  const other = openSqlite(path);
  other.exec(`INSERT INTO ticket (id, version, active, subject, status, priority, queue, channel, created, updated, messages, links, gone)
    VALUES (${firstId - 1}, 1, 0, '', 'new', 1, 'support', 'api', '${noon}', '${noon}', 0, 0, 'erased')`);
  other.close();
  let keys = 0;
  return {
    whole,
    narrow: within(whole.store.as('max'), max),
    async do(ref, change, once = `w-${(keys += 1)}`) {
      const [outcome] = await collect(whole.apply(each([{ ref, change, terms: { once, operation: 'sow' } }]), never));
      if (outcome?.did === 'failed') throw outcome.error;
      return outcome?.ticket as Ticket;
    },
    async [Symbol.asyncDispose]() {
      await whole[Symbol.asyncDispose]();
      place[Symbol.dispose]();
    },
  };
}

/** Tickets in all queues that were linked, merged, moved about and deleted; each text has a word of its own that begins with "secret". */
async function sown({ do: make }: Scene, seed: number): Promise<void> {
  const random = chance(seed);
  const pick = <T>(items: readonly T[]): T => items[random(items.length)] as T;
  const secret = (): string => `secret${random(1e12)}`;
  for (let n = 0; n < many; n += 1)
    await make(
      'new',
      {
        kind: 'create',
        ticket: { subject: secret(), queue: pick(queues), requester: 'rita@acme.com', tags: [secret()], category: secret() },
        message: {
          author: 'rita@acme.com',
          body: secret(),
          messageId: `${n}@x`,
          attachments: [{ name: secret(), type: 'text/plain', content: Buffer.from(secret()) }],
        },
      },
      `sown-${n}`,
    );
  const some = (): TicketId => firstId + random(many);
  const changes: readonly (() => Change)[] = [
    () => ({ kind: 'link', relation: pick(['related', 'parent', 'blocks']), to: some() }),
    () => ({ kind: 'link', relation: 'duplicates', to: some() }),
    () => ({ kind: 'route', to: pick(queues), note: secret() }),
    () => ({ kind: 'set', values: { queue: pick(queues), subject: secret() } }),
    () => ({ kind: 'merge', into: some() }),
    () => ({ kind: 'merge', into: some() }),
    () => ({ kind: 'note', message: { body: secret() } }),
    () => ({ kind: 'unlink', relation: 'related', to: some() }),
    () => ({ kind: 'delete', as: pick(['deleted', 'spam']) }),
  ];
  for (let n = 0; n < 250; n += 1) await make(some(), pick(changes)()).catch((thrown: unknown) => expect(thrown).toBeInstanceOf(DeskError));
}

const text = (value: unknown): string => JSON.stringify(value, (_, part: unknown) => (part instanceof Map ? [...part] : part));
const quietly = async <T>(asking: Promise<T>): Promise<T | string> => asking.catch((thrown: unknown) => (thrown as Error).message);

async function* mapped<T, U>(items: readonly T[], of: (item: T) => Promise<U>): AsyncIterable<U> {
  for (const item of items) yield await of(item);
}

/** All that one can find out about a desk without knowing which tickets it has. */
async function findable(desk: Backend): Promise<readonly unknown[]> {
  const plan = desk.plan(asked(everything));
  const found = await collect(desk.find(plan, want));
  const rows = (format: 'ndjson' | 'csv') => collect(desk.rows?.(plan, want, format, { defuse: false }) ?? each([]));
  const fields = fieldNames.filter((field) => field !== 'age' && field !== 'waiting');
  return [
    found,
    Buffer.concat(await rows('ndjson')).toString(),
    Buffer.concat(await rows('csv')).toString(),
    await collect(mapped(fields, (field) => desk.count(plan, field, never))),
    await collect(mapped(fields, (field) => collect(desk.values(field, never)))),
    await desk.count(plan, undefined, never),
    await collect(desk.events(undefined, never)),
    await desk.known?.(
      Array.from({ length: many }, (_, n) => `sown-${n}`),
      never,
    ),
    await desk.threads?.(
      Array.from({ length: many }, (_, n) => `${n}@x`),
      never,
    ),
  ];
}

/** All that one can find out about a ticket by its number; sentences where it is refused. */
interface About {
  readonly ticket: Ticket | string;
  readonly thread: readonly Message[] | string;
  readonly links: readonly LinkedTicket[] | string;
  readonly history: readonly Event[] | string;
  readonly files: readonly string[];
}

async function about(desk: Backend, id: TicketId): Promise<About> {
  const thread = await quietly(collect(desk.thread(id, never)));
  const files = typeof thread === 'string' ? ['1'] : thread.flatMap(({ attachments }) => attachments.map((file) => file.id));
  const content = async (file: string): Promise<string> => Buffer.concat(await collect(desk.attachment(id, file, never))).toString();
  return {
    ticket: await quietly(desk.get(id, never)),
    thread,
    links: await quietly(collect(desk.links(id, never))),
    history: await quietly(collect(desk.history(id, never))),
    files: await Promise.all(files.map((file) => quietly(content(file)))),
  };
}

async function aboutAll(desk: Backend, ids: readonly TicketId[]): Promise<readonly About[]> {
  return collect(mapped(ids, (id) => about(desk, id)));
}

describe.each([1, 2, 3])('a desk as an agent sees it who is held to queues (%d)', (seed) => {
  let desk: Scene;
  let tickets: ReadonlyMap<TicketId, Ticket | undefined>;
  const ids = Array.from({ length: many }, (_, n) => firstId + n);
  const seen = (id: TicketId): boolean => max.queues.includes(tickets.get(id)?.queue ?? '');
  beforeAll(async () => {
    desk = await scene();
    await sown(desk, seed);
    tickets = new Map(await collect(mapped(ids, async (id) => [id, await desk.whole.get(id, never).catch(() => undefined)] as const)));
  }, patience);
  afterAll(() => desk[Symbol.asyncDispose]());

  /** What must not be read anywhere: numbers of tickets that are not seen, and the words that stand in them and in no ticket that is. */
  async function forbidden(): Promise<readonly string[]> {
    const words = async (some: readonly TicketId[]): Promise<readonly string[]> =>
      text(await aboutAll(desk.whole, some)).match(/secret\d+/g) ?? [];
    const open = new Set(await words(ids.filter(seen)));
    const hidden = ids.filter((id) => !seen(id));
    const closed = (await words(hidden)).filter((word) => !open.has(word));
    return [...hidden.map(String), ...closed];
  }

  it('there is something to be hidden, and something to be seen', async () => {
    expect(ids.filter(seen).length).toBeGreaterThan(8);
    expect(ids.filter((id) => tickets.get(id) && !seen(id)).length).toBeGreaterThan(8);
    const said = text(await findable(desk.whole)) + text(await aboutAll(desk.whole, ids.filter(seen)));
    expect((await forbidden()).filter((word) => said.includes(word)).length).toBeGreaterThan(40);
    expect(
      [...tickets.values()].filter((ticket) => ticket && seen(ticket.id) && ticket.mergedInto !== null && !seen(ticket.mergedInto)).length,
    ).toBeGreaterThan(0);
  });

  it('nothing of what can be found, and of what can be read of tickets that are seen, tells of others', async () => {
    const said = text(await findable(desk.narrow)) + text(await aboutAll(desk.narrow, ids.filter(seen)));
    expect((await forbidden()).filter((word) => said.includes(word))).toEqual([]);
  });

  it('a ticket that is not seen is told of in the words of one that there is not', async () => {
    const missing = text(await about(desk.narrow, 99));
    for (const id of ids.filter((one) => !seen(one))) expect(text(await about(desk.narrow, id)).replaceAll(String(id), '99')).toBe(missing);
  });

  it('what is seen is all there, as it is for everybody', async () => {
    const kept = ({ kind, other }: Event): boolean => (kind !== 'link' && kind !== 'unlink') || seen(Number(other?.split(':')[1]));
    const cursors = (events: About['history'], which: (event: Event) => boolean = () => true) =>
      typeof events === 'string' ? events : events.filter(which).map(({ cursor }) => cursor);
    for (const id of ids.filter(seen)) {
      const [whole, narrow] = [await about(desk.whole, id), await about(desk.narrow, id)];
      const ticket = tickets.get(id);
      const into = ticket?.mergedInto ?? null;
      expect(narrow.ticket).toEqual({ ...ticket, mergedInto: into !== null && seen(into) ? into : null });
      expect(narrow.links).toEqual((whole.links as readonly LinkedTicket[]).filter((link) => seen(link.ticket.id)));
      expect([narrow.thread, narrow.files]).toEqual([whole.thread, whole.files]);
      expect(cursors(narrow.history)).toEqual(cursors(whole.history, kept));
    }
  });

  it(
    'a query finds those that are seen of all that it finds',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyCondition, async (condition) => {
          const found = async (backend: Backend) => (await collect(backend.find(backend.plan(asked(condition)), want))).map(({ id }) => id);
          const [whole, narrow] = [await found(desk.whole), await found(desk.narrow)];
          expect(narrow).toEqual(whole.filter(seen));
          expect(await desk.narrow.count(desk.narrow.plan(asked(condition)), undefined, never)).toEqual([
            { value: null, count: narrow.length },
          ]);
        }),
        runs(100),
      );
    },
    patience,
  );

  it('a plan that was made without the limits is held to them', async () => {
    const foreign = desk.whole.plan(asked(everything));
    expect((await collect(desk.narrow.find(foreign, want))).every(({ id }) => seen(id))).toBe(true);
    expect(await desk.narrow.count(foreign, undefined, never)).toEqual([{ value: null, count: ids.filter(seen).length }]);
  });

  it('what comes of changes does not tell of others either', async () => {
    const words = await forbidden();
    const changes: readonly Change[] = [
      { kind: 'reply', message: { body: 'x' } },
      { kind: 'receive', message: { author: 'rita@acme.com', body: 'x' } },
      { kind: 'merge', into: firstId },
      { kind: 'delete', as: 'spam' },
    ];
    const merged = ids.filter((id) => seen(id) && tickets.get(id)?.mergedInto);
    for (const id of merged)
      for (const change of changes) {
        const outcomes = await collect(
          desk.narrow.apply(each([{ ref: id, change, terms: { once: `${change.kind}-${id}`, operation: 'x' } }]), never),
        );
        const said = text(outcomes.map((outcome) => (outcome.did === 'failed' ? outcome.error.message : outcome.ticket))).replaceAll(
          String(firstId),
          '',
        );
        expect([change.kind, id, ...words.filter((word) => said.includes(word)), said]).toEqual([change.kind, id, said]);
      }
  });
});

test('what moves out of sight is gone, and what moves into it is there: also for who follows', async () => {
  await using desk = await scene();
  const stop = new AbortController();
  const told: string[] = [];
  const following = (async () => {
    for await (const { ticket, kind, after } of desk.narrow.follow('0', stop.signal))
      told.push(`${ticket} ${kind} ${after.queue ?? ''}`.trim());
  })();
  const heard = async (count: number): Promise<void> => {
    for (let tries = 0; told.length < count && tries < 200; tries += 1) await pause(20);
    await pause(250);
  };
  const [one, two] = [firstId, firstId + 1];
  await desk.do('new', { kind: 'create', ticket: { subject: 'a', queue: 'mail' } });
  await desk.do('new', { kind: 'create', ticket: { subject: 'b', queue: 'support' } });
  await heard(1);
  await desk.do(one, { kind: 'route', to: 'support' });
  await desk.do(one, { kind: 'tag', add: ['hidden'], remove: [] });
  await heard(1);
  await desk.do(two, { kind: 'route', to: 'billing' });
  await heard(2);
  stop.abort();
  await following;
  expect(told).toEqual([`${one} create mail`, `${two} route billing`]);
});

test('who is not held has the desk itself', async () => {
  await using desk = await scene();
  expect(within(desk.whole, { queues: [] })).toBe(desk.whole);
  expect(desk.narrow.store).toBeUndefined();
});
