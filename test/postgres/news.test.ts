import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { expect, test } from 'vitest';
import { followed } from '../../src/backend/sql/events.ts';
import type { Engine } from '../../src/backend/sql/engine.ts';
import { type Database, newDatabase } from './database.ts';
import { openEngine, type PostgresDesk, postgresDesk } from './desk.ts';

/** What somebody hears who follows a desk from now on, and when. */
async function listening(engine: Engine) {
  const control = new AbortController();
  const heard: { readonly cursor: number; readonly atMs: number }[] = [];
  const running = (async () => {
    for await (const { cursor } of followed(engine, '0', control.signal)) heard.push({ cursor: Number(cursor), atMs: performance.now() });
  })();
  return {
    heard,
    async [Symbol.asyncDispose]() {
      control.abort();
      await running;
    },
  };
}

const create = (desk: PostgresDesk) => desk.do('new', { kind: 'create', ticket: { subject: 'One' } });
const listeners = `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN desk'`;

/** Without a notice a desk is looked at every three seconds, and twice in one where nobody can be heard: what comes sooner than this was heard. */
const heardMs = 200;

/** Milliseconds from when a change was made until it was heard, one change after the other. */
async function delays(desk: PostgresDesk, heard: readonly { readonly atMs: number }[], count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const before = heard.length;
    await create(desk);
    const madeMs = performance.now();
    while (heard.length === before) await sleep(1);
    found.push((heard.at(-1)?.atMs ?? 0) - madeMs);
    await sleep(30);
  }
  return found.toSorted((a, b) => a - b);
}

test('whoever follows a desk hears at once what others do', async () => {
  await using desk = await postgresDesk();
  await using other = await openEngine(desk.database.url);
  await using ears = await listening(other);
  await create(desk);
  while (ears.heard.length === 0) await sleep(5);
  const found = await delays(desk, ears.heard, 21);
  console.info(`heard after ${found.map((ms) => ms.toFixed(1)).join(', ')} ms`);
  expect(found[10]).toBeLessThan(heardMs);
});

test('goes on hearing when the connection on which it listens was lost', async () => {
  await using desk = await postgresDesk();
  await using other = await openEngine(desk.database.url);
  await using ears = await listening(other);
  await create(desk);
  while (ears.heard.length === 0) await sleep(5);
  for (let times = 0; times < 3; times += 1) {
    const [ended] = await desk.database.sql(`SELECT pg_terminate_backend(pid) AS done FROM (${listeners}) l`);
    expect(ended).toEqual({ done: true });
    await create(desk);
    while ((await desk.database.sql(listeners)).length === 0) await sleep(20);
    const found = await delays(desk, ears.heard, 5);
    expect(found[2]).toBeLessThan(heardMs);
  }
  const cursors = ears.heard.map(({ cursor }) => cursor);
  expect(cursors).toEqual((await desk.database.sql('SELECT id::int AS id FROM event ORDER BY id')).map(({ id }) => id));
});

/** How many notices came to a database, once all that were sent have come. */
async function notices(database: Database) {
  const client = new pg.Client({ connectionString: database.url });
  let count = 0;
  client.on('notification', () => (count += 1)).on('error', () => undefined);
  await client.connect();
  await client.query('LISTEN desk');
  return {
    async come() {
      await client.query('SELECT 1');
      return count;
    },
    [Symbol.asyncDispose]: () => client.end(),
  };
}

/** What matters is that something was written, and how often. */
async function writing(database: Database, times: number): Promise<void> {
  await using engine = await openEngine(database.url);
  for (let n = 0; n < times; n += 1) await engine.write((connection) => connection.all({ texts: ['SELECT 1'], values: [] }));
}

test('tells of many changes together, and of the last ones before it closes', async () => {
  await using database = await newDatabase();
  await writing(database, 1);
  await using heard = await notices(database);
  const since = performance.now();
  await writing(database, 300);
  const ms = performance.now() - since;
  const many = await heard.come();
  expect(many).toBeGreaterThan(0);
  expect(many).toBeLessThanOrEqual(ms / 39 + 2);
  await writing(database, 2);
  expect((await heard.come()) - many).toBe(2);
});

test('keeps no connection for listening where nobody does', async () => {
  await using desk = await postgresDesk();
  await create(desk);
  expect(await desk.database.sql(listeners)).toEqual([]);
});
