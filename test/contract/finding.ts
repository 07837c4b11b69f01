import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Abilities, Backend, Order, Work } from '../../src/backend/backend.ts';
import { type AnyFieldName, fieldNames, ticketFields } from '../../src/model/ticket-fields.ts';
import { collect } from '../../src/model/stream.ts';
import { rank, type Ticket, type TicketId } from '../../src/model/ticket.ts';
import { render } from '../../src/output/render.ts';
import { match } from '../../src/query/match.ts';
import type { Condition } from '../../src/query/query.ts';
import { ticketWords, type TicketWords } from '../../src/query/words.ts';
import { anyBodies, anyCondition, anyLeaf, anyTicket, now, patience, runs } from '../query/generate.ts';
import { create, draft, get, letItBe, make, never, outcomesOf, type Premises, rita, type Subject, terms, thread } from './desk.ts';

const everything: Condition = { kind: 'and', of: [] };
const size = 80;

/** Tickets of all kinds, as work: made in the past by whoever wrote them, then brought to where they are. */
function sowing(can: Abilities, count: number): readonly Work[] {
  const seeds = fc.sample(fc.tuple(anyTicket, anyBodies), { numRuns: count, seed: 20_261_121 });
  return seeds.flatMap(([ticket, [first = '', ...more]], at) => {
    const {
      id: _,
      version: __,
      created,
      updated: ___,
      firstReply: ____,
      waitingSince: _____,
      until: ______,
      mergedInto: _______,
      gone: ________,
      messages: _________,
      links: __________,
      ...said
    } = ticket;
    const as = can.as ? { as: { by: 'ana', at: created } } : {};
    if (!can.statuses.includes(said.status)) said.status = 'open';
    if (!can.as) said.closed = null;
    if (can.people === 'addressed') {
      const addressed = (name: string): boolean => name.includes('@');
      said.requester = said.requester && addressed(said.requester) ? said.requester : null;
      said.cc = said.cc.filter(addressed);
    }
    const work: Work = {
      ref: 'new',
      change: {
        kind: 'create',
        ticket: { ...said, owner: ticket.owner && 'ben', ...(at === 0 && { subject: '=1+1, "a formula"' }) },
        message: { author: ticket.requester ?? 'ana', body: first },
      },
      terms: terms(as),
    };
    const notes = more
      .filter((body) => can.rules !== undefined || body.trim() !== '')
      .map((body): Work => ({ ref: at + 1, change: { kind: 'note', message: { body } }, terms: terms(as) }));
    return [work, ...notes];
  });
}

/** Whether a desk answers all terms of a condition in the way that `match` says. */
function exactly(condition: Condition, can: Abilities): boolean {
  if ('of' in condition) return [condition.of].flat().every((part) => exactly(part as Condition, can));
  return can.term(condition.kind === 'words' ? 'words' : condition.field) !== 'vendor';
}

/** What is found is what `match` gives. */
export function finding(subject: Subject, can: Abilities): void {
  let desk: Premises;
  let ana: Backend;
  let all: readonly { readonly ticket: Ticket; readonly words: TicketWords }[];

  beforeAll(async () => {
    desk = await subject.open();
    await letItBe(desk, now);
    ana = await desk.as('ana');
    const work = sowing(can, subject.many ?? size);
    const done = async (some: readonly Work[]): Promise<readonly TicketId[]> =>
      (await outcomesOf(ana, some)).map((outcome) => {
        if (outcome.did !== 'done') throw outcome.did === 'failed' ? outcome.error : new Error('nothing was sown');
        return outcome.ticket.id;
      });
    const ids = await done(work.filter(({ ref }) => ref === 'new'));
    await done(work.flatMap((each) => (each.ref === 'new' ? [] : [{ ...each, ref: ids[each.ref - 1] ?? each.ref }])));
    const whole = async (id: TicketId) => {
      const ticket = await get(ana, id);
      return {
        ticket,
        words: ticketWords(
          ticket.subject,
          (await thread(ana, id)).map(({ body }) => body),
        ),
      };
    };
    all = await Promise.all(ids.map(whole));
  }, 3 * patience);
  afterAll(() => desk[Symbol.asyncDispose]());

  const planned = (condition: Condition) => ana.plan({ condition, searches: false, namesStatus: true });
  const find = async (condition: Condition, order: Order = 'newest', limit?: number): Promise<readonly TicketId[]> =>
    (await collect(ana.find(planned(condition), { fields: [], order, signal: never, ...(limit !== undefined && { limit }) }))).map(
      ({ id }) => id,
    );
  const matching = (condition: Condition): readonly TicketId[] =>
    all.filter(({ ticket, words }) => match(condition, ticket, words)).map(({ ticket }) => ticket.id);
  const descending = (ids: readonly number[]): readonly number[] => ids.toSorted((a, b) => b - a);

  it('gives exactly what match gives, for any term and its opposite', { timeout: patience }, async () => {
    let hits = 0;
    await fc.assert(
      fc.asyncProperty(anyLeaf, async (leaf) => {
        if (!exactly(leaf, can)) return;
        hits += matching(leaf).length;
        expect(await find(leaf)).toEqual(descending(matching(leaf)));
        expect(await find({ kind: 'not', of: leaf })).toEqual(descending(matching({ kind: 'not', of: leaf })));
      }),
      runs(subject.queries ?? 200),
    );
    expect(hits).toBeGreaterThan(300);
  });

  it('gives exactly what match gives, for any condition, and counts as much', { timeout: patience }, async () => {
    await fc.assert(
      fc.asyncProperty(anyCondition, fc.option(fc.nat(30), { nil: undefined }), async (condition, limit) => {
        if (!exactly(condition, can)) return;
        const expected = descending(matching(condition));
        expect(await find(condition, 'newest', limit)).toEqual(expected.slice(0, limit));
        expect(await ana.count(planned(condition), undefined, never)).toEqual([{ value: null, count: expected.length }]);
      }),
      runs(subject.queries ?? 200),
    );
  });

  it('orders by what is most pressing: priority, then due with none last, then id', async () => {
    const key = ({ priority, due, id }: Ticket): string => `${9 - rank(priority)} ${due ?? '~'} ${String(id).padStart(9, '0')}`;
    const expected = all.map(({ ticket }) => ticket).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(await find(everything, 'pressing')).toEqual(expected.map(({ id }) => id));
  });

  it('orders by any field that it says it can, both ways, none last', async () => {
    const sortable = fieldNames.filter((name) => can.sort(name) && !['tags', 'cc'].includes(name));
    expect(sortable.length).toBeGreaterThan(0);
    for (const field of sortable) {
      for (const descends of [false, true]) {
        const ids = await find(everything, [{ field, descending: descends }]);
        expect(descending(ids), field).toEqual(descending(all.map(({ ticket }) => ticket.id)));
        const definition = ticketFields.fields.find(({ name }) => name === field);
        const values = ids
          .map((id) => all.find(({ ticket }) => ticket.id === id)?.ticket)
          .map((ticket) => (ticket && definition?.of(ticket, now)) ?? null);
        const present = values.filter((value) => value !== null);
        expect(values.slice(present.length), `${field}: none last`).toEqual(values.slice(present.length).map(() => null));
        const places = present.map((value) => (definition?.ranked ? (definition.values ?? []).indexOf(String(value)) : value)) as readonly (
          | string
          | number
        )[];
        const inOrder = places.every((value, at) => at === 0 || value === places[at - 1] || value > (places[at - 1] ?? '') !== descends);
        if (typeof places[0] === 'number' || field === 'created' || definition?.type === 'time')
          expect(inOrder, `${field}, descending: ${descends}`).toBe(true);
      }
    }
  });

  it('loads the fields that are wanted, beside id and version', async () => {
    const { ticket } = all[0] ?? {};
    for await (const slice of ana.find(planned({ kind: 'is', field: 'id', values: [ticket?.id ?? 0] }), {
      fields: ['subject', 'tags', 'due', 'messages'],
      order: 'newest',
      signal: never,
    })) {
      expect(slice).toMatchObject({
        id: ticket?.id,
        version: ticket?.version,
        subject: ticket?.subject,
        tags: ticket?.tags,
        due: ticket?.due,
        messages: ticket?.messages,
      });
    }
  });

  it('counts by the value of a field', async () => {
    const counted = await ana.count(planned(everything), 'queue', never);
    const queues = new Set(all.map(({ ticket }) => ticket.queue));
    expect(new Map(counted.map(({ value, count }) => [value, count]))).toEqual(
      new Map([...queues].map((queue) => [queue, all.filter(({ ticket }) => ticket.queue === queue).length])),
    );
    const owners = await ana.count(planned(everything), 'owner', never);
    expect(owners.find(({ value }) => value === null)?.count).toBe(all.filter(({ ticket }) => ticket.owner === null).length);
  });

  it.each(['ndjson', 'csv'] as const)('writes the same bytes itself (%s), where it can', async (format) => {
    const columns: readonly AnyFieldName[] = ['id', 'subject', 'tags', 'owner', 'due', 'age', 'field.plan'];
    const want = { fields: columns, order: 'newest', signal: never } as const;
    const own = ana.rows?.(planned(everything), want, format, { defuse: true });
    if (!own) return;
    const chunks: (string | Uint8Array)[] = [];
    const sink = { terminal: undefined, write: async (chunk: string | Uint8Array) => void chunks.push(chunk) };
    await render(ana.find(planned(everything), want), ticketFields, { format, columns, defuse: true, now }, sink);
    expect(Buffer.concat(await collect(own)).toString()).toBe(Buffer.concat(chunks.map((chunk) => Buffer.from(chunk))).toString());
  });

  it('yields each ticket once while others move, and none that matched all along is missed', async () => {
    const before = all.map(({ ticket }) => ticket.id);
    const seen: TicketId[] = [];
    const moving = await desk.as('ben');
    for await (const { id } of ana.find(planned({ kind: 'between', field: 'id', from: 0, to: undefined }), {
      fields: [],
      order: 'pressing',
      signal: never,
    })) {
      seen.push(id);
      if (seen.length % 20 === 1)
        for (const each of before.slice(0, 10))
          await make(moving, each, { kind: 'prioritize', to: seen.length % 40 === 1 ? 'urgent' : 'low' });
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(before.slice(10)));
  });

  it('ends early when it is not wanted any more', async () => {
    const control = new AbortController();
    const seen: TicketId[] = [];
    for await (const { id } of ana.find(planned(everything), { fields: [], order: 'newest', signal: control.signal })) {
      seen.push(id);
      if (seen.length === 3) control.abort();
    }
    expect(seen.length).toBeLessThan(all.length);
  });

  it('finds what has just been written', async () => {
    const id = await create(ana, { ...draft, subject: 'Quetzalcoatl' }, { ...rita, body: 'never said before: xylophone' });
    const words = (text: string): Condition => ({ kind: 'words', within: 'all', words: [text], prefix: false });
    if (can.term('words') === 'vendor') return;
    expect([await find(words('quetzalcoatl')), await find(words('xylophone'))]).toEqual([[id], [id]]);
    await make(ana, id, { kind: 'note', message: { body: 'and a glockenspiel' } });
    await make(ana, id, { kind: 'set', values: { subject: 'Axolotl' } });
    expect([await find(words('glockenspiel')), await find(words('axolotl')), await find(words('quetzalcoatl'))]).toEqual([[id], [id], []]);
  });
}
