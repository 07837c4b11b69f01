import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backup } from '../../../src/backend/sql/backup.ts';
import { keeperOf, storeOf } from '../../../src/backend/sql/keeper.ts';
import type { Finding } from '../../../src/backend/backend.ts';
import { folder, never, noon, testDesk, type TestDesk } from './desk.ts';

const keeper = ({ engine }: TestDesk) => keeperOf({ engine, me: 'ann', now: () => noon });
const store = ({ engine }: TestDesk) =>
  storeOf(
    engine,
    () => noon,
    (path) => backup(engine.place, path),
  );
const agents = (desk: TestDesk) => desk.rows(`SELECT * FROM agent WHERE name <> 'ann' ORDER BY name`);

test('an agent is added, changed, removed and added again', async () => {
  await using desk = await testDesk();
  await keeper(desk).addAgent({ name: 'Bob ', role: 'lead', queues: ['Billing', 'billing', ''] }, never);
  expect(await agents(desk)).toEqual([{ name: 'bob', role: 'lead', queues: '["billing"]', removed: null }]);
  await keeper(desk).addAgent({ name: 'bob', role: 'agent', queues: [] }, never);
  await keeper(desk).removeAgent('BOB', never);
  expect(await agents(desk)).toEqual([{ name: 'bob', role: 'agent', queues: '[]', removed: noon }]);
  await expect(keeper(desk).removeAgent('bob', never)).rejects.toMatchObject({ kind: 'not-found', hint: 'desk agent list shows them' });
  await keeper(desk).addAgent({ name: 'bob', role: 'agent', queues: [] }, never);
  expect(await agents(desk)).toEqual([{ name: 'bob', role: 'agent', queues: '[]', removed: null }]);
  for (const name of ['', 'bob smith', 'a,b', 'a:b']) {
    await expect(keeper(desk).addAgent({ name, role: 'agent', queues: [] }, never)).rejects.toMatchObject({ kind: 'refused' });
  }
});

test('what a removed agent owns stays theirs; they get no more', async () => {
  await using desk = await testDesk();
  await keeper(desk).addAgent({ name: 'bob', role: 'agent', queues: [] }, never);
  const id = await desk.make({ owner: 'bob' });
  await keeper(desk).removeAgent('bob', never);
  expect(await desk.get(id)).toMatchObject({ owner: 'bob' });
  expect((await desk.refused(await desk.make(), { kind: 'assign', to: 'bob' })).kind).toBe('not-found');
  expect((await desk.do(id, { kind: 'prioritize', to: 'high' })).did).toBe('done');
});

async function found(desk: TestDesk): Promise<Readonly<Record<string, string>>> {
  const findings: Finding[] = [];
  for await (const finding of store(desk).examine(never)) findings.push(finding);
  return Object.fromEntries(findings.map(({ what, well, says }) => [what, `${well ? 'well' : 'ill'}: ${says}`]));
}

test('a desk that was worked on is well', async () => {
  await using desk = await testDesk();
  const attachments = [{ name: 'a', type: 't', content: new Uint8Array([1]) }];
  for (let id = 1; id <= 4; id++) await desk.make({}, 'hello');
  await desk.do(1, { kind: 'reply', message: { body: 'x', attachments } });
  await desk.do(1, { kind: 'link', relation: 'parent', to: 2 });
  await desk.do(1, { kind: 'merge', into: 3 });
  await desk.do(4, { kind: 'delete', as: 'erased' });
  expect(await found(desk)).toEqual({
    file: 'well: whole',
    desk: expect.stringMatching(/^well: 4 tickets, 0\.\d MB, version \d+$/),
    messages: 'well: counted right',
    links: 'well: counted right',
    belonging: 'well: everything belongs to a ticket',
    attachments: 'well: all there',
    search: 'well: every ticket can be found by its words',
  });
});

test('damage to the file is found, and ends nothing', async () => {
  using place = folder();
  const path = join(place.path, 'desk.db');
  {
    await using desk = await testDesk(path);
    await desk.make({}, 'words '.repeat(15_000));
  }
  const bytes = readFileSync(path);
  bytes.fill(0x55, bytes.length - 60_000);
  writeFileSync(path, bytes);
  await using desk = await testDesk(path);
  const findings = await found(desk);
  expect(Object.keys(findings)).toEqual(['file', 'desk', 'messages', 'links', 'belonging', 'attachments', 'search']);
  expect(findings['file']).toMatch(/^ill: .*(damaged|malformed)/);
});

test.each([
  { harm: `UPDATE ticket SET messages = 7 WHERE id = 1`, what: 'messages', says: 'ill: 1 tickets count their messages wrong' },
  { harm: `DELETE FROM link WHERE ticket = 1`, what: 'links', says: 'ill: 1 tickets count their links wrong' },
  { harm: `DELETE FROM ticket WHERE id = 2`, what: 'belonging', says: 'ill: 4 messages, links, events or mails belong to no ticket' },
  { harm: `DELETE FROM blob`, what: 'attachments', says: 'ill: 1 attachments have lost their content' },
  { harm: `DELETE FROM search WHERE rowid = 1`, what: 'search', says: 'ill: 1 tickets cannot be found by their words' },
])('$what that went wrong is found', async ({ harm, what, says }) => {
  await using desk = await testDesk();
  for (let id = 1; id <= 2; id++) await desk.make({}, 'hello');
  await desk.do(1, { kind: 'link', relation: 'related', to: 2 });
  await desk.do(1, { kind: 'note', message: { body: 'x', attachments: [{ name: 'a', type: 't', content: new Uint8Array([1]) }] } });
  await desk.plant(harm);
  expect((await found(desk))[what]).toBe(says);
});
