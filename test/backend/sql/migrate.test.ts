import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Engine } from '../../../src/backend/sql/engine.ts';
import { sendingOf } from '../../../src/backend/sql/keeper.ts';
import { migrate } from '../../../src/backend/sql/migrate.ts';
import { raw } from '../../../src/backend/sql/sql.ts';
import { openSqlite } from '../../../src/backend/sql/sqlite-binding.ts';
import { sqliteDialect } from '../../../src/backend/sql/sqlite-dialect.ts';
import { shelfOf } from '../../../src/backend/sql/shelf.ts';
import { tokensOf } from '../../../src/backend/sql/tokens.ts';
import { collect } from '../../../src/model/stream.ts';
import { openSqliteEngine } from '../../../src/backend/sql/sqlite.ts';
import { folder, never, noon, testDesk } from './desk.ts';

/** The same engine in a later version of the program. */
const later = (engine: Engine, ...steps: readonly (readonly string[])[]): Engine => ({
  ...engine,
  dialect: { ...engine.dialect, migrations: [...engine.dialect.migrations, ...steps] },
  [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
});
/** The steps that this program makes. */
const known = sqliteDialect.migrations.length;
const versionOf = async ({ all }: Engine) => (await all(raw('PRAGMA user_version')))[0]?.['user_version'];

test('a desk of an older version is brought to the newer, with what is in it', async () => {
  await using desk = await testDesk();
  await desk.make({ subject: 'kept' });
  expect(await versionOf(desk.engine)).toBe(known);
  const newer = later(
    desk.engine,
    ['ALTER TABLE ticket ADD COLUMN mood TEXT', `UPDATE ticket SET mood = 'good'`],
    ['CREATE TABLE extra (id INTEGER PRIMARY KEY)'],
  );
  await migrate(newer);
  expect(await versionOf(newer)).toBe(known + 2);
  expect(await desk.rows('SELECT subject, mood FROM ticket')).toEqual([{ subject: 'kept', mood: 'good' }]);
  await migrate(newer);
  expect(await versionOf(newer)).toBe(known + 2);
});

test('a desk of the first step gets its knowledge base, and keeps what it has', async () => {
  using place = folder();
  const file = join(place.path, 'desk.db');
  await using engine = await openSqliteEngine(file);
  await migrate(engine, 1);
  expect(await versionOf(engine)).toBe(1);
  await engine.run(raw(`INSERT INTO agent (name, role, queues) VALUES ('ana', 'agent', '[]')`));
  await migrate(engine);
  expect(await versionOf(engine)).toBe(known);
  expect(await engine.all(raw('SELECT name FROM agent'))).toEqual([{ name: 'ana' }]);
  expect(await shelfOf(engine).count()).toBe(0);
});

test('a step that fails leaves the one before it, whole', async () => {
  await using desk = await testDesk();
  const broken = later(desk.engine, ['CREATE TABLE first (a)'], ['CREATE TABLE second (a)', 'INSERT INTO nowhere VALUES (1)']);
  await expect(migrate(broken)).rejects.toMatchObject({ kind: 'bug' });
  expect(await versionOf(desk.engine)).toBe(known + 1);
  expect(await desk.rows(`SELECT name FROM sqlite_schema WHERE name IN ('first', 'second')`)).toEqual([{ name: 'first' }]);
});

test('a desk that a newer program migrated meanwhile is refused', async () => {
  await using desk = await testDesk();
  await desk.engine.run(desk.engine.dialect.setVersion(known + 1));
  await expect(migrate(desk.engine)).rejects.toMatchObject({ kind: 'settings', message: expect.stringMatching(/newer version/) });
});

test('a desk that needs no step is not written', async () => {
  await using desk = await testDesk();
  await migrate({
    ...desk.engine,
    write: () => {
      throw new Error('written');
    },
  });
});

/** States in which a process that made a desk may have died. */
const torn: readonly { what: string; make: (file: string) => void }[] = [
  { what: 'an empty file', make: (file) => writeFileSync(file, '') },
  { what: 'a mark without tables', make: (file) => prepared(file, 'PRAGMA application_id = 0x6465736b') },
  {
    what: 'a mark without tables, with a log beside it',
    make: (file) => prepared(file, 'PRAGMA application_id = 0x6465736b; PRAGMA journal_mode = WAL'),
  },
];

function prepared(file: string, text: string): void {
  const database = openSqlite(file);
  database.exec(text);
  database.close();
}

test.each(torn)('goes on from $what', async ({ make }) => {
  using place = folder();
  const file = join(place.path, 'desk.db');
  make(file);
  await using engine = await openSqliteEngine(file);
  await migrate(engine);
  expect(await engine.all(raw('SELECT count(*) AS count FROM ticket'))).toEqual([{ count: 0 }]);
});

test('a desk of the second step gets its tokens', async () => {
  using place = folder();
  await using engine = await openSqliteEngine(join(place.path, 'desk.db'));
  await migrate(engine, 2);
  await engine.run(raw(`INSERT INTO agent (name, role, queues) VALUES ('ana', 'agent', '[]')`));
  await migrate(engine);
  expect(await engine.all(raw('SELECT count(*) AS n FROM token'))).toEqual([{ n: 0 }]);
  expect(await engine.all(raw('SELECT name FROM agent'))).toEqual([{ name: 'ana' }]);
});

test('a desk of the sixth step keeps its mails, which have no marks', async () => {
  using place = folder();
  await using engine = await openSqliteEngine(join(place.path, 'desk.db'));
  await migrate(engine, 6);
  await engine.run(
    raw(`INSERT INTO outbox (ticket, key, kind, status, message_id, recipient, role, state, due, attempts, resent, created)
      VALUES (1, '1:received', 'received', 'new', 'a@desk', 'rita@acme.com', 'to', 'waiting', '${noon}', 0, 0, '${noon}')`),
  );
  await migrate(engine);
  expect(await sendingOf(engine, () => noon).next('a')).toMatchObject({ messageId: 'a@desk', mark: null });
});

test('a desk of the seventh step keeps its tokens, of which nobody knows with what they were made', async () => {
  using place = folder();
  await using engine = await openSqliteEngine(join(place.path, 'desk.db'));
  await migrate(engine, 7);
  await engine.run(raw(`INSERT INTO agent (name, role, queues) VALUES ('ana', 'agent', '[]')`));
  await engine.run(raw(`INSERT INTO token (agent, name, hash, created) VALUES ('ana', 'laptop', 'h', '${noon}')`));
  await migrate(engine);
  const tokens = tokensOf({ engine, me: 'ana', now: () => noon });
  expect(await collect(tokens.list('ana', never))).toMatchObject([{ name: 'laptop', revoked: null, maker: null }]);
});

test('a desk of the third step gets its outbox, and keeps its people', async () => {
  using place = folder();
  await using engine = await openSqliteEngine(join(place.path, 'desk.db'));
  await migrate(engine, 3);
  await engine.run(raw(`INSERT INTO person (address, name, words) VALUES ('rita@acme.com', 'Rita', ' rita')`));
  await migrate(engine);
  expect(await engine.all(raw('SELECT count(*) AS n FROM outbox'))).toEqual([{ n: 0 }]);
  expect(await engine.all(raw('SELECT * FROM person'))).toEqual([
    { address: 'rita@acme.com', name: 'Rita', words: ' rita', bounced: null, bounce: null },
  ]);
});
