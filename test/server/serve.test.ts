import { existsSync, lstatSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openBackend } from '../../src/backend/open.ts';
import { collect } from '../../src/model/stream.ts';
import type { Served } from '../../src/server/asked.ts';
import { type Running, serve } from '../../src/server/serve.ts';
import type { Serving } from '../../src/server/server.ts';
import type { Task } from '../../src/server/task.ts';
import { connected, never, noon, rules } from './served.ts';

const folder = mkdtempSync(join(tmpdir(), 'desk-serve-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Site extends AsyncDisposable {
  readonly running: Running;
  readonly desk: Served;
  readonly token: string;
}

let sites = 0;
async function site(
  serving: Partial<Serving> = {},
  tasks: readonly Task[] = [],
  listen: object = { host: '127.0.0.1', port: 0 },
): Promise<Site> {
  const path = join(folder, `${(sites += 1)}.db`);
  const desk = (await openBackend({ backend: 'embedded', path }, { me: 'ana', now: () => noon, rules })) as Served;
  await desk.keeper.addAgent({ name: 'ana', role: 'admin', queues: [] }, never);
  const { text: token } = await desk.keeper.tokens.issue({ agent: 'ana', name: 'test', expires: null }, never);
  try {
    const running = await serve({ desk, version: '0', ...serving }, listen as { path: string }, tasks);
    return {
      running,
      desk,
      token,
      async [Symbol.asyncDispose]() {
        await running.stop();
        await desk[Symbol.asyncDispose]();
      },
    };
  } catch (thrown) {
    await desk[Symbol.asyncDispose]();
    throw thrown;
  }
}

/** One GET over a socket; resolves with its status. */
const over = (socketPath: string): Promise<number> =>
  new Promise((resolve, reject) => {
    request({ socketPath, path: '/v1' }, (answer) => resolve((answer.resume(), answer.statusCode ?? 0)))
      .on('error', reject)
      .end();
  });

/** What the form of a site sends over a socket; the status, and what it is told. */
const report = (socketPath: string, key: string, body: string): Promise<readonly [number | undefined, string]> =>
  new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    request({ socketPath, path: '/v1/intake', method: 'POST', headers }, (answer) =>
      resolve(answer.toArray().then((chunks) => [answer.statusCode, chunks.join('')])),
    )
      .on('error', reject)
      .end(body);
  });

describe('a socket', () => {
  it('is for owner and group, and is gone afterwards', async () => {
    const path = join(folder, 'a.sock');
    const one = await site({}, [], { path });
    expect([lstatSync(path).isSocket(), statSync(path).mode & 0o777, one.running.address]).toEqual([true, 0o660, `unix:${path}`]);
    expect(await over(path)).toBe(200);
    await one[Symbol.asyncDispose]();
    expect(existsSync(path)).toBe(false);
  });

  it("takes what a site's form sends, where nobody tells an address", async () => {
    const path = join(folder, 'c.sock');
    await using one = await site({ proxied: true }, [], { path });
    const { key } = await one.desk.keeper.sites.add(
      { name: 'shop', queue: null, category: null, origins: [], authenticated: false },
      never,
    );
    expect(await report(path, key, '{"error":"502"}')).toEqual([201, '{"ticket":1}']);
    expect(await report(path, key, '{"error":"503"}')).toEqual([201, '{"ticket":2}']);
  });

  it('that a killed server left behind is taken over; that of one that answers is not', async () => {
    const path = join(folder, 'b.sock');
    const left = createServer();
    await new Promise<void>((resolve) => left.listen(path, resolve));
    await expect(site({}, [], { path })).rejects.toMatchObject({ kind: 'settings', message: expect.stringContaining('another server') });
    left.close();
    await pause(20);
    const { spawnSync } = await import('node:child_process');
    spawnSync(process.execPath, [
      '-e',
      `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`,
    ]);
    expect(lstatSync(path).isSocket()).toBe(true);
    await using one = await site({}, [], { path });
    expect([await over(path), one.running.address]).toEqual([200, `unix:${path}`]);
  });

  it('does not take the place of a file', async () => {
    const path = join(folder, 'precious.txt');
    writeFileSync(path, 'text');
    await expect(site({}, [], { path })).rejects.toMatchObject({ kind: 'settings' });
    expect(readFileSync(path, 'utf8')).toBe('text');
  });
});

it('an address that is taken is told as settings', async () => {
  await using one = await site();
  const port = Number(new URL(one.running.address).port);
  await expect(site({}, [], { host: '127.0.0.1', port })).rejects.toMatchObject({
    kind: 'settings',
    hint: expect.stringContaining('--listen'),
  });
});

it('one address cannot hold all connections', async () => {
  await using one = await site({ limits: { connections: 5 } });
  const port = Number(new URL(one.running.address).port);
  const sockets = Array.from({ length: 9 }, () => connect(port, '127.0.0.1'));
  const closed = sockets.map(
    (socket) => new Promise<boolean>((resolve) => void socket.on('error', () => {}).on('close', () => resolve(true))),
  );
  const open = await Promise.all(closed.map((each) => Promise.race([each, pause(500, false)])));
  expect(open.filter((isClosed) => !isClosed)).toHaveLength(5);
  for (const socket of sockets) socket.destroy();
  await Promise.all(closed);
  await pause(50);
  expect((await fetch(`${one.running.address}/v1`)).status).toBe(200);
});

describe('asked to stop, a server', () => {
  it('lets what was begun come to its end, and takes nothing new', async () => {
    await using one = await site();
    const { desk } = one;
    const applying = desk.store.as.bind(desk.store);
    let release = (): void => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    desk.store.as = (agent) => {
      const backend = applying(agent);
      return {
        ...backend,
        async *apply(work, signal) {
          await held;
          yield* backend.apply(work, signal);
        },
      };
    };
    await using ana = await connected(one.running.address, one.token);
    const work = { ref: 'new', change: { kind: 'create', ticket: { subject: 'Last' } }, terms: { once: 'last', operation: 'op' } } as const;
    const outcome = collect(
      ana.apply(
        (async function* () {
          yield work;
        })(),
        never,
      ),
    );
    await pause(100);
    const stopped = one.running.stop();
    await pause(100);
    await expect(fetch(`${one.running.address}/v1`)).rejects.toThrow('fetch failed');
    release();
    expect(await outcome).toMatchObject([{ did: 'done', ticket: { subject: 'Last' } }]);
    await stopped;
  });

  it('tells who follows from where to go on', async () => {
    await using one = await site();
    const answer = await fetch(`${one.running.address}/v1/events?follow=true`, { headers: { authorization: `Bearer ${one.token}` } });
    expect(answer.status).toBe(200);
    const text = answer.text();
    const work = { ref: 'new', change: { kind: 'create', ticket: { subject: 'Seen' } }, terms: { once: 'seen', operation: 'op' } } as const;
    await collect(
      one.desk.apply(
        (async function* () {
          yield work;
        })(),
        never,
      ),
    );
    await pause(500);
    await one.running.stop();
    const lines = (await text).split('\n').filter((line) => line !== '');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { from: '0' },
      { cursor: '1', kind: 'create' },
      { from: '1' },
      { end: true },
    ]);
  });

  it('does not wait for ever', async () => {
    await using one = await site({ limits: { stopMs: 200 } });
    const { port } = new URL(one.running.address);
    const slow = connect(Number(port), '127.0.0.1');
    slow.on('error', () => {}).write('POST /v1/changes HTTP/1.1\r\nhost: x\r\n');
    await pause(50);
    const begun = performance.now();
    await one.running.stop();
    expect(performance.now() - begun).toBeLessThan(5000);
    slow.destroy();
  });

  it('ends its tasks, which had begun again after what they threw', { timeout: 10_000 }, async () => {
    let [runs, ended] = [0, false];
    const task: Task = {
      name: 'trying',
      async run(signal) {
        if ((runs += 1) === 1) throw new Error('at first it does not work');
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended = true;
      },
    };
    await using one = await site({}, [task]);
    await pause(1500);
    expect([runs, ended]).toEqual([2, false]);
    await one.running.stop();
    expect(ended).toBe(true);
  });
});
