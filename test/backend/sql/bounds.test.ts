import { describe, expect, test } from 'vitest';
import { keeperOf } from '../../../src/backend/sql/keeper.ts';
import type { Change } from '../../../src/model/change.ts';
import { after, never, testDesk } from './desk.ts';

const many = (count: number): readonly string[] => Array.from({ length: count }, (_, nth) => `n${nth}`);

test.each<[string, Change, Change]>([
  ['tags', { kind: 'tag', add: many(200), remove: [] }, { kind: 'tag', add: ['one more'], remove: [] }],
  [
    'people in copy',
    { kind: 'set', values: { cc: { add: many(200), remove: [] } } },
    { kind: 'set', values: { cc: { add: ['x@y'], remove: [] } } },
  ],
])('a ticket has so many %s, one change after the other', async (_, first, more) => {
  await using desk = await testDesk();
  await desk.make();
  await desk.do(1, first);
  expect(await desk.refused(1, more)).toMatchObject({ kind: 'refused', message: expect.stringContaining('at most 200') });
});

describe('whoever says when it was', () => {
  test('does not write in times to come', async () => {
    await using desk = await testDesk();
    await desk.make();
    const note: Change = { kind: 'note', message: { body: 'x' } };
    expect(await desk.refused(1, note, { as: { by: 'bob', at: '9999-12-31T00:00:00.000Z' } })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('has not come yet'),
    });
    expect(await desk.refused(1, note, { as: { by: 'bob', at: after(25) } })).toMatchObject({ kind: 'refused' });
    expect(await desk.do(1, note, { as: { by: 'bob', at: after(23) } })).toMatchObject({ did: 'done' });
  });

  test('names somebody as every store can keep them', async () => {
    await using desk = await testDesk();
    await desk.make();
    await desk.do(1, { kind: 'note', message: { body: 'x' } }, { as: { by: ' B\0ob\ud800 ', at: after(0) } });
    const [event] = await desk.rows("SELECT by FROM event WHERE kind = 'note'");
    expect(event).toEqual({ by: 'b\uFFFDob\uFFFD' });
    expect(await desk.refused(1, { kind: 'reopen' }, { as: { by: 'x'.repeat(501), at: after(0) } })).toMatchObject({ kind: 'refused' });
  });
});

test.each(['a\u0007', 'a\u001B[31m', 'a\0', 'a\u202Eb', 'a\u009B1m'])('nobody types %j', async (name) => {
  await using desk = await testDesk();
  const keeper = keeperOf({ engine: desk.engine, me: 'ann', now: () => desk.clock.now });
  const site = { name: 'shop', queue: null, category: null, origins: [], authenticated: false };
  const refused = { kind: 'refused', message: expect.stringContaining('cannot be called') };
  await expect(keeper.addAgent({ name, role: 'agent', queues: [] }, never)).rejects.toMatchObject(refused);
  await expect(keeper.addAgent({ name: 'bob', role: 'agent', queues: [name] }, never)).rejects.toMatchObject(refused);
  await expect(keeper.sites.add({ ...site, name }, never)).rejects.toMatchObject(refused);
  await expect(keeper.sites.add({ ...site, queue: name }, never)).rejects.toMatchObject(refused);
  await expect(keeper.tokens.issue({ agent: 'ann', name, expires: null }, never)).rejects.toMatchObject(refused);
  await expect(keeper.addAgent({ name: 'Боб', role: 'agent', queues: ['наплата'] }, never)).resolves.toBeUndefined();
});
