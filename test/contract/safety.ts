import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Abilities, Backend, Work } from '../../src/backend/backend.ts';
import type { Change } from '../../src/model/change.ts';
import { parse } from '../../src/query/parse.ts';
import { resolve } from '../../src/query/resolve.ts';
import {
  after,
  attempt,
  create,
  failure,
  get,
  kindsIn,
  letItBe,
  make,
  never,
  noon,
  outcomesOf,
  type Premises,
  type Subject,
  terms,
  thread,
} from './desk.ts';

const note: Change = { kind: 'note', message: { body: 'Called back' } };
const claim: Change = { kind: 'claim', steal: false };

/** The two ways in which a desk tool does harm: doing it twice, and undoing what somebody else has just done. */
export function safety(subject: Subject, can: Abilities): void {
  let desk: Premises;
  let ana: Backend;
  let ben: Backend;
  beforeAll(async () => {
    desk = await subject.open();
    [ana, ben] = [await desk.as('ana'), await desk.as('ben')];
  });
  afterAll(() => desk[Symbol.asyncDispose]());

  describe.runIf(can.once !== 'none')('once', () => {
    it('the same key twice is one message', async () => {
      const id = await create(ana);
      const first = await make(ana, id, note, { once: 'a-key' });
      const again = await make(ana, id, note, { once: 'a-key' });
      expect([first.did, again.did]).toEqual(['done', 'again']);
      expect(await get(ana, id)).toMatchObject(again.ticket);
      expect((await thread(ana, id)).filter(({ kind }) => kind === 'note')).toHaveLength(1);
      expect((await kindsIn(ana, id)).filter((kind) => kind === 'note' || can.history === 'own')).toEqual(
        can.history === 'own' ? ['create', 'note'] : ['note'],
      );
    });

    it('the same key twice opens one ticket', async () => {
      const change: Change = { kind: 'create', ticket: { subject: 'Once' } };
      const [first, again] = [await make(ana, 'new', change, { once: 'a-ticket' }), await make(ana, 'new', change, { once: 'a-ticket' })];
      expect(again).toMatchObject({ did: 'again', ticket: { id: first.ticket.id } });
    });

    it('the same key in one stream is done once', async () => {
      const id = await create(ana);
      const work: Work = { ref: id, change: note, terms: terms({ once: 'streamed' }) };
      expect((await outcomesOf(ana, [work, work])).map(({ did }) => did)).toEqual(['done', 'again']);
      expect((await get(ana, id)).messages).toBe(2);
    });

    it('what may have been done before is looked for, where keys are not kept', async () => {
      const id = await create(ana);
      const began = new Date(Date.now() - 60_000).toISOString();
      const change: Change = { kind: 'note', message: { body: `Tried twice\n\nover ${id}` } };
      const first = await make(ana, id, change, { once: 'tried', again: began });
      const other = await desk.as('ana');
      const second = await make(other, id, change, { once: 'tried', again: began });
      expect(second.message).toBe(first.message);
      expect((await get(ana, id)).messages).toBe(2);
      const opening: Change = {
        kind: 'create',
        ticket: { subject: `Opened once after ${id}` },
        message: { author: 'rita', body: 'Only once.' },
      };
      const opened = await make(ana, 'new', opening, { once: 'opened', again: began });
      expect((await make(await desk.as('ana'), 'new', opening, { once: 'opened', again: began })).ticket.id).toBe(opened.ticket.id);
    });

    it.runIf(can.once === 'atomic')('the same key from another connection is done once', async () => {
      const id = await create(ana);
      const work: Work = { ref: id, change: note, terms: terms({ once: 'both' }) };
      const outcomes = [...(await outcomesOf(ana, [work])), ...(await outcomesOf(ben, [work]))];
      expect(outcomes.map(({ did }) => did)).toEqual(['done', 'again']);
      expect((await get(ana, id)).messages).toBe(2);
    });

    it.runIf(can.once === 'atomic')('the same key from two connections at once is done once', async () => {
      const id = await create(ana);
      const both = await Promise.all([attempt(ana, id, note, { once: 'raced' }), attempt(ben, id, note, { once: 'raced' })]);
      expect(both.map(({ did }) => did).toSorted()).toEqual(['again', 'done']);
      expect((await get(ana, id)).messages).toBe(2);
    });

    it('what was refused may be tried again under its key', async () => {
      const id = await create(ana);
      await make(ben, id, claim);
      expect(await attempt(ana, id, claim, { once: 'refused-first' })).toMatchObject({ did: 'failed', error: { kind: 'conflict' } });
      await make(ben, id, { kind: 'release' });
      expect(await attempt(ana, id, claim, { once: 'refused-first' })).toMatchObject({ did: 'done', ticket: { owner: 'ana' } });
    });
  });

  describe.runIf(can.seen !== 'none')('conflict', () => {
    it('a ticket that changed since it was seen is a conflict, and nothing is changed', async () => {
      await letItBe(desk, noon);
      const id = await create(ana);
      const { version: seen } = await get(ana, id);
      await letItBe(desk, after(1));
      await make(ben, id, { kind: 'prioritize', to: 'high' });
      const before = await get(ana, id);
      for (const change of [
        note,
        claim,
        { kind: 'close', as: 'solved' },
        { kind: 'set', values: { subject: 'Mine' } },
      ] as const satisfies readonly Change[]) {
        const error = await failure(ana, id, change, { seen });
        expect(error).toMatchObject({ kind: 'conflict' });
        expect(error.message).toContain('ben');
      }
      expect(await get(ana, id)).toEqual(before);
      expect(await make(ana, id, note, { seen: before.version })).toMatchObject({ did: 'done' });
    });

    it.runIf(can.seen === 'atomic')('of two who saw the same, one is done', async () => {
      const id = await create(ana);
      const { version: seen } = await get(ana, id);
      const both = await Promise.all([
        attempt(ana, id, { kind: 'prioritize', to: 'high' }, { seen }),
        attempt(ben, id, { kind: 'prioritize', to: 'low' }, { seen }),
      ]);
      expect(both.map(({ did }) => did).toSorted()).toEqual(['done', 'failed']);
    });
  });

  describe('a claim', () => {
    it('of what somebody else owns is a conflict that names them, unless it is stolen', async () => {
      const id = await create(ana);
      await make(ben, id, claim);
      const error = await failure(ana, id, claim);
      expect(error).toMatchObject({ kind: 'conflict' });
      expect(error.message).toContain('ben');
      expect((await get(ana, id)).owner).toBe('ben');
      expect(await make(ana, id, { kind: 'claim', steal: true })).toMatchObject({ did: 'done', ticket: { owner: 'ana' } });
    });

    it.runIf(can.claim === 'atomic')('by several at once is given to one', async () => {
      // Of the same agent twice, both would be right where no keys are kept: it is theirs.
      const hands = [ana, ben, await desk.as('eve'), ...(can.once === 'atomic' ? [await desk.as('ana')] : [])];
      for (let round = 0; round < 5; round += 1) {
        const id = await create(ana);
        const outcomes = await Promise.all(hands.map((backend) => attempt(backend, id, claim)));
        const { owner } = await get(ana, id);
        const won = outcomes.filter(({ did }) => did === 'done');
        expect(won).toHaveLength(1);
        expect(won[0]).toMatchObject({ ticket: { owner } });
      }
    });

    it.runIf(can.claim === 'atomic')(
      'of whatever comes first takes the most pressing that a query finds, and each once',
      async ({ skip }) => {
        if (!ana.claimFirst) return skip();
        const ticket = { subject: 'Zanzibar parcel', tags: ['first'] };
        const low = await create(ana, { ...ticket, priority: 'low' });
        const urgent = await create(ana, { ...ticket, priority: 'urgent' });
        await create(ana, { subject: 'Another parcel', tags: ['first'], priority: 'urgent' });
        const query = resolve(parse('zanzibar tag:first status:new,open owner:none'), { me: 'ana', now: noon, saved: () => undefined });
        const sought = ana.plan(query);
        const [first, second] = [terms(), terms()];
        expect(await ana.claimFirst(sought, first, never)).toMatchObject({ did: 'done', ticket: { id: urgent, owner: 'ana' } });
        expect(await ana.claimFirst(sought, first, never)).toMatchObject({ did: 'again', ticket: { id: urgent } });
        expect(await ben.claimFirst?.(sought, second, never)).toMatchObject({ did: 'done', ticket: { id: low, owner: 'ben' } });
        expect(await ana.claimFirst(sought, terms(), never)).toBeUndefined();
        expect(await ben.claimFirst?.(sought, second, never)).toMatchObject({ did: 'again', ticket: { id: low } });
      },
    );

    it('for somebody who is no agent is not done', async () => {
      const id = await create(ana);
      expect(await failure(ana, id, { kind: 'assign', to: 'zorro' })).toMatchObject({ kind: 'not-found' });
      expect((await get(ana, id)).owner).toBeNull();
    });
  });

  describe('a stream of work', () => {
    it('has an outcome for each piece, in order; one that fails stops no other and leaves nothing', async () => {
      const ids = [await create(ana), await create(ana), await create(ana)];
      await make(ben, ids[1] ?? 0, claim);
      const before = await get(ana, ids[1] ?? 0);
      const work = [...ids, 987_654].map((ref): Work => ({ ref, change: claim, terms: terms() }));
      const outcomes = await outcomesOf(ana, work);
      expect(outcomes.map(({ work: { ref }, did }) => [ref, did])).toEqual([
        [ids[0], 'done'],
        [ids[1], 'failed'],
        [ids[2], 'done'],
        [987_654, 'failed'],
      ]);
      expect(await get(ana, ids[1] ?? 0)).toEqual(before);
    });

    it('sees what the pieces before it did', async () => {
      const id = await create(ana);
      const changes: readonly Change[] = [
        claim,
        { kind: 'tag', add: ['a'], remove: [] },
        { kind: 'tag', add: ['b'], remove: ['a', 'old'] },
        { kind: 'close', as: 'closed' },
        ...(can.rules ? ([{ kind: 'reply', message: { body: 'Late' } }] as const) : []),
      ];
      const outcomes = await outcomesOf(
        ana,
        changes.map((change) => ({ ref: id, change, terms: terms() })),
      );
      expect(outcomes.map(({ did }) => did)).toEqual(['done', 'done', 'done', 'done', ...(can.rules ? ['failed'] : [])]);
      expect(await get(ana, id)).toMatchObject({ owner: 'ana', tags: ['b'], status: 'closed' });
    });

    it('of hundreds is done to the last', { timeout: 60_000 }, async () => {
      const work = Array.from({ length: subject.many ?? 450 }, (_, at): Work => ({
        ref: 'new',
        change: { kind: 'create', ticket: { subject: `Bulk ${at}` } },
        terms: terms(),
      }));
      const outcomes = await outcomesOf(ana, work);
      expect(outcomes.map((outcome) => outcome.did !== 'failed' && outcome.ticket.subject)).toEqual(work.map((_, at) => `Bulk ${at}`));
    });

    it('stops when it is not wanted any more; what was told is kept', async () => {
      const control = new AbortController();
      const id = await create(ana);
      const work = Array.from({ length: 190 }, (_, at): Work => ({
        ref: id,
        change: { kind: 'tag', add: [`t${at}`], remove: [] },
        terms: terms(),
      }));
      let told = 0;
      for await (const outcome of ana.apply(
        (async function* () {
          yield* work;
        })(),
        control.signal,
      )) {
        expect(outcome.did).toBe('done');
        told += 1;
        if (told === 3) control.abort();
      }
      expect(told).toBeGreaterThanOrEqual(3);
      const { tags } = await get(ben, id);
      expect(tags.length).toBeGreaterThanOrEqual(told + 1);
      expect(tags.length).toBeLessThanOrEqual(191);
    });
  });

  describe('closing', () => {
    it('loses nothing, and a second time does nothing', async () => {
      const eve = await desk.as('eve');
      const id = await create(eve);
      await make(eve, id, note);
      await eve[Symbol.asyncDispose]();
      await expect(eve[Symbol.asyncDispose]()).resolves.toBeUndefined();
      expect((await get(await desk.as('eve'), id)).messages).toBe(2);
    });

    it('ends what could be asked', async () => {
      const eve = await desk.as('eve');
      const id = await create(eve);
      await eve[Symbol.asyncDispose]();
      await expect(get(eve, id)).rejects.toBeInstanceOf(Error);
    });
  });
}
