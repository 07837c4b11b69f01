import { expect, test } from 'vitest';
import { keeperOf } from '../../../src/backend/sql/keeper.ts';
import { proofs } from '../../../src/model/sender.ts';
import { never, noon, testDesk } from './desk.ts';

const cases = proofs.flatMap((proof) => (['agent', 'lead'] as const).map((role) => [proof, role] as const));

test.each(cases)('a proof counts from who may vouch for it: %s, said by one who is %s', async (proof, role) => {
  await using desk = await testDesk();
  const keeper = keeperOf({ engine: desk.engine, me: 'ann', now: () => noon });
  await keeper.addAgent({ name: 'ann', role: 'admin', queues: [] }, never);
  await keeper.addAgent({ name: 'mail', role, queues: [] }, never);
  const message = { author: 'rita@acme.com', body: 'x', proof };
  await desk.do('new', { kind: 'create', ticket: { subject: 'New', requester: 'rita@acme.com' }, message }, {}, 'mail');
  await desk.do(1, { kind: 'receive', message }, {}, 'mail');
  const kept = proof === 'agent' || role === 'lead' ? { sender: 'authenticated', proof } : { sender: 'stranger', proof: null };
  expect(await desk.rows('SELECT sender, proof FROM message')).toEqual([kept, kept]);
});
