import { describe, expect, it } from 'vitest';
import type { Keeper } from '../../../src/backend/backend.ts';
import type { Engine } from '../../../src/backend/sql/engine.ts';
import { keeperOf } from '../../../src/backend/sql/keeper.ts';
import { collect } from '../../../src/model/stream.ts';
import { never, noon, type TestDesk, testDesk } from './desk.ts';

const keeper = (engine: Engine, me: string): Keeper => keeperOf({ engine, me, now: () => noon });

/** A desk that ann looks after, and leda helps her. */
async function staffed(): Promise<TestDesk> {
  const desk = await testDesk();
  for (const [name, role] of [
    ['ann', 'admin'],
    ['leda', 'admin'],
  ] as const)
    await keeper(desk.engine, 'ann').addAgent({ name, role, queues: [] }, never);
  return desk;
}

const writes: Readonly<Record<string, (keeper: Keeper) => Promise<unknown>>> = {
  'adding an agent': ({ addAgent }) => addAgent({ name: 'new', role: 'viewer', queues: [] }, never),
  'removing an agent': ({ removeAgent }) => removeAgent('ann', never),
  "making another's token": ({ tokens }) => tokens.issue({ agent: 'ann', name: '', expires: null }, never),
  'adding a site': ({ sites }) => sites.add({ name: 'shop', queue: null, category: null, origins: [], authenticated: false }, never),
  'removing a site': ({ sites }) => sites.remove('shop', never),
  'letting a mail go out again': ({ outbox }) => outbox.retry(1, never),
  'adding a contact': ({ contacts }) => contacts.add({ name: 'Eva', addresses: ['eva@firma.example'], phones: [], actsFor: [] }, never),
  'changing an article': async (desk) => (await desk.shelf()).change({ put: [], remove: ['none'] }),
};

const reads: Readonly<Record<string, (keeper: Keeper) => Promise<unknown>>> = {
  'looking at mail': ({ outbox }) => collect(outbox.list({}, never)),
  'looking for lapses': ({ outbox }) => collect(outbox.audit(noon, never)),
  'looking at their tokens': ({ tokens }) => collect(tokens.list('leda', never)),
};

describe('what somebody may do is read in the transaction that it is done in', () => {
  it.each(Object.entries(writes))('%s', async (_, attempt) => {
    await using desk = await staffed();
    const write: Engine['write'] = async (work) => {
      // As if another had lowered them right before.
      await desk.plant(`UPDATE agent SET role = 'viewer' WHERE name = 'leda'`);
      return desk.engine.write(work);
    };
    await expect(attempt(keeper({ ...desk.engine, write }, 'leda'))).rejects.toMatchObject({ kind: 'denied' });
  });
});

describe('whoever was removed is nobody who has just come', () => {
  it.each(Object.entries({ ...writes, ...reads }))('%s', async (_, attempt) => {
    await using desk = await staffed();
    await keeper(desk.engine, 'ann').removeAgent('leda', never);
    await expect(attempt(keeper(desk.engine, 'leda'))).rejects.toMatchObject({ message: 'leda was removed from this desk' });
  });
});
