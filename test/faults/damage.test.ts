import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/backend/sql/sqlite-binding.ts';
import { stage, type Stage } from '../program.ts';
import { counted, expectWhole } from './whole.ts';

let good: Stage;
beforeAll(async () => {
  good = await stage();
  const lines = Array.from({ length: 2000 }, (_, n) =>
    JSON.stringify({ subject: `Ticket ${n}`, requester: `user${n}@firma.example`, body: `Text ${n}` }),
  );
  await good.well(['import', '-', '--kind', 'ndjson'], { input: lines.join('\n') });
  await good.well(['backup', good.at('copy.db')]);
});
afterAll(() => good[Symbol.asyncDispose]());

const hash = async (path: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(path))
    .digest('hex');

async function overwrite(path: string, bytes: Uint8Array, at: number): Promise<void> {
  const file = await open(path, 'r+');
  await file.write(bytes, 0, bytes.length, at);
  await file.close();
}

const sized = async (path: string): Promise<number> => (await readFile(path)).length;
const noise = (length: number): Uint8Array => Uint8Array.from({ length }, (_, n) => (n * 151 + 17) % 256);

function sqlite(path: string, ...statements: readonly string[]): void {
  const database = openSqlite(path);
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** What may lie where a desk is looked for; each is made of a good desk. */
const damages: Readonly<Record<string, (store: string) => Promise<unknown>>> = {
  'its first bytes overwritten': (store) => overwrite(store, noise(100), 0),
  'its first table overwritten': (store) => overwrite(store, noise(400), 100),
  'all but its first page overwritten': async (store) => overwrite(store, noise((await sized(store)) - 4096), 4096),
  'every second page overwritten': async (store) => {
    for (let at = 4096; at < (await sized(store)); at += 8192) await overwrite(store, noise(4096), at);
  },
  'cut in half': async (store) => truncate(store, Math.floor((await sized(store)) / 2)),
  'cut after its first page': (store) => truncate(store, 4096),
  'cut within its header': (store) => truncate(store, 50),
  'a text file': (store) => writeFile(store, 'id\tsubject\n1\tA table of something else\n'.repeat(100)),
  'another program\u2019s database': async (store) => {
    await writeFile(store, '');
    sqlite(store, 'CREATE TABLE ticket (id INTEGER PRIMARY KEY)', 'INSERT INTO ticket VALUES (1)');
  },
  'a desk of a newer version': async (store) => sqlite(store, 'PRAGMA user_version = 999', 'PRAGMA wal_checkpoint(TRUNCATE)'),
};

const reading = ['list --all', 'show 1', 'count', 'list Ticket', 'export --format csv', 'day', 'count --by queue'];
const changing = ['claim 1', 'create --subject x --no-body', 'next', 'prioritize high --where id>0 --yes', 'tag x 1-5'];

describe.each(Object.keys(damages))('a desk that is %s', (name) => {
  it('is said to be so, and left as it is', async () => {
    await using desk = await stage();
    await copyFile(good.store, desk.store);
    await damages[name]?.(desk.store);
    const before = await hash(desk.store);
    for (const line of [...changing, ...reading, 'backup there.db']) {
      const { code, stderr } = await desk.run(line.split(' '));
      expect(code, `${line}: ${stderr}`).toBe(11);
      expect(stderr, line).not.toMatch(/ {4}at |should not/);
      expect(stderr, line).toMatch(/damaged|not a desk|another program|newer version/);
    }
    const doctor = await desk.run(['doctor']);
    expect(doctor.code).toBe(8);
    expect(doctor.stdout).toMatch(/damaged|not a desk|another program|newer version/);
    expect(await hash(desk.store)).toBe(before);
    expect((await readdir(desk.folder)).toSorted()).toEqual(['desk.db', 'home']);
  });

  it('gives way to a backup, and is kept beside it', async () => {
    await using desk = await stage();
    await copyFile(good.store, desk.store);
    await damages[name]?.(desk.store);
    const before = await hash(desk.store);
    expect((await desk.run(['restore', good.at('copy.db')])).code).toBe(7);
    expect(await hash(desk.store)).toBe(before);
    await desk.well(['restore', good.at('copy.db'), '--replace']);
    await expectWhole(desk);
    expect(counted(desk.store, 'SELECT count(*) FROM ticket')).toBe(2000);
    expect(await hash(`${desk.store}.before-restore-1`)).toBe(before);
  });

  it('is no backup', async () => {
    await using desk = await stage();
    await desk.well(['create', '--subject', 'One', '--no-body']);
    await copyFile(good.store, desk.at('bad.db'));
    await damages[name]?.(desk.at('bad.db'));
    const before = await hash(desk.at('bad.db'));
    const { code, stderr } = await desk.run(['restore', 'bad.db', '--replace']);
    expect(code, stderr).toBe(11);
    expect(await hash(desk.at('bad.db'))).toBe(before);
    expect(await desk.well(['list', '--format', 'ids'])).toBe('1\n');
    await expectWhole(desk);
  });
});

describe('where a desk is looked for', () => {
  it('an empty file becomes one', async () => {
    await using desk = await stage();
    await writeFile(desk.store, '', { mode: 0o600 });
    expect(await desk.well(['create', '--subject', 'One', '--no-body'])).toBe('1\n');
    await expectWhole(desk);
  });

  it('an empty file is no backup', async () => {
    await using desk = await stage();
    await desk.well(['create', '--subject', 'One', '--no-body']);
    await writeFile(desk.at('empty.db'), '');
    const { code, stderr } = await desk.run(['restore', 'empty.db', '--replace']);
    expect(code, stderr).toBe(11);
    expect(await desk.well(['count'])).toBe('1\n');
  });

  it.each(['a folder', 'a pipe'])('%s is said to be none, and stays what it is', async (what) => {
    await using desk = await stage();
    const path = desk.at('odd.db');
    await (what === 'a folder' ? mkdir(path) : execa('mkfifo', [path]));
    for (const line of ['list', 'create --subject x --no-body', 'restore copy.db --replace']) {
      await copyFile(good.at('copy.db'), desk.at('copy.db'));
      const { code, stderr } = await desk.run(line.split(' '), { env: { DESK_STORE: path } });
      expect([7, 11], `${line}: ${stderr}`).toContain(code);
      expect(stderr).toMatch(/folder|not a file/);
    }
    expect(statSync(path).isFile()).toBe(false);
    expect((await readdir(desk.folder)).toSorted()).toEqual(['copy.db', 'home', 'odd.db']);
  });
});
