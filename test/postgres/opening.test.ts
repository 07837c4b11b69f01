import { inspect } from 'node:util';
import { describe, expect, test, vi } from 'vitest';
import { postgresDialect } from '../../src/backend/sql/postgres-dialect.ts';
import { migrate } from '../../src/backend/sql/migrate.ts';
import { openPostgres } from '../../src/backend/sql/postgres-desk.ts';
import { collect } from '../../src/model/stream.ts';
import { folder, never, noon, rules } from '../backend/sql/desk.ts';
import { runIn } from '../world.ts';
import { startCluster } from './cluster.ts';
import { newDatabase, urlOf } from './database.ts';
import { openEngine, postgresDesk } from './desk.ts';

const opening = { me: 'ann', now: () => noon, rules };
const open = (url: string, make = true) => openPostgres({ backend: 'postgres', url }, { ...opening, make }, { env: {}, user: 'ann' });

describe('a database', () => {
  test('of another program is left as it is', async () => {
    await using database = await newDatabase();
    await database.sql('CREATE TABLE ticket (name TEXT)');
    await expect(open(database.url)).rejects.toMatchObject({
      kind: 'settings',
      message: expect.stringContaining('belongs to another program'),
    });
    expect(await database.sql(`SELECT tablename FROM pg_tables WHERE schemaname = 'public'`)).toEqual([{ tablename: 'ticket' }]);
  });

  test('that is empty becomes a desk only when something is changed', async () => {
    await using database = await newDatabase();
    await expect(open(database.url, false)).rejects.toMatchObject({ kind: 'settings', hint: expect.stringContaining('desk create') });
    using home = folder();
    const told = await runIn({ home: home.path, env: { DESK_DATABASE: database.url } }, 'doctor', '--format', 'tsv');
    expect(told).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^desk\tyes\t.* does not exist yet: the first change makes it$/m),
    });
    expect(await database.sql(`SELECT 1 FROM pg_tables WHERE schemaname = 'public'`)).toEqual([]);
    await (await open(database.url))[Symbol.asyncDispose]();
    await (await open(database.url, false))[Symbol.asyncDispose]();
  });

  test('of a newer version is refused, one of the first version is brought up to date', async () => {
    await using database = await newDatabase();
    await using engine = await openEngine(database.url);
    await migrate(engine, 1);
    expect(await database.sql(`SELECT to_regclass('article') AS article, version FROM desk_version`)).toEqual([
      { article: null, version: '1' },
    ]);
    await Promise.all([open(database.url), open(database.url)].map(async (desk) => (await desk)[Symbol.asyncDispose]()));
    expect(await database.sql(`SELECT to_regclass('article') AS article, version FROM desk_version`)).toEqual([
      { article: 'article', version: String(postgresDialect.migrations.length) },
    ]);
    await database.sql('UPDATE desk_version SET version = 99');
    await expect(open(database.url)).rejects.toMatchObject({ kind: 'settings', message: expect.stringContaining('newer version') });
  });

  test('in another encoding is refused', async () => {
    await using database = await newDatabase();
    await database.sql(`CREATE DATABASE ${database.name}_latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0`);
    try {
      await expect(open(urlOf(`${database.name}_latin`))).rejects.toMatchObject({
        kind: 'settings',
        message: expect.stringContaining('LATIN1'),
      });
    } finally {
      await database.sql(`DROP DATABASE ${database.name}_latin`);
    }
  });

  test('whose login may only read says so, and nothing is half done', async () => {
    await using desk = await postgresDesk();
    await desk.do('new', { kind: 'create', ticket: { subject: 'x' } });
    const reader = `${desk.database.name}_reader`;
    await desk.database.sql(`CREATE ROLE ${reader} LOGIN; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${reader}`);
    try {
      await using read = await open(urlOf(desk.database.name, reader));
      expect((await read.get(1, never)).subject).toBe('x');
      const work = async function* () {
        yield { ref: 1, change: { kind: 'claim', steal: false }, terms: { once: 'r', operation: 'r' } } as const;
      };
      await expect(collect(read.apply(work(), never))).rejects.toMatchObject({
        kind: 'settings',
        message: expect.stringContaining('may not do that'),
      });
    } finally {
      await desk.database.sql(`DROP OWNED BY ${reader}; DROP ROLE ${reader}`);
    }
    expect(await desk.database.sql('SELECT owner FROM ticket')).toEqual([{ owner: null }]);
  });
});

describe('a password', () => {
  test('that is missing or wrong is told at once; the right one lets in, and is shown nowhere', async () => {
    await using cluster = await startCluster([], 'host all needy 127.0.0.1/32 scram-sha-256');
    await cluster.sql(`CREATE ROLE needy LOGIN PASSWORD 'geheim'`);
    await cluster.sql('CREATE DATABASE desk OWNER needy');
    const url = cluster.url('desk', 'needy');
    const given = (password: string) =>
      openPostgres({ backend: 'postgres', url }, opening, { env: { PGPASSWORD: password, HOME: '/nowhere' }, user: 'ann' });
    const begun = Date.now();
    await expect(given('')).rejects.toMatchObject({ kind: 'signed-out', message: expect.stringContaining('none is known') });
    const wrong = await given('falsch').catch((thrown: unknown) => thrown);
    expect(wrong).toMatchObject({ kind: 'signed-out' });
    expect(`${inspect(wrong, { depth: 9 })}`).not.toContain('falsch');
    await (await given('geheim'))[Symbol.asyncDispose]();
    expect(Date.now() - begun).toBeLessThan(30_000);
    // A server's process takes a moment to end after its connection has.
    await vi.waitFor(
      async () => expect(await cluster.sql(`SELECT count(*) AS n FROM pg_stat_activity WHERE usename = 'needy'`)).toEqual([{ n: '0' }]),
      { timeout: 10_000 },
    );
    await expect(open(`${cluster.url('desk')}?sslmode=require`)).rejects.toMatchObject({
      kind: 'settings',
      message: expect.stringContaining('encrypt'),
    });
  });
});
