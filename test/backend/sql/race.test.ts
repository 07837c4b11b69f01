import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { folder, testDesk, type TestDesk } from './desk.ts';
import { type Ended, program, start } from './processes.ts';

let change = '';
beforeAll(async () => {
  change = await program('change');
});

interface Line {
  readonly open?: boolean;
  readonly did?: string;
  readonly key?: string;
  readonly ticket?: number;
  readonly kind?: string;
}
const outcomes = ({ lines }: Ended): readonly Line[] => lines.map((line) => JSON.parse(line) as Line).filter(({ open }) => !open);
const claim = JSON.stringify({ kind: 'claim', steal: false });

const one = async (desk: TestDesk, text: string): Promise<unknown> => Object.values((await desk.rows(text))[0] ?? {})[0];

test('four processes that claim the same fifty tickets: each is claimed once, and the others are told by whom', async () => {
  await using desk = await testDesk();
  await desk.run(
    Array.from(
      { length: 50 },
      (_, at) => ({ ref: 'new', change: { kind: 'create', ticket: { subject: 'x' } }, terms: { once: `c${at}`, operation: 'o' } }) as const,
    ),
  );
  const names = ['bob', 'cid', 'dan', 'eve'];
  const ended = await Promise.all(names.map((name) => start(change, [desk.path, name, '50', claim]).ended));
  expect(ended.map(({ code, errors }) => ({ code, errors }))).toEqual(names.map(() => ({ code: 0, errors: '' })));
  const all = ended.flatMap(outcomes);
  expect(all).toHaveLength(200);
  expect(all.filter(({ did }) => did === 'done')).toHaveLength(50);
  expect(all.filter(({ kind }) => kind === 'conflict')).toHaveLength(150);
  const won = new Map(
    ended.flatMap((each, at) => outcomes(each).flatMap(({ did, ticket }) => (did === 'done' ? [[ticket, names[at]]] : []))) as [
      number,
      string,
    ][],
  );
  const owners = await desk.rows('SELECT id, owner FROM ticket');
  expect(new Map(owners.map(({ id, owner }) => [id, owner]))).toEqual(won);
  expect(await one(desk, `SELECT count(*) FROM event WHERE kind = 'claim'`)).toBe(50);
}, 60_000);

test('six processes that open a fresh desk at the same time all can work', async () => {
  using place = folder();
  const path = join(place.path, 'deep', 'desk.db');
  const create = JSON.stringify({ kind: 'create', ticket: { subject: 'x' } });
  const ended = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => start(change, [path, name, '3', create]).ended));
  expect(ended.map(({ lines, errors }) => ({ lines: lines.length, errors }))).toEqual(ended.map(() => ({ lines: 4, errors: '' })));
  await using desk = await testDesk(path);
  expect(await one(desk, 'SELECT count(*) FROM ticket')).toBe(18);
  expect(await one(desk, `SELECT count(*) FROM agent WHERE role = 'admin'`)).toBe(1);
}, 60_000);

test('killed in the middle of many changes: what was acknowledged is there, nothing is half done, and doing it again does the rest', async () => {
  for (const afterMs of [0, 30, 90]) {
    using place = folder();
    const path = join(place.path, 'desk.db');
    const create = JSON.stringify({
      kind: 'create',
      ticket: { subject: 'kept', tags: ['t'] },
      message: { author: 'a@b.c', body: 'some words' },
    });
    const { child, ended } = start(change, [path, 'bob', '5000', create]);
    child.stdout?.once('data', () => void sleep(afterMs).then(() => child.kill('SIGKILL')));
    const killed = await ended;
    expect(killed.signal).toBe('SIGKILL');
    // The last line may be cut.
    const told = killed.lines.slice(0, -1).map((line) => JSON.parse(line) as Line);
    const acknowledged = told.flatMap(({ key }) => (key === undefined ? [] : [key]));

    await using desk = await testDesk(path);
    expect(await one(desk, 'PRAGMA integrity_check')).toBe('ok');
    const kept = new Set((await desk.rows('SELECT key FROM once')).map(({ key }) => key));
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
    for (const table of ['ticket', 'message', 'event', 'attribute', 'search_docsize']) {
      expect(await one(desk, `SELECT count(*) FROM ${table}`)).toBe(kept.size);
    }
    const again = outcomes(await start(change, [path, 'bob', '5000', create]).ended);
    expect(again.filter(({ did }) => did === 'again')).toHaveLength(kept.size);
    expect(again.filter(({ did }) => did === 'done')).toHaveLength(5000 - kept.size);
    expect(await one(desk, 'SELECT count(*) FROM ticket')).toBe(5000);
  }
}, 120_000);

test('killed while a desk is made: the next one makes it', async () => {
  for (const afterMs of [40, 60, 80, 100, 120, 140]) {
    using place = folder();
    const path = join(place.path, 'desk.db');
    const { child, ended } = start(change, [path, 'bob', '0', claim]);
    await sleep(afterMs);
    child.kill('SIGKILL');
    await ended;
    await using desk = await testDesk(path);
    expect(await desk.make()).toBe(1);
  }
}, 60_000);

test('a disk that is full is said, and what was acknowledged is kept', async () => {
  using place = folder();
  const path = join(place.path, 'desk.db');
  const create = JSON.stringify({ kind: 'create', ticket: { subject: 'x' }, message: { author: 'a@b.c', body: 'word '.repeat(2000) } });
  const { lines } = await start(change, [path, 'bob', '5000', create], { through: ['sh', '-c', 'ulimit -f 30000; exec "$@"', 'sh'] }).ended;
  const told = lines.map((line) => JSON.parse(line) as Line);
  expect(told.at(-1)).toMatchObject({
    kind: 'settings',
    message: expect.stringMatching(/the disk failed or is full/),
    hint: expect.stringMatching(/make room/),
  });
  const acknowledged = told.filter(({ did }) => did === 'done').length;
  await using desk = await testDesk(path);
  expect(acknowledged).toBeGreaterThan(0);
  expect(await one(desk, 'SELECT count(*) FROM ticket')).toBe(acknowledged);
  expect(await one(desk, 'PRAGMA integrity_check')).toBe('ok');
}, 60_000);
