import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { backup } from '../../../src/backend/sql/backup.ts';
import { restoreDesk } from '../../../src/backend/sql/restore.ts';
import { outboxOf } from '../../../src/backend/sql/keeper.ts';
import { next } from '../../../src/backend/sql/sending.ts';
import { openSqlite } from '../../../src/backend/sql/sqlite-binding.ts';
import { noticeKinds } from '../../../src/model/notice.ts';
import { collect } from '../../../src/model/stream.ts';
import { after, folder, mail, never, testDesk } from './desk.ts';
import { program, start } from './processes.ts';

let change = '';
beforeAll(async () => {
  change = await program('change');
});

/** A desk with that many tickets, made and closed by a process of its own. */
async function deskOf(path: string, tickets: number, subject: string): Promise<string> {
  const create = JSON.stringify({ kind: 'create', ticket: { subject }, message: { author: 'a@b.c', body: subject } });
  expect((await start(change, [path, 'ann', String(tickets), create]).ended).lines).toHaveLength(tickets + 1);
  return path;
}

/** Subjects in a desk, without a trace left in the folder. */
function subjects(path: string): readonly unknown[] {
  const database = openSqlite(`file:${path}?immutable=1`, { readOnly: true });
  const rows = database.prepare('SELECT subject FROM ticket ORDER BY id').all();
  database.close();
  return rows.map((row) => row['subject']);
}

async function two(place: string, tickets: number): Promise<{ desk: string; copy: string }> {
  const other = await deskOf(join(place, 'other.db'), 2, 'restored');
  const copy = join(place, 'copy.db');
  await backup(other, copy);
  const desk = join(place, 'at', 'desk.db');
  if (tickets > 0) await deskOf(desk, tickets, 'old');
  return { desk, copy };
}

const plainly = { replace: false, dryRun: false };

describe('restore', () => {
  test('into nothing makes the desk, which then can be changed', async () => {
    using place = folder();
    const { desk, copy } = await two(place.path, 0);
    expect(await restoreDesk(copy, desk, plainly)).toEqual({ tickets: 2, uncertain: 0, kept: undefined });
    expect(readdirSync(join(place.path, 'at'))).toEqual(['desk.db']);
    await using opened = await testDesk(desk);
    expect(await opened.make()).toBe(3);
    // https://sqlite.org/fileformat2.html#file_format_version_numbers: 2 is WAL
    expect(readFileSync(desk).readUInt8(18)).toBe(2);
  });

  test('into a desk that has tickets needs to be said, and keeps the old one', async () => {
    using place = folder();
    const { desk, copy } = await two(place.path, 3);
    await expect(restoreDesk(copy, desk, plainly)).rejects.toMatchObject({ kind: 'refused', message: 'the desk has 3 tickets' });
    expect(await restoreDesk(copy, desk, { replace: true, dryRun: true })).toEqual({ tickets: 2, uncertain: 0, kept: undefined });
    expect(subjects(desk)).toEqual(['old', 'old', 'old']);
    const kept = `${desk}.before-restore-1`;
    expect(await restoreDesk(copy, desk, { replace: true, dryRun: false })).toEqual({ tickets: 2, uncertain: 0, kept });
    expect(subjects(desk)).toEqual(['restored', 'restored']);
    expect(subjects(kept)).toEqual(['old', 'old', 'old']);
    expect(readdirSync(join(place.path, 'at'))).toEqual(['desk.db', 'desk.db.before-restore-1']);
    expect(await restoreDesk(kept, desk, { replace: true, dryRun: false })).toEqual({
      tickets: 3,
      uncertain: 0,
      kept: `${desk}.before-restore-2`,
    });
  });

  test('in the place of what is damaged keeps that too', async () => {
    using place = folder();
    const { desk, copy } = await two(place.path, 1);
    writeFileSync(desk, 'rubbish'.repeat(1000));
    await expect(restoreDesk(copy, desk, plainly)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/is not a desk, or it is damaged/),
    });
    expect(await restoreDesk(copy, desk, { replace: true, dryRun: false })).toEqual({
      tickets: 2,
      uncertain: 0,
      kept: `${desk}.before-restore-1`,
    });
    expect(readFileSync(`${desk}.before-restore-1`, 'utf8')).toMatch(/^rubbish/);
    expect(subjects(desk)).toEqual(['restored', 'restored']);
  });

  test('is refused while others use the desk', async () => {
    using place = folder();
    const { desk, copy } = await two(place.path, 1);
    await using opened = await testDesk(desk);
    expect(await opened.make()).toBe(2);
    await expect(restoreDesk(copy, desk, { replace: true, dryRun: false })).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/others use the desk/),
    });
    expect(await opened.make()).toBe(3);
    expect(readdirSync(join(place.path, 'at')).filter((name) => !/-(wal|shm)$/.test(name))).toEqual(['desk.db']);
  });

  test('from what is no desk, or is not there, changes nothing', async () => {
    using place = folder();
    const { desk } = await two(place.path, 0);
    const rubbish = join(place.path, 'rubbish.db');
    writeFileSync(rubbish, 'rubbish'.repeat(1000));
    for (const dryRun of [true, false]) {
      await expect(restoreDesk(rubbish, desk, { replace: false, dryRun })).rejects.toMatchObject({
        kind: 'settings',
        message: expect.stringMatching(/is not a desk/),
      });
    }
    await expect(restoreDesk(join(place.path, 'none.db'), desk, plainly)).rejects.toMatchObject({ kind: 'usage' });
    await expect(restoreDesk(desk, desk, plainly)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/is the desk itself/),
    });
  });
});

test('what went out after the backup does not go out again by itself', async () => {
  using place = folder();
  const copy = join(place.path, 'copy.db');
  const path = join(place.path, 'at', 'desk.db');
  {
    await using desk = await testDesk(join(place.path, 'desk.db'), { mail: { ...mail, notices: noticeKinds } });
    for (const count of [1, 2, 3, 4]) expect(await desk.make({ requester: `${count}@customer.example` }, 'please')).toBe(count);
    // The second is with its sender, the third was handed over, the fourth has gone out.
    for (const [id, state] of [
      [2, 'sending'],
      [3, 'handed'],
      [4, 'sent'],
    ] as const)
      await desk.plant(`UPDATE outbox SET state = '${state}', holder = 'one', answer = '250 ok' WHERE id = ${id}`);
    await backup(join(place.path, 'desk.db'), copy);
  }
  const outcome = { tickets: 4, uncertain: 3, kept: undefined };
  for (const dryRun of [true, false]) expect(await restoreDesk(copy, path, { replace: false, dryRun })).toEqual(outcome);
  await using restored = await testDesk(path, { mail: { ...mail, notices: noticeKinds } });
  const outbox = outboxOf({ engine: restored.engine, me: 'ann', now: () => after(1_000_000) });
  const told = (await collect(outbox.list({}, never))).map(({ state, answer }) => [state, answer]);
  const doubted = ['uncertain', 'restored from a backup: it may have gone out since'];
  expect(told).toEqual([doubted, doubted, doubted, ['sent', '250 ok']]);
  expect(await next(restored.engine, 'other', after(1_000_000))).toBeUndefined();
  expect(await outbox.retry(1, never)).toMatchObject({ state: 'waiting', resent: 1 });
  expect(await next(restored.engine, 'other', after(1_000_000))).toMatchObject({ id: 1 });
});
