import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { backup } from '../../../src/backend/sql/backup.ts';
import { raw } from '../../../src/backend/sql/sql.ts';
import { openSqliteEngine } from '../../../src/backend/sql/sqlite.ts';
import { folder, testDesk } from './desk.ts';

test('a backup has what is acknowledged while others use the desk, and nothing that is not', async () => {
  using place = folder();
  await using desk = await testDesk();
  for (const subject of ['one', 'two']) await desk.make({ subject }, 'words');
  const file = join(place.path, 'copy.db');
  await desk.engine.write(async (connection) => {
    await connection.run(raw(`UPDATE ticket SET subject = 'not yet' WHERE id = 1`));
    expect(await backup(desk.path, file)).toBe(2);
  });
  expect(readdirSync(place.path)).toEqual(['copy.db']);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  await using copy = await openSqliteEngine(file, { readOnly: true });
  expect((await copy.all(raw('SELECT subject FROM ticket ORDER BY id'))).map((row) => row['subject'])).toEqual(['one', 'two']);
  expect(await copy.all(copy.dialect.found({ within: 'all', words: ['words'], prefix: false }))).toHaveLength(2);
});

test('a backup never takes the place of another file', async () => {
  using place = folder();
  await using desk = await testDesk();
  const file = join(place.path, 'taken');
  writeFileSync(file, 'mine');
  await expect(backup(desk.path, file)).rejects.toMatchObject({ kind: 'refused', hint: 'give another name' });
  expect(readFileSync(file, 'utf8')).toBe('mine');
});

test('a backup that cannot be written says why and leaves nothing', async () => {
  using place = folder();
  await using desk = await testDesk();
  await expect(backup(desk.path, join(place.path, 'none', 'copy.db'))).rejects.toMatchObject({
    kind: 'settings',
    message: expect.stringMatching(/could not be written: its folder is not there/),
  });
  await desk.make({}, 'x'.repeat(100_000));
  await desk.engine[Symbol.asyncDispose]();
  const bytes = readFileSync(desk.path);
  bytes.fill(0, 4096 * 3);
  writeFileSync(desk.path, bytes);
  await expect(backup(desk.path, join(place.path, 'copy.db'))).rejects.toMatchObject({
    kind: 'settings',
    message: expect.stringMatching(/damaged/),
  });
  expect(existsSync(join(place.path, 'copy.db'))).toBe(false);
  expect(readdirSync(place.path)).toEqual([]);
});
