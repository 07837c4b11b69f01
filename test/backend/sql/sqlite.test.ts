import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { raw, sql } from '../../../src/backend/sql/sql.ts';
import { openSqliteEngine } from '../../../src/backend/sql/sqlite.ts';
import { testDesk } from './desk.ts';

const person = (address: string) => sql`INSERT INTO person (address, name) VALUES (${address}, NULL)`;

describe('a transaction', () => {
  test('that writes is done whole or not at all', async () => {
    await using desk = await testDesk();
    const broken = desk.engine.write(async (connection) => {
      await connection.run(person('a'));
      throw new Error('no');
    });
    await expect(broken).rejects.toThrow('no');
    await desk.engine.write(async (connection) => connection.run(person('b')));
    expect(await desk.rows('SELECT address FROM person')).toEqual([{ address: 'b' }]);
  });

  test('that writes is seen by nobody before it is done, and comes one after the other', async () => {
    await using desk = await testDesk();
    const seen: unknown[] = [];
    const slow = desk.engine.write(async (connection) => {
      await connection.run(person('slow'));
      await sleep(20);
      seen.push(await desk.rows('SELECT address FROM person'));
    });
    const quick = desk.engine.write(async (connection) => {
      seen.push(await connection.all(raw('SELECT address FROM person')));
    });
    await Promise.all([slow, quick]);
    expect(seen).toEqual([[], [{ address: 'slow' }]]);
  });

  test('that reads sees one state throughout, beside others that read and write', async () => {
    await using desk = await testDesk();
    await desk.engine.read(async (connection) => {
      const count = async () => (await connection.all(raw('SELECT count(*) AS count FROM person')))[0]?.['count'];
      expect(await count()).toBe(0);
      await desk.engine.run(person('meanwhile'));
      expect(await count()).toBe(0);
      await desk.engine.read(async (other) =>
        expect(await other.all(raw('SELECT address FROM person'))).toEqual([{ address: 'meanwhile' }]),
      );
    });
    expect(await desk.rows('SELECT address FROM person')).toEqual([{ address: 'meanwhile' }]);
  });

  test('outside of those, what reads cannot write', async () => {
    await using desk = await testDesk();
    await expect(desk.engine.all(person('x'))).rejects.toMatchObject({ kind: 'settings' });
    expect(await desk.engine.insert(sql`INSERT INTO blob (hash, content) VALUES ('h', ${new Uint8Array([1, 2])})`)).toBe(1);
    expect(await desk.engine.run(raw('DELETE FROM blob'))).toBe(1);
  });
});

describe('errors', () => {
  test('a writer waits for another process', async () => {
    await using desk = await testDesk();
    await using other = await openSqliteEngine(desk.path);
    let waiting: Promise<unknown> = Promise.resolve();
    await other.write(async () => {
      waiting = desk.engine.run(person('later'));
      await expect(Promise.race([waiting, sleep(50, 'waits')])).resolves.toBe('waits');
    });
    expect(await waiting).toBe(1);
  });

  test('a full disk is said, and nothing of the change is left', async () => {
    await using desk = await testDesk();
    await desk.make();
    const pages = statSync(desk.path).size / 4096;
    await desk.engine.run(raw(`PRAGMA max_page_count = ${pages + 20}`));
    const body = 'words '.repeat(50_000);
    await expect(desk.do(1, { kind: 'note', message: { body } })).rejects.toMatchObject({
      kind: 'settings',
      message: expect.stringMatching(/the disk is full/),
    });
    expect(await desk.get(1)).toMatchObject({ version: 1, messages: 0 });
    await desk.engine.run(raw('PRAGMA max_page_count = 100000'));
    expect(await desk.do(1, { kind: 'note', message: { body } })).toMatchObject({ did: 'done' });
  });

  test('a mistake of ours is a bug', async () => {
    await using desk = await testDesk();
    await expect(desk.engine.all(raw('SELEC'))).rejects.toMatchObject({ kind: 'bug', message: expect.stringMatching(/syntax/) });
  });
});

test('many statements of one kind or of many kinds are no trouble', async () => {
  await using desk = await testDesk();
  for (let at = 0; at < 500; at++) expect(await desk.engine.all(raw(`SELECT ${at} AS n`))).toEqual([{ n: at }]);
  for (let at = 0; at < 500; at++) expect(await desk.engine.all(sql`SELECT ${at} AS n`)).toEqual([{ n: at }]);
});
