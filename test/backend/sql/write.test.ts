import { describe, expect, test } from 'vitest';
import type { Outcome, Work } from '../../../src/backend/backend.ts';
import { apply } from '../../../src/backend/sql/write.ts';
import { DeskError } from '../../../src/errors.ts';
import type { Change } from '../../../src/model/change.ts';
import { after, each, never, noon, rules, testDesk, type TestDesk } from './desk.ts';

const claim: Change = { kind: 'claim', steal: false };
const urgent: Change = { kind: 'prioritize', to: 'urgent' };
const work = (ref: Work['ref'], change: Change, once: string, more: Partial<Work['terms']> = {}): Work => ({
  ref,
  change,
  terms: { once, operation: 'op', ...more },
});
const writer = ({ engine, clock }: TestDesk, me = 'ann') => ({ engine, me, now: () => clock.now, rules });

async function all(outcomes: AsyncIterable<Outcome>): Promise<readonly Outcome[]> {
  const list: Outcome[] = [];
  for await (const outcome of outcomes) list.push(outcome);
  return list;
}

describe('once', () => {
  test('a second time does nothing and tells the ticket as it is now', async () => {
    await using desk = await testDesk();
    await desk.make({}, 'please');
    const reply = work(1, { kind: 'reply', message: { body: 'here' } }, 'r');
    const [first] = await desk.run([reply]);
    await desk.do(1, urgent);
    const [second, third] = await desk.run([reply, reply]);
    expect(first).toMatchObject({ did: 'done', message: 2 });
    expect(second).toMatchObject({ did: 'again', message: 2 });
    expect(second).toMatchObject({ ticket: await desk.get(1) });
    expect(third).toEqual(second);
    expect(await desk.get(1)).toMatchObject({ priority: 'urgent', messages: 2, version: 3 });
  });

  test('works within one group, for what was made, and for what is gone', async () => {
    await using desk = await testDesk();
    const make = work('new', { kind: 'create', ticket: { subject: 'x' } }, 'c');
    const outcomes = await desk.run([
      make,
      make,
      work(1, { kind: 'delete', as: 'deleted' }, 'd'),
      work(1, { kind: 'delete', as: 'deleted' }, 'd'),
      make,
    ]);
    expect(outcomes.map(({ did }) => did)).toEqual(['done', 'again', 'done', 'again', 'again']);
    expect(outcomes.at(-1)).toMatchObject({ ticket: { id: 1, gone: 'deleted' } });
    expect(await desk.rows('SELECT count(*) AS count FROM ticket')).toEqual([{ count: 1 }]);
  });

  test('is not used up by what was refused or changed nothing', async () => {
    await using desk = await testDesk();
    await desk.make({ status: 'closed' });
    expect((await desk.run([work(1, claim, 'k')]))[0]).toMatchObject({ did: 'failed' });
    expect((await desk.run([work(1, { kind: 'release' }, 'k')]))[0]).toMatchObject({ did: 'unchanged' });
    await desk.do(1, { kind: 'reopen' });
    expect((await desk.run([work(1, claim, 'k')]))[0]).toMatchObject({ did: 'done' });
  });

  test('is forgotten after thirty days, unless it is for good', async () => {
    await using desk = await testDesk();
    await desk.make();
    const days = (count: number) => after(24 * count);
    await desk.run([
      work(1, { kind: 'note', message: { body: 'a' } }, 'short'),
      work(1, { kind: 'note', message: { body: 'b' } }, 'long', { forever: true }),
    ]);
    const again = async () =>
      (
        await desk.run([
          work(1, { kind: 'note', message: { body: 'a' } }, 'short'),
          work(1, { kind: 'note', message: { body: 'b' } }, 'long'),
        ])
      ).map(({ did }) => did);
    desk.clock.now = days(29);
    expect(await again()).toEqual(['again', 'again']);
    desk.clock.now = days(31);
    expect(await again()).toEqual(['done', 'again']);
  });
});

describe('seen', () => {
  test('a ticket that changed since is a conflict that says who did what when', async () => {
    await using desk = await testDesk();
    await desk.make();
    desk.clock.now = after(1);
    await desk.do(1, urgent, { seen: 1 }, 'bob');
    const error = await desk.refused(1, claim, { seen: 1 });
    expect({ kind: error.kind, message: error.message, hint: error.hint }).toEqual({
      kind: 'conflict',
      message: '1 was changed by bob at 21 Nov 13:00 (prioritize)',
      hint: 'look at it again: desk show 1',
    });
    expect((await desk.do(1, claim, { seen: 2 })).did).toBe('done');
  });

  test('counts what was done before in the same group', async () => {
    await using desk = await testDesk();
    await desk.make();
    const outcomes = await desk.run([
      work(1, urgent, 'a', { seen: 1 }),
      work(1, claim, 'b', { seen: 1 }),
      work(1, claim, 'c', { seen: 2 }),
    ]);
    expect(outcomes.map(({ did }) => did)).toEqual(['done', 'failed', 'done']);
  });
});

describe('agents', () => {
  test('whoever works becomes one: the first looks after the desk', async () => {
    await using desk = await testDesk();
    await desk.make();
    await desk.do(1, claim, {}, 'bob');
    await desk.do(1, claim, { as: { by: 'old', at: noon } }, 'bob').catch(() => undefined);
    expect(await desk.rows('SELECT * FROM agent ORDER BY role')).toEqual([
      { name: 'ann', role: 'admin', queues: '[]', removed: null },
      { name: 'bob', role: 'agent', queues: '[]', removed: null },
    ]);
  });

  test('who only failed or changed nothing does not', async () => {
    await using desk = await testDesk();
    await desk.make({ owner: 'ann' });
    expect((await desk.try(1, claim, {}, 'bob')).did).toBe('failed');
    expect((await desk.try(1, { kind: 'route', to: 'support' }, {}, 'cid')).did).toBe('unchanged');
    expect(await desk.rows('SELECT name FROM agent')).toEqual([{ name: 'ann' }]);
  });

  test('who was removed can do nothing', async () => {
    await using desk = await testDesk();
    await desk.make();
    await desk.plant(`INSERT INTO agent VALUES ('eve', 'agent', '[]', '${noon}')`);
    await expect(desk.do(1, claim, {}, 'eve')).rejects.toMatchObject({
      kind: 'denied',
      hint: 'let somebody add you again: desk agent add eve',
    });
    expect(await desk.get(1)).toMatchObject({ owner: null, version: 1 });
  });
});

describe('time', () => {
  test('a clock that went back turns nothing around', async () => {
    await using desk = await testDesk();
    await desk.make();
    desk.clock.now = after(-5);
    await desk.do(1, { kind: 'note', message: { body: 'x' } });
    expect(await desk.get(1)).toMatchObject({ created: noon, updated: noon });
    expect(await desk.rows('SELECT at FROM event')).toEqual([{ at: noon }, { at: noon }]);
    expect(await desk.rows('SELECT at FROM message')).toEqual([{ at: noon }]);
  });

  test('an import writes with its own date and name; when the ticket last changed does not go back', async () => {
    await using desk = await testDesk();
    await desk.make();
    await desk.do(1, { kind: 'note', message: { body: 'old' } }, { as: { by: 'Bob', at: after(-24) } });
    expect(await desk.get(1)).toMatchObject({ updated: noon, messages: 1, version: 2 });
    expect(await desk.rows(`SELECT at, by FROM event WHERE kind = 'note'`)).toEqual([{ at: after(-24), by: 'bob' }]);
    expect(await desk.rows('SELECT at, author FROM message')).toEqual([{ at: after(-24), author: 'bob' }]);
  });
});

describe('many pieces', () => {
  test('have their outcomes in order; one that is refused does not concern the others', async () => {
    await using desk = await testDesk();
    const made = await desk.run(
      Array.from({ length: 1200 }, (_, at) => work('new', { kind: 'create', ticket: { subject: `number ${at}` } }, `c${at}`)),
    );
    expect(made.map((outcome) => outcome.did === 'done' && outcome.ticket.subject)).toEqual(made.map((_, at) => `number ${at}`));
    const changes = await desk.run(made.map((_, at) => work(at % 2 === 0 ? at + 1 : 9000 + at, urgent, `u${at}`)));
    expect(changes.map(({ did }) => did)).toEqual(changes.map((_, at) => (at % 2 === 0 ? 'done' : 'failed')));
    expect(await desk.rows(`SELECT count(*) AS count FROM ticket WHERE priority = 3`)).toEqual([{ count: 600 }]);
  });

  test('what breaks the store takes its group along, not what was yielded before', async () => {
    await using desk = await testDesk();
    await desk.make();
    await desk.make();
    await desk.plant(`CREATE TRIGGER broken BEFORE UPDATE ON ticket WHEN old.id = 2 BEGIN SELECT RAISE(ABORT, 'broken'); END`);
    const outcomes: Outcome[] = [];
    async function* pieces(): AsyncGenerator<Work, void> {
      yield work(1, urgent, 'a');
      await new Promise((resolve) => setTimeout(resolve, 5));
      yield work(1, claim, 'b');
      yield work(2, urgent, 'c');
    }
    const run = (async () => {
      for await (const outcome of apply(writer(desk), pieces(), never)) outcomes.push(outcome);
    })();
    await expect(run).rejects.toMatchObject({ kind: 'bug', message: 'broken' });
    expect(outcomes.map(({ did }) => did)).toEqual(['done']);
    expect(await desk.get(1)).toMatchObject({ priority: 'urgent', owner: null, version: 2 });
  });

  test('a source that fails has its earlier pieces done', async () => {
    await using desk = await testDesk();
    await desk.make();
    async function* pieces(): AsyncGenerator<Work, void> {
      yield work(1, urgent, 'a');
      throw new DeskError('usage', 'line 2 is wrong');
    }
    const outcomes: Outcome[] = [];
    const run = (async () => {
      for await (const outcome of apply(writer(desk), pieces(), never)) outcomes.push(outcome);
    })();
    await expect(run).rejects.toMatchObject({ kind: 'usage' });
    expect(outcomes).toHaveLength(1);
    expect(await desk.get(1)).toMatchObject({ priority: 'urgent' });
  });

  test('two streams at the same time do not get into each other', async () => {
    await using desk = await testDesk();
    for (let id = 1; id <= 40; id++) await desk.make();
    const claims = (me: string) =>
      all(apply(writer(desk, me), each(Array.from({ length: 40 }, (_, at) => work(at + 1, claim, `${me}${at}`))), never));
    const [ann, bob] = await Promise.all([claims('ann'), claims('bob')]);
    const won = (outcomes: readonly Outcome[]) => outcomes.filter(({ did }) => did === 'done').length;
    expect(won(ann) + won(bob)).toBe(40);
    expect(await desk.rows(`SELECT count(*) AS count FROM event WHERE kind = 'claim'`)).toEqual([{ count: 40 }]);
  });

  test('a long stream leaves others their turn, and can be aborted in its middle', async () => {
    await using desk = await testDesk();
    const stop = new AbortController();
    const makes = Array.from({ length: 5000 }, (_, at) => work('new', { kind: 'create', ticket: { subject: 'x' } }, `c${at}`));
    setTimeout(() => stop.abort(), 1);
    const outcomes = await all(apply(writer(desk), each(makes), stop.signal));
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.length).toBeLessThan(5000);
    expect(await desk.rows('SELECT count(*) AS count FROM ticket')).toEqual([{ count: outcomes.length }]);
  });

  test('an abort ends the stream after what was done', async () => {
    await using desk = await testDesk();
    await desk.make();
    const stop = new AbortController();
    let ended = false;
    async function* pieces(): AsyncGenerator<Work, void> {
      try {
        yield work(1, urgent, 'a');
        await new Promise(() => undefined);
      } finally {
        ended = true;
      }
    }
    const outcomes: Outcome[] = [];
    for await (const outcome of apply(writer(desk), pieces(), stop.signal)) {
      outcomes.push(outcome);
      setTimeout(() => stop.abort(), 5);
    }
    expect(outcomes.map(({ did }) => did)).toEqual(['done']);
    expect(ended).toBe(false);
  });
});
