import { expect, test } from 'vitest';
import { keyOf, placeOf, stepOf } from '../../../src/backend/sql/mailing-key.ts';
import { letterKinds } from '../../../src/model/notice.ts';
import { mailingDesk } from './desk.ts';

test.each(letterKinds)('the key of %s says its step and where it was, also when it was erased', (kind) => {
  const key = keyOf(kind, { id: 12, version: 7 });
  for (const each of [key, `${key}:99`]) expect(stepOf(each)).toBe(`12:${kind}`);
  expect(placeOf(key)).toEqual({ ticket: 12, version: kind === 'received' || kind === 'taken' ? 0 : 7 });
  expect(stepOf(keyOf(kind, { id: 12, version: 8 }))).toBe(stepOf(key));
  expect(stepOf(keyOf(kind, { id: 13, version: 7 }))).not.toBe(stepOf(key));
});

test('mails of one step stay apart when their recipients are erased', async () => {
  await using desk = await mailingDesk();
  const id = await desk.make({ cc: ['boss@acme.com'] }, 'please');
  await desk.do(id, { kind: 'reply', message: { body: 'Done' } });
  await desk.do(id, { kind: 'delete', as: 'erased' });
  const rows = await desk.rows(`SELECT key, recipient FROM outbox WHERE kind = 'reply'`);
  expect(rows.map(({ recipient }) => recipient)).toEqual(['', '']);
  expect(rows.map(({ key }) => stepOf(String(key)))).toEqual([`${id}:reply`, `${id}:reply`]);
});
