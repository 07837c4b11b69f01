import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, test } from 'vitest';
import { keeperOf } from '../../../src/backend/sql/keeper.ts';
import { tokensOf, whose } from '../../../src/backend/sql/tokens.ts';
import { claimFirst } from '../../../src/backend/sql/write.ts';
import type { Keeper, Terms, Work } from '../../../src/backend/backend.ts';
import type { DeskError } from '../../../src/errors.ts';
import type { Change } from '../../../src/model/change.ts';
import { leastRole, type Permission, permissionFor } from '../../../src/model/permission.ts';
import { type Role, roles } from '../../../src/model/person.ts';
import { collect } from '../../../src/model/stream.ts';
import { never, noon, rules, testDesk, type TestDesk } from './desk.ts';

const as = ({ engine }: TestDesk, me = 'ann') => ({ engine, me, now: () => noon });

/** A desk on which vera, alan, leda and adam have the four roles, and max is held to mail. */
async function staffed(): Promise<TestDesk> {
  const desk = await testDesk();
  const keeper = keeperOf(as(desk));
  for (const [name, role, ...queues] of [
    ['ann', 'admin'],
    ['vera', 'viewer'],
    ['alan', 'agent'],
    ['leda', 'lead'],
    ['adam', 'admin'],
    ['max', 'admin', 'mail'],
  ] as const)
    await keeper.addAgent({ name, role: role as Role, queues }, never);
  return desk;
}
const whoIs: Readonly<Record<Role, string>> = { viewer: 'vera', agent: 'alan', lead: 'leda', admin: 'adam' };

const body = { body: 'x' };
const some: readonly Change[] = [
  { kind: 'create', ticket: { subject: 'New' } },
  { kind: 'claim', steal: true },
  { kind: 'release' },
  { kind: 'assign', to: 'alan' },
  { kind: 'prioritize', to: 'high' },
  { kind: 'route', to: 'billing' },
  { kind: 'tag', add: ['vip'], remove: [] },
  { kind: 'set', values: { subject: 'Other' } },
  { kind: 'reply', message: body },
  { kind: 'note', message: body },
  { kind: 'receive', message: { author: 'rita@acme.com', body: 'x' } },
  { kind: 'link', relation: 'parent', to: 2 },
  { kind: 'unlink', relation: 'parent', to: 2 },
  { kind: 'merge', into: 2 },
  { kind: 'wait', until: null },
  { kind: 'close', as: 'solved' },
  { kind: 'reopen' },
  { kind: 'delete', as: 'deleted' },
  { kind: 'delete', as: 'spam' },
  { kind: 'delete', as: 'erased' },
];

const everything = async (desk: TestDesk): Promise<unknown> =>
  Promise.all(
    ['ticket', 'message', 'event', 'link', 'attribute', 'once', 'agent', 'token'].map((table) =>
      desk.rows(`SELECT * FROM ${table} ORDER BY 1, 2, 3`),
    ),
  );

describe('a change takes a role', () => {
  const needs = (change: Change, terms: Partial<Terms>): Permission =>
    terms.as || terms.forever ? 'write for others' : permissionFor(change);
  const cases = some.flatMap((change) => [
    [change, {}] as const,
    ...(change.kind === 'note' || change.kind === 'create'
      ? [[change, { as: { by: 'rita@acme.com', at: noon } }] as const, [change, { forever: true }] as const]
      : []),
  ]);

  it.each(cases.map(([change, terms]) => [JSON.stringify({ ...change, ...terms }), needs(change, terms), change, terms] as const))(
    '%s takes what "%s" takes; without it nothing is written',
    async (_, permission, change, terms) => {
      for (const role of roles) {
        await using desk = await staffed();
        await desk.make({}, 'hello');
        await desk.make({}, 'hello');
        const before = await everything(desk);
        const outcome = await desk.try(change.kind === 'create' ? 'new' : 1, change, terms, whoIs[role]);
        const denied = outcome.did === 'failed' && outcome.error.kind === 'denied';
        const untouched = isDeepStrictEqual(await everything(desk), before);
        const low = roles.indexOf(role) < roles.indexOf(leastRole[permission]);
        expect({ role, denied, ...(low && { untouched }) }).toEqual({ role, denied: low, ...(low && { untouched: true }) });
      }
    },
  );
});

test('what somebody may do is read with the change: a role that was lowered counts at once, in the same stream of work', async () => {
  await using desk = await staffed();
  const id = await desk.make();
  const work = async (): Promise<string> => {
    const outcome = await desk.try(id, { kind: 'note', message: body }, {}, 'alan');
    return outcome.did === 'failed' ? outcome.error.kind : outcome.did;
  };
  expect(await work()).toBe('done');
  await keeperOf(as(desk)).addAgent({ name: 'alan', role: 'viewer', queues: [] }, never);
  expect(await work()).toBe('denied');
});

test('whoever comes to a desk that nobody looks after does; whoever comes then is an agent', async () => {
  await using desk = await testDesk();
  const keeper = keeperOf(as(desk));
  await keeper.addAgent({ name: 'bob', role: 'agent', queues: [] }, never);
  const id = (await desk.do('new', { kind: 'create', ticket: { subject: 'a' } }, {}, 'ann')).ticket.id;
  expect((await desk.refused(id, { kind: 'delete', as: 'spam' }, {}, 'carl')).message).toBe('carl is an agent here: this takes lead');
  expect((await desk.do(id, { kind: 'delete', as: 'erased' }, {}, 'ann')).did).toBe('done');
});

test('somebody looks after the desk: the last admin can be neither removed nor made less', async () => {
  await using desk = await testDesk();
  const keeper = keeperOf(as(desk));
  const ann = { name: 'ann', role: 'admin', queues: [] } as const;
  await keeper.addAgent({ ...ann, name: 'bob', role: 'lead' }, never);
  await expect(keeper.removeAgent('ann', never)).rejects.toMatchObject({ kind: 'refused' });
  await expect(keeper.addAgent({ ...ann, role: 'lead' }, never)).rejects.toMatchObject({ kind: 'refused' });
  await keeper.addAgent({ ...ann, name: 'eve' }, never);
  await keeper.removeAgent('ann', never);
  expect(await desk.rows('SELECT name, role, removed FROM agent ORDER BY name')).toEqual([
    { name: 'ann', role: 'admin', removed: noon },
    { name: 'bob', role: 'lead', removed: null },
    { name: 'eve', role: 'admin', removed: null },
  ]);
});

describe('what the desk keeps beside tickets takes a role', () => {
  const draft = (agent: string) => ({ agent, name: '', expires: null });
  const cases: Readonly<Record<string, readonly [Permission, (keeper: Keeper, me: string) => Promise<unknown>]>> = {
    'adding an agent': ['administer', (keeper) => keeper.addAgent({ name: 'new', role: 'viewer', queues: [] }, never)],
    'becoming more': ['administer', (keeper, me) => keeper.addAgent({ name: me, role: 'admin', queues: [] }, never)],
    'removing an agent': ['administer', (keeper) => keeper.removeAgent('max', never)],
    "making another's token": ['administer', ({ tokens }) => tokens.issue(draft('max'), never)],
    "listing another's tokens": ['administer', ({ tokens }) => collect(tokens.list('max', never))],
    'listing all tokens': ['administer', ({ tokens }) => collect(tokens.list(undefined, never))],
    'making a token of their own': ['read', ({ tokens }, me) => tokens.issue(draft(me), never)],
    'listing tokens of their own': ['read', ({ tokens }, me) => collect(tokens.list(me, never))],
    'changing an article': ['curate', async (keeper) => (await keeper.shelf()).change({ put: [], remove: ['none'] })],
    'reading articles': ['read', async (keeper) => (await keeper.shelf()).count()],
  };
  it.each(Object.entries(cases))('%s', async (_, [permission, attempt]) => {
    for (const role of roles) {
      await using desk = await staffed();
      const before = await everything(desk);
      const outcome = await attempt(keeperOf(as(desk, whoIs[role])), whoIs[role]).then(
        () => 'done',
        (thrown: DeskError) => thrown.kind,
      );
      const low = roles.indexOf(role) < roles.indexOf(leastRole[permission]);
      const untouched = isDeepStrictEqual(await everything(desk), before);
      expect({ role, outcome, ...(low && { untouched }) }).toEqual({
        role,
        outcome: low ? 'denied' : 'done',
        ...(low && { untouched: true }),
      });
    }
  });

  it("another's token is as little there as one that there is not, but for who looks after the desk", async () => {
    await using desk = await staffed();
    const tokens = (me: string) => tokensOf(as(desk, me));
    const { token } = await tokens('alan').issue(draft('alan'), never);
    const said = (id: number) =>
      tokens('leda')
        .revoke(id, never)
        .catch((thrown: DeskError) => `${thrown.kind} ${thrown.message}`);
    expect([await said(token.id), await said(99)]).toEqual([`not-found there is no token ${token.id}`, 'not-found there is no token 99']);
    expect(await collect(tokens('alan').list('alan', never))).toMatchObject([{ revoked: null }]);
    expect(await tokens('adam').revoke(token.id, never)).toMatchObject({ id: token.id, revoked: noon });
  });

  it('the first token of a fresh desk makes whoever asks for it known, as the one who looks after it', async () => {
    await using desk = await testDesk();
    const { text } = await tokensOf(as(desk)).issue(draft('ann'), never);
    expect(await whose(desk.engine, text, noon)).toMatchObject({ agent: { name: 'ann', role: 'admin' } });
    await expect(tokensOf(as(desk)).issue(draft('bob'), never)).rejects.toMatchObject({ kind: 'not-found', hint: 'desk agent add bob' });
  });
});

test('whoever is removed and comes back does not come back with old tokens', async () => {
  await using desk = await staffed();
  const [keeper, tokens] = [keeperOf(as(desk)), tokensOf(as(desk))];
  const { text } = await tokens.issue({ agent: 'alan', name: '', expires: null }, never);
  await keeper.removeAgent('alan', never);
  await keeper.addAgent({ name: 'alan', role: 'agent', queues: [] }, never);
  await expect(whose(desk.engine, text, noon)).rejects.toMatchObject({ kind: 'signed-out' });
});

describe('an agent who is held to queues', () => {
  /** Ticket 1 lies in mail, 2 and 3 in billing. */
  async function sorted(): Promise<TestDesk> {
    const desk = await staffed();
    await desk.make({ queue: 'mail' }, 'hello');
    await desk.make({ queue: 'billing', owner: 'ann' }, 'hello');
    await desk.make({ queue: 'billing' }, 'hello');
    return desk;
  }

  it.each(some.filter(({ kind }) => kind !== 'create').map((change) => [JSON.stringify(change), change] as const))(
    'finds a ticket of another queue as little as one that there is not: %s',
    async (_, change) => {
      await using desk = await sorted();
      const before = await everything(desk);
      const hidden = await desk.refused(2, change, {}, 'max');
      const missing = await desk.refused(99, change, {}, 'max');
      expect([hidden.kind, hidden.message.replace('2', '99'), hidden.hint]).toEqual([missing.kind, missing.message, missing.hint]);
      expect(hidden.kind).toBe('not-found');
      const stale = await desk.refused(2, change, { seen: 17 }, 'max');
      expect(stale.message).toBe(hidden.message);
      expect(await everything(desk)).toEqual(before);
    },
  );

  it.each([
    { kind: 'link', relation: 'parent', to: 2 },
    { kind: 'unlink', relation: 'parent', to: 2 },
    { kind: 'merge', into: 2 },
  ] as const)('must see both tickets: $kind', async (change) => {
    await using desk = await sorted();
    await desk.do(1, { kind: 'link', relation: 'parent', to: 2 });
    const before = await everything(desk);
    expect((await desk.refused(1, change, {}, 'max')).message).toBe('there is no ticket 2');
    expect((await desk.refused(1, { ...change, ...('to' in change ? { to: 99 } : { into: 99 }) } as Change, {}, 'max')).message).toBe(
      'there is no ticket 99',
    );
    expect(await everything(desk)).toEqual(before);
  });

  it('opens tickets there alone, and puts none elsewhere but by handing it over', async () => {
    await using desk = await sorted();
    const refused = async (ref: Work['ref'], change: Change): Promise<string> => (await desk.refused(ref, change, {}, 'max')).message;
    expect(await refused('new', { kind: 'create', ticket: { subject: 'a', queue: 'Billing' } })).toBe('max works mail here, not billing');
    expect(await refused('new', { kind: 'create', ticket: { subject: 'a' } })).toBe('max works mail here, not support');
    expect(await refused(1, { kind: 'set', values: { queue: 'billing' } })).toBe('max works mail here, not billing');
    expect((await desk.do('new', { kind: 'create', ticket: { subject: 'a', queue: 'Mail' } }, {}, 'max')).ticket.queue).toBe('mail');
    expect((await desk.do(1, { kind: 'route', to: 'billing', note: 'yours' }, {}, 'max')).ticket.queue).toBe('billing');
    expect(await refused(1, { kind: 'note', message: body })).toBe('there is no ticket 1');
  });

  it('is told that what they handed over was done, when its answer was lost, and nothing else of it', async () => {
    await using desk = await sorted();
    const route: Change = { kind: 'route', to: 'billing' };
    await desk.do(1, route, { once: 'handed' }, 'max');
    await desk.do(1, { kind: 'set', values: { subject: 'secret' } });
    const outcome = await desk.do(1, route, { once: 'handed' }, 'max');
    expect(outcome).toEqual({ did: 'again', work: expect.anything(), ticket: { id: 1, version: 3 }, message: null });
  });

  it('learns nothing by a key that was used for a ticket out of their sight', async () => {
    await using desk = await sorted();
    await desk.do(2, { kind: 'note', message: { body: 'secret' } }, { once: 'guessed' });
    for (const ref of ['new', 1, 3] as const) {
      const error = await desk.refused(
        ref,
        ref === 'new' ? { kind: 'create', ticket: { subject: 'a', queue: 'mail' } } : { kind: 'release' },
        { once: 'guessed' },
        'max',
      );
      expect([error.kind, error.message]).toEqual(['refused', 'this was done before, and lies in a queue that you do not see']);
    }
  });

  it('is not told where a ticket went that was merged into one out of their sight', async () => {
    await using desk = await sorted();
    await desk.do(1, { kind: 'merge', into: 2 });
    for (const change of some.filter(({ kind }) => kind !== 'create' && kind !== 'delete' && kind !== 'unlink'))
      expect(
        (await desk.refused(1, 'to' in change && typeof change.to === 'number' ? ({ ...change, to: 1 } as Change) : change, {}, 'max'))
          .message,
      ).toBe('1 was merged into a ticket that you do not see');
  });

  it('takes away a ticket with its links to others, which are counted right', async () => {
    await using desk = await sorted();
    await desk.do(1, { kind: 'link', relation: 'parent', to: 2 });
    await desk.do(1, { kind: 'delete', as: 'spam' }, {}, 'max');
    expect(await desk.get(2)).toMatchObject({ links: 0 });
  });

  it('gets the first free ticket of their own queues', async () => {
    await using desk = await sorted();
    const first = async (ids: readonly number[], once: string) =>
      claimFirst(
        { engine: desk.engine, me: 'max', now: () => noon, rules },
        { kind: 'is', field: 'id', values: ids },
        { once, operation: 'op' },
      );
    expect(await first([3, 2], 'none')).toBeUndefined();
    expect(await first([3, 2, 1], 'one')).toMatchObject({ did: 'done', ticket: { id: 1, owner: 'max' } });
  });
});
