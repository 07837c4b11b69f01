import type { Condition } from '../../src/query/query.ts';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Outcome, Work } from '../../src/backend/backend.ts';
import { events } from '../../src/backend/sql/events.ts';
import { apply } from '../../src/backend/sql/write.ts';
import type { Change } from '../../src/model/change.ts';
import { collect } from '../../src/model/stream.ts';
import { each, never, noon, rules } from '../backend/sql/desk.ts';
import { type Ended, program, start } from '../backend/sql/processes.ts';
import { startCluster } from './cluster.ts';
import { openEngine, postgresDesk, type PostgresDesk, terms } from './desk.ts';

let change = '';
beforeAll(async () => {
  change = await program('change', join(import.meta.dirname, 'programs'));
});

interface Line {
  readonly open?: boolean;
  readonly did?: string;
  readonly key?: string;
  readonly ticket?: number;
  readonly kind?: string;
}
const linesOf = ({ lines }: Ended): readonly Line[] => lines.map((line) => JSON.parse(line) as Line).filter(({ open }) => !open);
const claim = JSON.stringify({ kind: 'claim', steal: false });
const creating = (subject = 'x'): Change => ({
  kind: 'create',
  ticket: { subject, tags: ['t'] },
  message: { author: 'a@b.c', body: 'some words' },
});

const sow = (desk: PostgresDesk, count: number): Promise<readonly Outcome[]> =>
  desk.run(
    Array.from({ length: count }, (): Work => ({ ref: 'new', change: { kind: 'create', ticket: { subject: 'x' } }, terms: terms() })),
  );

const numberIn = async (desk: PostgresDesk, text: string): Promise<number> =>
  Number(Object.values((await desk.database.sql(text))[0] ?? {})[0]);

/** How many work in the database, whoever asks not counted. */
const sessions = 'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()';

const agents = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'gus', 'hal'];

describe('eight processes', () => {
  test('that claim the same fifty tickets: each is claimed once, and the others are told', async () => {
    await using desk = await postgresDesk();
    await sow(desk, 50);
    const ended = await Promise.all(agents.map((name) => start(change, [desk.database.url, name, '50', claim]).ended));
    expect(ended.map(({ code, errors }) => ({ code, errors }))).toEqual(agents.map(() => ({ code: 0, errors: '' })));
    const all = ended.flatMap(linesOf);
    expect([all.filter(({ did }) => did === 'done').length, all.filter(({ kind }) => kind === 'conflict').length]).toEqual([50, 350]);
    const won = ended.flatMap((one, at) => linesOf(one).flatMap(({ did, ticket }) => (did === 'done' ? [`${ticket} ${agents[at]}`] : [])));
    const owners = await desk.database.sql('SELECT id, owner FROM ticket');
    expect(owners.map(({ id, owner }) => `${id} ${owner}`).sort()).toEqual(won.toSorted());
    expect(await numberIn(desk, `SELECT count(*) FROM event WHERE kind = 'claim'`)).toBe(50);
  });

  test('that take whatever is next, until nothing is left: every ticket once', async () => {
    await using desk = await postgresDesk();
    await sow(desk, 400);
    const ended = await Promise.all(agents.map((name) => start(change, [desk.database.url, name, '0', 'next']).ended));
    const taken = ended.flatMap(linesOf);
    expect(taken.filter(({ did }) => did !== 'done')).toEqual([]);
    expect(taken.map(({ ticket }) => ticket).sort((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 400 }, (_, at) => at + 1));
  });

  test('that open an empty database at once all can work, and one looks after the desk', async () => {
    await using desk = await postgresDesk();
    await desk.database.sql('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
    const ended = await Promise.all(agents.map((name) => start(change, [desk.database.url, name, '3', JSON.stringify(creating())]).ended));
    expect(ended.map(({ lines, errors }) => ({ lines: lines.length, errors }))).toEqual(ended.map(() => ({ lines: 4, errors: '' })));
    expect(await numberIn(desk, 'SELECT count(*) FROM ticket')).toBe(24);
    expect(await numberIn(desk, `SELECT count(*) FROM agent WHERE role = 'admin'`)).toBe(1);
  });
});

/** Two writers, each with a connection of its own, that change what they like at the same time. */
test('tangled changes of many at once end without a lost one, and the desk is whole', async () => {
  await using desk = await postgresDesk();
  await sow(desk, 30);
  const bodies = { note: 0 };
  const changes = (seed: number): readonly Work[] =>
    Array.from({ length: 60 }, (_, at): Work => {
      const ref = ((seed * 7 + at * 11) % 30) + 1;
      const to = ((seed * 13 + at * 5) % 30) + 1;
      const all: readonly Change[] = [
        { kind: 'note', message: { body: 'kept' } },
        { kind: 'link', relation: at % 2 ? 'parent' : 'related', to },
        { kind: 'tag', add: [`t${seed}`], remove: [] },
        { kind: 'link', relation: 'child', to },
        { kind: 'unlink', relation: 'related', to },
      ];
      return { ref, change: all[at % all.length] ?? { kind: 'release' }, terms: terms() };
    });
  const engines = await Promise.all(Array.from({ length: 6 }, () => openEngine(desk.database.url)));
  const outcomes = await Promise.all(
    engines.map((engine, at) => collect(apply({ engine, me: `agent${at}`, now: () => noon, rules }, each(changes(at)), never))),
  );
  for (const engine of engines) await engine[Symbol.asyncDispose]();
  const all = outcomes.flat();
  bodies.note = all.filter(({ did, work }) => did === 'done' && work.change.kind === 'note').length;
  expect(all).toHaveLength(360);
  expect(bodies.note).toBe(72);
  expect(await numberIn(desk, 'SELECT count(*) FROM message')).toBe(72);
  expect(await numberIn(desk, 'SELECT count(*) FROM ticket t WHERE links <> (SELECT count(*) FROM link l WHERE l.ticket = t.id)')).toBe(0);
  expect(await numberIn(desk, 'SELECT count(*) FROM ticket t WHERE version <> (SELECT count(*) FROM event e WHERE e.ticket = t.id)')).toBe(
    0,
  );
  const circles = `WITH RECURSIVE above (start, id) AS (SELECT ticket, other FROM link WHERE relation = 'child' UNION
    SELECT a.start, l.other FROM above a JOIN link l ON l.ticket = a.id AND l.relation = 'child') SELECT count(*) FROM above WHERE start = id`;
  expect(await numberIn(desk, circles)).toBe(0);
});

test('a claim leaves out what somebody is just changing, and waits for nobody', async () => {
  await using desk = await postgresDesk();
  await sow(desk, 3);
  const { claimFirst } = await import('../../src/backend/sql/write.ts');
  const writer = { engine: desk.engine, me: 'ann', now: () => noon, rules };
  const among = (...values: readonly number[]): Condition => ({ kind: 'is', field: 'id', values });
  await desk.engine.write(async (busy) => {
    await busy.all({ texts: ['SELECT id FROM ticket WHERE id = 1 FOR UPDATE'], values: [] });
    const outcome = await claimFirst(writer, among(1, 2, 3), terms());
    expect(outcome).toMatchObject({ did: 'done', ticket: { id: 2, owner: 'ann' } });
    expect(await claimFirst(writer, among(1), terms())).toBeUndefined();
  });
  expect(await claimFirst(writer, among(1, 2, 3), terms())).toMatchObject({ did: 'done', ticket: { id: 1 } });
  const lost = terms();
  expect(await claimFirst(writer, among(3), lost)).toMatchObject({ did: 'done', ticket: { id: 3 } });
  expect(await claimFirst(writer, among(3), lost)).toMatchObject({ did: 'again', ticket: { id: 3 } });
  expect(await claimFirst(writer, among(2, 3), lost)).toMatchObject({ did: 'again', ticket: { id: 3 } });
});

test('events come without a gap: what was begun before and ends later is waited for', async () => {
  await using desk = await postgresDesk();
  await sow(desk, 2);
  let end = (): void => undefined;
  const slow = desk.engine.write(async (connection) => {
    await connection.run({
      texts: [`INSERT INTO event (ticket, at, by, kind, operation, before, after) VALUES (1, '${noon}', 'slow', 'note', 'o', '{}', '{}')`],
      values: [],
    });
    await new Promise<void>((resolve) => {
      end = resolve;
    });
  });
  while ((await desk.database.sql(`SELECT 1 FROM pg_locks WHERE locktype = 'advisory'`)).length === 0) await sleep(5);
  await sleep(50);
  await desk.do(2, { kind: 'note', message: { body: 'quick' } });
  const reading = collect(events(desk.engine, '2', never));
  await sleep(100);
  end();
  await slow;
  expect((await reading).map(({ cursor, by }) => [cursor, by])).toEqual([
    ['3', 'slow'],
    ['4', 'ann'],
  ]);
});

test('killed in the middle of many changes: what was acknowledged is there, nothing is half done, and doing it again does the rest', async () => {
  for (const afterMs of [0, 60]) {
    await using desk = await postgresDesk();
    const args = [desk.database.url, 'bob', '3000', JSON.stringify(creating('kept'))];
    const mine = await numberIn(desk, sessions);
    const { child, ended } = start(change, args);
    child.stdout?.once('data', () => void sleep(afterMs).then(() => child.kill('SIGKILL')));
    const killed = await ended;
    expect(killed.signal).toBe('SIGKILL');
    const acknowledged = killed.lines.slice(0, -1).flatMap((line) => (JSON.parse(line) as Line).key ?? []);
    // The server may be at its last group yet.
    while ((await numberIn(desk, sessions)) > mine) await sleep(5);
    const kept = new Set((await desk.database.sql('SELECT key FROM once')).map(({ key }) => key));
    expect(acknowledged.filter((key) => !kept.has(key))).toEqual([]);
    for (const table of ['ticket', 'message', 'event', 'attribute', 'search'])
      expect(await numberIn(desk, `SELECT count(*) FROM ${table}`)).toBe(kept.size);
    const again = linesOf(await start(change, args).ended);
    expect(again.filter(({ did }) => did === 'done' || did === 'again')).toHaveLength(3000);
    expect(await numberIn(desk, 'SELECT count(*) FROM ticket')).toBe(3000);
  }
});

test('a server that is pulled down in the middle is told as unreachable, and nothing is done twice when it is back', async () => {
  await using cluster = await startCluster(['fsync=on', 'synchronous_commit=on']);
  await cluster.database('desk');
  const args = [cluster.url('desk'), 'bob', '4000', JSON.stringify(creating('kept'))];
  for (const afterMs of [20, 120]) {
    const { child, ended } = start(change, args);
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    await sleep(afterMs);
    await cluster.stop('immediate');
    const cut = linesOf(await Promise.race([ended, sleep(25_000).then(() => Promise.reject(new Error('still waiting')))]));
    const { kind } = cut.at(-1) ?? {};
    expect(cut.length === 4000 ? 'all done' : kind).toMatch(/^(?:all done|unreachable|uncertain)$/);
    await cluster.start();
    const kept = new Set((await cluster.sql('SELECT key FROM once', 'desk')).map(({ key }) => key));
    expect(cut.flatMap(({ key }) => (key === undefined || kept.has(key) ? [] : key))).toEqual([]);
  }
  const all = linesOf(await start(change, args).ended);
  expect(all.filter(({ did }) => did === 'done' || did === 'again')).toHaveLength(4000);
  expect(await cluster.sql('SELECT count(*) AS n, count(DISTINCT operation) AS o FROM event', 'desk')).toEqual([{ n: '4000', o: '1' }]);
});

/** A way to the server that is cut when it has been told to keep what was done, before it can say so. */
async function cutAtCommit(port: number, times: number): Promise<{ readonly port: number } & AsyncDisposable> {
  let left = times;
  const proxy = createServer((client) => {
    const server = connect(port, '127.0.0.1');
    let told = false;
    const drop = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const socket of [client, server]) socket.on('error', drop).on('close', drop);
    client.on('data', (bytes) => {
      told ||= left > 0 && bytes.includes('COMMIT\0');
      server.write(bytes);
    });
    server.on('data', (bytes) => {
      if (!told) return void client.write(bytes);
      left -= 1;
      drop();
    });
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    port: (proxy.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => void proxy.close(),
  };
}

describe('an answer that is lost', () => {
  const cut = async (desk: PostgresDesk, signal: AbortSignal) => {
    const url = new URL(desk.database.url);
    await using proxy = await cutAtCommit(Number(url.port), 1);
    url.port = String(proxy.port);
    await using engine = await openEngine(url.href);
    const work: readonly Work[] = [{ ref: 'new', change: creating(), terms: terms() }];
    return await collect(apply({ engine, me: 'ann', now: () => noon, rules }, each(work), signal));
  };

  test('is asked for again by its key: nothing is done twice', async () => {
    await using desk = await postgresDesk();
    expect((await cut(desk, never)).map(({ did }) => did)).toEqual(['again']);
    expect(await desk.database.sql('SELECT count(*) AS n FROM ticket')).toEqual([{ n: '1' }]);
  });

  test('and cannot be asked for is told as uncertain', async () => {
    await using desk = await postgresDesk();
    const stopping = new AbortController();
    const told = cut(desk, stopping.signal).catch((thrown: unknown) => thrown);
    while ((await desk.database.sql('SELECT count(*) AS n FROM ticket'))[0]?.['n'] === '0') await sleep(1);
    stopping.abort();
    expect(await told).toMatchObject({ kind: 'uncertain', hint: expect.stringContaining('--resume') });
  });
});

test('a server that is restarted between two changes is found again', async () => {
  await using cluster = await startCluster();
  await cluster.database('desk');
  await using engine = await openEngine(cluster.url('desk'));
  const { migrate } = await import('../../src/backend/sql/migrate.ts');
  await migrate(engine);
  const writer = { engine, me: 'ann', now: () => noon, rules };
  const make = () => collect(apply(writer, each([{ ref: 'new', change: creating(), terms: terms() } satisfies Work]), never));
  await make();
  await cluster.stop('fast');
  await expect(make()).rejects.toMatchObject({ kind: 'unreachable', hint: expect.stringContaining('try again') });
  await cluster.start();
  expect((await make()).map(({ did }) => did)).toEqual(['done']);
});
