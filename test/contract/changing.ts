import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Abilities, Backend } from '../../src/backend/backend.ts';
import type { Change } from '../../src/model/change.ts';
import { collect } from '../../src/model/stream.ts';
import { type Status, statuses, type TicketId } from '../../src/model/ticket.ts';
import {
  after,
  bring,
  create,
  draft,
  failure,
  get,
  kindsIn,
  letItBe,
  make,
  never,
  noon,
  type Premises,
  rita,
  type Subject,
  thread,
  told,
} from './desk.ts';
import { type Mover, meaningOn, meanings, moves } from './meanings.ts';

/** Each change happens and means the right thing, or is refused as `unsupported`. */
export function changing(subject: Subject, can: Abilities): void {
  let desk: Premises;
  let ana: Backend;
  beforeAll(async () => {
    desk = await subject.open();
    ana = await desk.as('ana');
  });
  afterAll(() => desk[Symbol.asyncDispose]());

  const movers = Object.keys(meanings) as Mover[];
  const able = movers.filter((kind) => can.change[kind] !== 'no');
  const unable = movers.filter((kind) => can.change[kind] === 'no');

  describe('what a change means', () => {
    it.each(able)('%s', async (kind) => {
      const { given, change, becomes, byRules, adds } = meaningOn(kind, can);
      await letItBe(desk, noon);
      const [id, other] = [await create(ana), await create(ana, { subject: 'Other' })];
      for (const earlier of given?.(other) ?? []) await make(ana, id, earlier);
      await desk.tick?.(); // what was just made is told from what is done now, by whole seconds
      const [before, said, kinds] = [await get(ana, id), await thread(ana, id), await kindsIn(ana, id)];
      await letItBe(desk, after(1));
      const outcome = await make(ana, id, change(other), { operation: 'op of the test' });
      const now = await get(ana, id);
      expect(outcome.did).toBe('done');
      expect(now).toMatchObject(outcome.ticket);
      if (can.rules) expect(outcome.ticket).toEqual(now);
      const expected = { ...before, ...becomes(other), ...byRules, version: now.version, updated: after(1) };
      if (can.rules) expect(now).toEqual(expected);
      else
        expect(now).toMatchObject({
          ...becomes(other),
          ...('closed' in becomes(other) && now.closed && { closed: told(desk, now.closed) }),
        });
      expect(now.version).toBeGreaterThan(before.version);
      if (kind !== 'merge')
        expect((await thread(ana, id)).slice(said.length)).toMatchObject(
          adds ? [{ ...adds, id: outcome.message, at: told(desk, after(1)) }] : [],
        );
      const last = (await collect(ana.history(id, never))).at(-1);
      if (can.history === 'vendor') return;
      expect(await kindsIn(ana, id)).toEqual([...kinds, kind]);
      expect(last).toMatchObject({
        by: 'ana',
        at: after(1),
        operation: 'op of the test',
        message: outcome.message,
      });
    });

    it.runIf(unable.length > 0).each(unable)('%s is not for this desk, and nothing is sent', async (kind) => {
      const [id, other] = [await create(ana), await create(ana)];
      const before = await get(ana, id);
      expect(await failure(ana, id, meanings[kind].change(other))).toMatchObject({ kind: 'unsupported' });
      expect(await get(ana, id)).toEqual(before);
    });

    const parts: readonly (readonly [string, boolean, Change])[] = [
      ['copies of one message', can.copies, { kind: 'reply', message: { body: 'Yes', cc: ['jan@acme.example'] } }],
      ['waiting until a time', can.until, { kind: 'wait', until: after(48) }],
      ['spam', can.gone.includes('spam'), { kind: 'delete', as: 'spam' }],
      ['erasing', can.gone.includes('erased'), { kind: 'delete', as: 'erased' }],
      ['hold', can.statuses.includes('hold'), { kind: 'set', values: { status: 'hold' } }],
    ];
    const impossible = parts.filter(([, possible]) => !possible);
    it.runIf(impossible.length > 0).each(impossible)('%s is not for this desk, and nothing is sent', async (_, __, change) => {
      const id = await create(ana);
      const [before, said] = [await get(ana, id), await thread(ana, id)];
      const error = await failure(ana, id, change);
      expect(error).toMatchObject({ kind: 'unsupported' });
      expect(error.hint).toBeTruthy();
      expect([await get(ana, id), await thread(ana, id)]).toEqual([before, said]);
    });

    it('create gives all that the draft says, and the message', async () => {
      await letItBe(desk, noon);
      const whole = {
        ...draft,
        queue: 'billing',
        priority: 'urgent',
        owner: 'ben',
        channel: 'phone',
        category: 'studio',
        side: 'provider',
        place: '/checkout',
        language: 'sk',
        due: after(7),
      } as const;
      const outcome = await make(ana, 'new', { kind: 'create', ticket: whole, message: rita });
      expect(outcome.did).toBe('done');
      expect(await get(ana, outcome.ticket.id)).toEqual(outcome.ticket);
      expect(outcome.ticket).toMatchObject({ ...whole, created: told(desk, noon), messages: 1, links: 0, closed: null, gone: null });
      const { authorName, ...request } = rita;
      expect(await thread(ana, outcome.ticket.id)).toMatchObject([
        { ...request, authorName, kind: 'request', id: outcome.message, at: told(desk, noon) },
      ]);
    });

    it.runIf(can.rules)('create leaves nothing open that the draft does not say', async () => {
      await letItBe(desk, noon);
      const { ticket } = await make(ana, 'new', { kind: 'create', ticket: { subject: 'Bare' } });
      const due = after((can.rules?.answerWithinMs.normal ?? 0) / 3_600_000);
      const bare = {
        subject: 'Bare',
        status: 'new',
        priority: 'normal',
        queue: can.rules?.queue,
        owner: null,
        requester: null,
        due,
        messages: 0,
      };
      expect(ticket).toMatchObject(bare);
    });

    it.runIf(can.gone.length > 0).each(can.gone)('delete as %s: out of every list', async (as) => {
      const id = await create(ana, { subject: 'Zeppelin' });
      expect((await make(ana, id, { kind: 'delete', as })).did).toBe('done');
      await expect(get(ana, id)).rejects.toMatchObject({ kind: 'not-found' });
      await expect(thread(ana, id)).rejects.toMatchObject({ kind: 'not-found' });
      const plan = ana.plan({ condition: { kind: 'is', field: 'id', values: [id] }, searches: false, namesStatus: false });
      expect(await collect(ana.find(plan, { fields: [], order: 'newest', signal: never }))).toEqual([]);
      expect(await failure(ana, id, { kind: 'claim', steal: false })).toMatchObject({ kind: 'not-found' });
    });

    it.runIf(can.change.merge !== 'no')('merge: the thread, the people, the tags and the links move', async () => {
      const [id, other, third] = [
        await create(ana, { tags: ['a'] }, { ...rita, body: 'First' }),
        await create(ana, { tags: ['b'], cc: ['jan@acme.example'] }),
        await create(ana),
      ];
      await make(ana, id, { kind: 'link', relation: 'blocks', to: third });
      await make(ana, id, { kind: 'merge', into: other });
      expect((await thread(ana, other)).map(({ body }) => body).toSorted()).toEqual(['First', rita.body]);
      expect(await get(ana, other)).toMatchObject({
        messages: 2,
        tags: ['a', 'b'],
        cc: ['boss@acme.example', 'jan@acme.example'],
        links: 1,
      });
      expect(await collect(ana.links(other, never))).toMatchObject([{ relation: 'blocks', ticket: { id: third } }]);
      expect(await thread(ana, id)).toEqual([]);
      expect(await failure(ana, other, { kind: 'merge', into: id })).toMatchObject({ kind: 'refused' });
      expect(await failure(ana, other, { kind: 'merge', into: other })).toMatchObject({ kind: 'refused' });
    });
  });

  describe('what was merged away', () => {
    // What comes in goes to the survivor; a link that could not move with the rest is taken away where it was left.
    const refused = able.filter((kind) => kind !== 'receive' && !(kind === 'unlink' && can.rules));
    const goneWith = async (kind?: Mover): Promise<readonly [TicketId, TicketId, TicketId]> => {
      const [id, other, survivor] = [await create(ana), await create(ana), await create(ana, { subject: 'Survivor' })];
      for (const earlier of (kind && meaningOn(kind, can).given?.(other)) ?? []) await make(ana, id, earlier);
      await make(ana, id, { kind: 'merge', into: survivor });
      return [id, other, survivor];
    };

    it.runIf(can.change.merge !== 'no').each(refused)('takes no %s, and its survivor none instead', async (kind) => {
      const [id, other, survivor] = await goneWith(kind);
      const [before, said] = [await get(ana, survivor), await thread(ana, survivor)];
      expect(await failure(ana, id, meaningOn(kind, can).change(other))).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining(`merged into ${survivor}`),
      });
      expect([await get(ana, survivor), await thread(ana, survivor)]).toEqual([before, said]);
    });

    it.runIf(can.change.merge !== 'no' && !can.rules)('is linked to by nobody: the link would be its survivor’s', async () => {
      const [id, other, survivor] = await goneWith();
      expect(await failure(ana, other, { kind: 'link', relation: 'related', to: id })).toMatchObject({ kind: 'refused' });
      expect(await collect(ana.links(survivor, never))).toEqual([]);
    });

    it.runIf(can.change.merge !== 'no')('can be deleted on a desk of our own; its survivor stays', async () => {
      const [id, , survivor] = await goneWith();
      const before = await get(ana, survivor);
      if (can.rules) await make(ana, id, { kind: 'delete', as: 'deleted' });
      else expect(await failure(ana, id, { kind: 'delete', as: 'deleted' })).toMatchObject({ kind: 'refused' });
      expect(await get(ana, survivor)).toMatchObject({ subject: before.subject, status: before.status, gone: null });
    });
  });

  describe('a change that changes nothing', () => {
    const again = able.filter((kind) => !['reply', 'note', 'receive', 'bounce', 'route', 'merge', 'reopen'].includes(kind));
    it.each(again)('%s a second time: said so, and no event', async (kind) => {
      await letItBe(desk, noon);
      const [id, other] = [await create(ana), await create(ana)];
      const { given, change } = meaningOn(kind, can);
      for (const earlier of given?.(other) ?? []) await make(ana, id, earlier);
      await make(ana, id, change(other));
      const [before, kinds] = [await get(ana, id), await kindsIn(ana, id)];
      await letItBe(desk, after(1));
      const outcome = await make(ana, id, change(other));
      expect(outcome).toMatchObject({ did: 'unchanged', message: null });
      expect(before).toMatchObject(outcome.ticket);
      expect(await get(ana, id)).toEqual(before);
      expect(await kindsIn(ana, id)).toEqual(kinds);
    });
  });

  const cells = Object.entries(moves).flatMap(([name, { to, change }]) => statuses.map((from) => ({ name, from, to: to[from], change })));
  describe.runIf(can.rules)('the status of a desk of our own', () => {
    it.each(cells)('$name: from $from to $to', async ({ name, from, to, change }) => {
      await letItBe(desk, noon);
      const [id, other] = [await create(ana), await create(ana)];
      if (name === 'unlink') await make(ana, id, { kind: 'link', relation: 'blocks', to: other });
      await bring(ana, id, from);
      const before = await get(ana, id);
      expect(before.status).toBe(from);
      if (to === 'refused') {
        expect(await failure(ana, id, change(other))).toMatchObject({ kind: 'refused' });
        expect(await get(ana, id)).toEqual(before);
      } else {
        await make(ana, id, change(other));
        expect((await get(ana, id)).status).toBe(to);
      }
    });

    it('what the requester writes to a closed ticket opens another one, its child', async () => {
      const id = await create(ana);
      await bring(ana, id, 'closed');
      const { ticket } = await make(ana, id, { kind: 'receive', message: { ...rita, body: 'And now?' } });
      expect(ticket).toMatchObject({ status: 'new', requester: rita.author, messages: 1 });
      expect(ticket.id).not.toBe(id);
      expect(await collect(ana.links(ticket.id, never))).toMatchObject([{ ticket: { id, status: 'closed' } }]);
      expect((await get(ana, id)).messages).toBe(1);
    });

    it.each(['pending', 'hold'] as const satisfies readonly Status[])(
      'a ticket that rests as %s opens when its time has come, for every reader',
      async (status) => {
        await letItBe(desk, noon);
        const id = await create(ana);
        await make(ana, id, { kind: 'wait', until: after(2) });
        if (status === 'hold') await make(ana, id, { kind: 'set', values: { status } });
        const open = ana.plan({
          condition: {
            kind: 'and',
            of: [
              { kind: 'is', field: 'id', values: [id] },
              { kind: 'is', field: 'status', values: ['open'] },
            ],
          },
          searches: false,
          namesStatus: true,
        });
        const found = async (): Promise<number> =>
          (await collect(ana.find(open, { fields: ['status'], order: 'newest', signal: never }))).length;
        await letItBe(desk, after(1.999));
        expect([(await get(ana, id)).status, await found()]).toEqual([status, 0]);
        await letItBe(desk, after(2));
        expect([(await get(ana, id)).status, await found()]).toEqual(['open', 1]);
      },
    );
  });
}
