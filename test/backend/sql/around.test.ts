import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agentsOf } from '../../../src/backend/sql/agents.ts';
import { agentNamed } from '../../../src/backend/sql/roster.ts';
import { links, people, threads } from '../../../src/backend/sql/around.ts';
import { events, history } from '../../../src/backend/sql/events.ts';
import { valuesInUse } from '../../../src/backend/sql/values.ts';
import type { Event } from '../../../src/model/event.ts';
import type { AnyFieldName } from '../../../src/model/ticket-fields.ts';
import { after, mailingDesk, never, testDesk, type TestDesk } from './desk.ts';

let desk: TestDesk;
beforeAll(async () => {
  desk = await testDesk();
});
afterAll(() => desk[Symbol.asyncDispose]());

async function all<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('links', () => {
  it('show the other ticket as it reads now, and none that is gone', async () => {
    const [one, two, three, four] = [
      await desk.make(),
      await desk.make({ subject: 'Two' }),
      await desk.make(),
      await desk.make({ subject: 'Four' }),
    ];
    await desk.do(two, { kind: 'wait', until: after(1) });
    for (const [relation, to] of [
      ['parent', four],
      ['blocks', two],
      ['related', three],
      ['blocks', four],
    ] as const) {
      await desk.do(one, { kind: 'link', relation, to });
    }
    await desk.do(three, { kind: 'delete', as: 'deleted' });
    expect(await all(links(desk.engine, one, after(2)))).toEqual([
      { relation: 'blocks', ticket: { id: two, subject: 'Two', status: 'open' } },
      { relation: 'blocks', ticket: { id: four, subject: 'Four', status: 'new' } },
      { relation: 'parent', ticket: { id: four, subject: 'Four', status: 'new' } },
    ]);
    expect(await all(links(desk.engine, two, after(0)))).toMatchObject([{ relation: 'blocked-by', ticket: { id: one } }]);
    await expect(all(links(desk.engine, three, after(0)))).rejects.toMatchObject({ kind: 'not-found' });
  });
});

describe('what happened', () => {
  const told = (found: readonly Event[]) => found.map(({ ticket, kind }) => [ticket, kind]);

  it('to a ticket comes oldest first, with what was before and after', async () => {
    const ticket = await desk.make();
    const other = await desk.make();
    await desk.do(ticket, { kind: 'prioritize', to: 'high' });
    await desk.do(other, { kind: 'prioritize', to: 'low' });
    await desk.do(ticket, { kind: 'note', message: { body: 'x' } });
    const found = await all(history(desk.engine, ticket, never));
    expect(told(found)).toEqual([
      [ticket, 'create'],
      [ticket, 'prioritize'],
      [ticket, 'note'],
    ]);
    expect(found[1]).toMatchObject({
      by: 'ann',
      operation: 'op',
      before: { priority: 'normal' },
      after: { priority: 'high' },
      message: null,
      moved: null,
    });
    expect(found[2]?.message).toBeGreaterThan(0);
  });

  it('after a cursor is all that came later, on the whole desk, over many pages', async () => {
    const before = (await all(events(desk.engine, undefined, never))).at(-1)?.cursor;
    const ticket = await desk.make();
    await desk.plant(`INSERT INTO event (ticket, at, by, kind, operation, before, after)
      WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200) SELECT ${ticket}, 't', 'ann', 'claim', 'op' || i, '{}', '{}' FROM n`);
    const found = await all(events(desk.engine, before, never));
    expect(found.map(({ operation }) => operation)).toEqual(['op', ...Array.from({ length: 1200 }, (_, at) => `op${at + 1}`)]);
    expect(await all(events(desk.engine, found.at(-1)?.cursor, never))).toEqual([]);
  });

  it('is told also of tickets that were deleted, but their own history is not there', async () => {
    const ticket = await desk.make();
    await desk.do(ticket, { kind: 'delete', as: 'deleted' });
    expect((await all(events(desk.engine, undefined, never))).at(-1)).toMatchObject({ ticket, kind: 'delete', after: { gone: 'deleted' } });
    await expect(all(history(desk.engine, ticket, never))).rejects.toMatchObject({ kind: 'not-found' });
  });

  it('ends when it is interrupted, and refuses what is no cursor', async () => {
    const controller = new AbortController();
    const found: Event[] = [];
    for await (const event of events(desk.engine, undefined, controller.signal)) {
      found.push(event);
      controller.abort();
    }
    expect(found).toHaveLength(1);
    await expect(all(events(desk.engine, 'yesterday', never))).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('people', () => {
  const found = async (text: string) => (await all(people(desk.engine, desk.engine.dialect, text, never))).map(({ address }) => address);

  beforeAll(async () => {
    for (const [address, name] of [
      ['zofia@acme.com', 'Žofia Nováková'],
      ['dragan@acme.com', 'Драган Рачун'],
      ['100%@acme.com', undefined],
      ['novak_1@acme.com', 'J. Novák'],
    ] as const) {
      await desk.make({ requester: address, ...(name && { requesterName: name }) });
    }
  });

  it('are found by how their address begins, in any case, and by nothing within it', async () => {
    expect(await found('ZOFIA@')).toEqual(['zofia@acme.com']);
    expect(await found('acme')).toEqual([]);
    expect(await found('100%')).toEqual(['100%@acme.com']);
    expect(await found('novak_')).toEqual(['novak_1@acme.com', 'zofia@acme.com']);
  });

  it('are found by how a word of their name begins, whatever its case, diacritics or script', async () => {
    expect(await found('nov')).toEqual(['novak_1@acme.com', 'zofia@acme.com']);
    expect(await found('racun')).toEqual(['dragan@acme.com']);
    expect(await found('Рач')).toEqual(['dragan@acme.com']);
    expect(await found('fia')).toEqual([]);
  });

  it('come all of them, each once, by address, over many pages', async () => {
    await desk.plant(
      `INSERT INTO person (address) WITH RECURSIVE n (i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 2300) SELECT 'many' || i FROM n`,
    );
    expect(await found('many')).toEqual(Array.from({ length: 1301 }, (_, at) => `many${at + 1000}`));
    expect(await found('')).toEqual(expect.arrayContaining(['100%@acme.com', 'many1000', 'rita@acme.com']));
  });
});

describe('agents', () => {
  it('are those who were not removed; whoever is unknown may do what agents may', async () => {
    await desk.plant(`INSERT INTO agent VALUES ('bob', 'lead', '["billing"]', NULL), ('eve', 'admin', '[]', '2026-01-01T00:00:00.000Z')`);
    expect((await agentsOf(desk.engine)).map(({ name }) => name)).toEqual(['ann', 'bob']);
    expect(await agentNamed(desk.engine, 'bob')).toEqual({ name: 'bob', role: 'lead', queues: ['billing'] });
    expect(await agentNamed(desk.engine, 'new')).toEqual({ name: 'new', role: 'agent', queues: [] });
  });
});

describe('the ticket of a Message-ID', () => {
  const incoming = (messageId: string) => ({ kind: 'receive', message: { author: 'rita@acme.com', body: 'x', messageId } }) as const;

  it('is that of its message, follows a merge, and is none when it is gone', async () => {
    const [one, two, three, four] = [await desk.make(), await desk.make(), await desk.make(), await desk.make()];
    for (const [ticket, id] of [
      [one, 'a@x'],
      [two, 'b@x'],
      [three, 'c@x'],
      [four, 'd@x'],
      [four, 'a@x'],
    ] as const)
      await desk.do(ticket, incoming(id));
    await desk.do(two, { kind: 'merge', into: one });
    await desk.do(three, { kind: 'delete', as: 'spam' });
    const found = await threads(desk.engine, desk.engine.dialect, ['a@x', 'b@x', 'c@x', 'never@x', `o'"\\@x`]);
    expect([...found].toSorted()).toEqual([
      ['a@x', one],
      ['b@x', one],
    ]);
    expect(await threads(desk.engine, desk.engine.dialect, [])).toEqual(new Map());
  });

  it('is the first one, whoever says it later, and that of the mail that we sent under it', async () => {
    await using own = await mailingDesk(['received']);
    const [victim, thief] = [await own.make({}, 'please'), await own.make({}, 'mine')];
    const [row] = await own.rows(`SELECT message_id FROM outbox WHERE ticket = ${victim}`);
    const ours = String(row?.['message_id']);
    await own.do(victim, incoming('a@x'));
    const message = { body: 'x' };
    for (const messageId of ['a@x', ours, 'b@x']) {
      await own.do(thief, incoming(messageId));
      await own.do(thief, { kind: 'note', message: { ...message, messageId } });
      await own.do(thief, { kind: 'bounce', message: { ...message, messageId }, gone: [] });
      await own.do(thief, { kind: 'reply', message: { ...message, messageId } });
    }
    expect(await own.rows(`SELECT kind, message_id FROM message WHERE ticket = ${thief} AND message_id NOT LIKE 'desk.%'`)).toEqual([
      { kind: 'request', message_id: 'b@x' },
    ]);
    // As desks of older versions may have them.
    await own.plant(`UPDATE message SET message_id = 'a@x' WHERE ticket = ${thief} AND id IN (SELECT max(id) FROM message)`);
    await own.plant(`UPDATE message SET message_id = '${ours}' WHERE ticket = ${thief} AND kind = 'note'`);
    expect([...(await threads(own.engine, own.engine.dialect, ['a@x', ours])).values()]).toEqual([victim, victim]);
  });
});

describe('the values in use', () => {
  it('come most used first, and none that only deleted tickets have', async () => {
    await using own = await testDesk();
    const values = (field: AnyFieldName) => all(valuesInUse(own.engine, field, { dialect: own.engine.dialect, now: after(0) }, never));
    await own.make({ queue: 'billing', tags: ['b', 'a'], fields: { plan: 'Pro' } });
    await own.make({ queue: 'abuse', tags: ['b'], fields: { plan: 'free' } });
    await own.make({ queue: 'billing', category: 'model', fields: { plan: 'pro' } });
    const spam = await own.make({ queue: 'junk' });
    await own.do(spam, { kind: 'delete', as: 'spam' });
    expect(await values('queue')).toEqual(['billing', 'abuse']);
    expect(await values('tags')).toEqual(['b', 'a']);
    expect(await values('category')).toEqual(expect.arrayContaining(['model']));
    expect(await values('field.plan')).toEqual(['Pro', 'free']);
    expect(await values('side')).toEqual([]);
  });
});
