import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSqlite, type Sqlite } from '../../../src/backend/sql/sqlite-binding.ts';

const warnings: string[] = [];
process.on('warning', (warning) => warnings.push(warning.message));

let folder: string;
let db: Sqlite;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-sqlite-'));
  db = openSqlite(':memory:');
});

afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true });
});

const sqliteError = (run: () => unknown): { code?: unknown; errcode?: unknown } => {
  try {
    run();
  } catch (error) {
    return error as { code?: unknown; errcode?: unknown };
  }
  throw new Error('nothing was thrown');
};

test('values go in by position and by name, and come back as they were', () => {
  const bytes = new Uint8Array([0, 255]);
  const byPosition = db.prepare('SELECT ? AS n, ? AS t, ? AS b, ? AS absent').get(1.5, 'ж😀', bytes, null);
  expect(byPosition).toEqual({ n: 1.5, t: 'ж😀', b: bytes, absent: null });
  expect(db.prepare('SELECT :a + :b AS sum').get({ a: 1, b: 2 })).toEqual({ sum: 3 });
  expect(db.prepare('SELECT 1 WHERE false').get()).toBeUndefined();
});

test('run tells what changed, upsert and RETURNING give the row', () => {
  db.exec('CREATE TABLE tag (id INTEGER PRIMARY KEY, name TEXT UNIQUE, used INTEGER) STRICT');
  expect(db.prepare("INSERT INTO tag (name, used) VALUES ('a', 1), ('b', 1)").run()).toEqual({ changes: 2, lastInsertRowid: 2 });
  const use = db.prepare('INSERT INTO tag (name, used) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET used = used + 1 RETURNING id, used');
  expect(use.all('b')).toEqual([{ id: 2, used: 2 }]);
});

test('rows come one by one', () => {
  const statement = db.prepare("SELECT value AS n, value * 2 AS twice FROM json_each('[1,2,3]')");
  const rows = statement.iterate();
  expect(rows.next().value).toEqual({ n: 1, twice: 2 });
  rows.return?.();
});

test('full text without a copy of the text can delete and find', () => {
  db.exec("CREATE VIRTUAL TABLE words USING fts5(text, content='', contentless_delete=1)");
  db.exec("INSERT INTO words (rowid, text) VALUES (1, 'racun jedan'), (2, 'racun dva'); DELETE FROM words WHERE rowid = 1");
  expect(db.prepare("SELECT rowid FROM words WHERE words MATCH 'rac*'").all()).toEqual([{ rowid: 2 }]);
});

test('JSON is built and read in SQL', () => {
  const made = db.prepare("SELECT json_object('id', 1, 'tags', json('[\"a\"]')) AS text").get();
  expect(made).toEqual({ text: '{"id":1,"tags":["a"]}' });
  expect(db.prepare('SELECT ? ->> ? AS first').get('{"tags":["a"]}', '$.tags[0]')).toEqual({ first: 'a' });
});

test('a function of ours is called from SQL and carries its errors out', () => {
  db.function('folded', { deterministic: true }, (text) => String(text).toLocaleLowerCase());
  db.function('broken', {}, () => {
    throw new RangeError('mine');
  });
  expect(db.prepare("SELECT folded('ЁЖ') AS text").get()).toEqual({ text: 'ёж' });
  expect(() => db.prepare('SELECT broken()').get()).toThrow(new RangeError('mine'));
});

test('foreign keys are kept and double quotes are never strings', () => {
  db.exec('CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a)');
  expect(sqliteError(() => db.exec('INSERT INTO b VALUES (7)'))).toMatchObject({ code: 'ERR_SQLITE_ERROR', errcode: 787 });
  expect(() => db.prepare('SELECT "no such column"')).toThrow('no such column');
});

test('a file opened for reading is not written, made or taken for a database', () => {
  const path = join(folder, 'desk.db');
  openSqlite(path).close();
  const reader = openSqlite(path, { readOnly: true });
  expect(sqliteError(() => reader.exec('CREATE TABLE t (x)'))).toMatchObject({ errcode: 8 });
  reader.close();
  expect(sqliteError(() => openSqlite(join(folder, 'absent.db'), { readOnly: true }))).toMatchObject({ errcode: 14 });
  writeFileSync(path, 'no database'.repeat(500));
  const damaged = openSqlite(path);
  expect(sqliteError(() => damaged.exec('SELECT * FROM sqlite_schema'))).toMatchObject({ errcode: 26 });
  damaged.close();
});

test('a second writer is told that the database is locked', () => {
  const path = join(folder, 'desk.db');
  const [first, second] = [openSqlite(path), openSqlite(path)];
  first.exec('BEGIN IMMEDIATE');
  second.exec('PRAGMA busy_timeout = 10');
  expect(sqliteError(() => second.exec('BEGIN IMMEDIATE'))).toMatchObject({ errcode: 5 });
  first.close();
  second.exec('BEGIN IMMEDIATE; COMMIT');
  second.close();
});

test('nobody is warned of SQLite, and of other things still', async () => {
  process.emitWarning('another thing');
  await setImmediate();
  expect(warnings).toEqual(['another thing']);
});
