import { expect, test } from 'vitest';
import type { MailingsWanted } from '../../../src/backend/outbox.ts';
import { outboxOf } from '../../../src/backend/sql/keeper.ts';
import { collect } from '../../../src/model/stream.ts';
import { after, mailingDesk, never, noon, type TestDesk } from './desk.ts';

const on = ({ engine, clock }: TestDesk, me = 'ann') => outboxOf({ engine, me, now: () => clock.now });
const ids = async (desk: TestDesk, which: MailingsWanted, me?: string): Promise<readonly number[]> =>
  (await collect(on(desk, me).list(which, never))).map(({ id }) => id);

test('mails are listed by ticket, by state, and since a time', async () => {
  await using desk = await mailingDesk();
  const first = await desk.make({}, 'please');
  desk.clock.now = after(1);
  await desk.make({}, 'please');
  await desk.do(first, { kind: 'close', as: 'solved' });
  await desk.plant(`UPDATE outbox SET state = 'sent' WHERE id = 1`);
  await desk.plant(`UPDATE outbox SET state = 'failed' WHERE id = 2`);
  expect(await ids(desk, {})).toEqual([1, 2, 3]);
  expect(await ids(desk, { ticket: first })).toEqual([1, 3]);
  expect(await ids(desk, { ids: [3, 9, 1] })).toEqual([1, 3]);
  expect(await ids(desk, { ids: [] })).toEqual([]);
  expect(await ids(desk, { ids: [1, 2], ticket: first })).toEqual([1]);
  expect(await ids(desk, { states: ['sent'] })).toEqual([1]);
  expect(await ids(desk, { states: ['failed', 'waiting'] })).toEqual([2, 3]);
  expect(await ids(desk, { states: [] })).toEqual([]);
  expect(await ids(desk, { since: after(1) })).toEqual([2, 3]);
  expect(await ids(desk, { since: noon, ticket: first, states: ['waiting'] })).toEqual([3]);
  expect(await collect(on(desk).list({}, AbortSignal.abort()))).toEqual([]);
});

test('many mails are listed once each', async () => {
  await using desk = await mailingDesk();
  await desk.make({}, 'please');
  await desk.plant(`INSERT INTO outbox (ticket, key, kind, status, message_id, recipient, role, state, due, attempts, resent, created)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1200)
    SELECT 1, CAST(i AS TEXT), 'solved', 'solved', 'x', 'a@b.example', 'to', 'waiting', '${noon}', 0, 0, '${noon}' FROM n`);
  expect(await ids(desk, {})).toEqual(Array.from({ length: 1201 }, (_, n) => n + 1));
});

test('who is held to queues sees the mail of their tickets alone, and only those who look after the desk send again', async () => {
  await using desk = await mailingDesk();
  await desk.plant(`INSERT INTO agent VALUES ('ann', 'admin', '[]', NULL), ('ben', 'agent', '[]', NULL),
    ('lea', 'lead', '["billing"]', NULL), ('vic', 'viewer', '["billing","support"]', NULL)`);
  await desk.make({ queue: 'billing' }, 'please');
  await desk.make({ queue: 'support' }, 'please');
  await desk.make({ queue: 'legal' }, 'please');
  await desk.plant(`UPDATE outbox SET state = 'failed', settled = '${noon}', answer = 'no'`);
  const lapses = async (me: string) => (await collect(on(desk, me).audit(noon, never))).map(({ ticket }) => ticket);
  expect([await ids(desk, {}), await ids(desk, {}, 'ben'), await ids(desk, {}, 'lea'), await ids(desk, {}, 'vic')]).toEqual([
    [1, 2, 3],
    [1, 2, 3],
    [1],
    [1, 2],
  ]);
  expect([await lapses('ann'), await lapses('lea'), await lapses('vic')]).toEqual([[1, 2, 3], [1], [1, 2]]);
  for (const me of ['ben', 'vic']) await expect(on(desk, me).retry(1, never)).rejects.toMatchObject({ kind: 'denied' });
  await expect(on(desk, 'lea').retry(2, never)).rejects.toMatchObject({ kind: 'not-found' });
  expect(await on(desk, 'lea').retry(1, never)).toMatchObject({ id: 1, state: 'waiting' });
});
