import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { stage, type Stage } from '../program.ts';
import { cursorsOf, watch } from '../watching.ts';
import { type Cluster, startCluster } from './cluster.ts';

let batches = 0;
/** Makes tickets; resolves with how many were made for sure. */
async function creating(desk: Stage, count: number): Promise<number> {
  batches += 1;
  const input = Array.from({ length: count }, (_, n) => JSON.stringify({ subject: `Ticket ${batches}.${n}` })).join('\n');
  return (await desk.run(['import', '-', '--kind', 'ndjson', '-q'], { input })).stdout.split('\n').filter(Boolean).length;
}

/** A desk on a server of its own, worked by the real program. */
async function onServer(): Promise<Stage & { readonly cluster: Cluster }> {
  // What was told must be there after the plug was pulled.
  const cluster = await startCluster(['synchronous_commit=on']);
  await cluster.database('desk');
  const desk = await stage();
  const env = { DESK_DATABASE: cluster.url('desk') };
  return {
    ...desk,
    cluster,
    env: { ...desk.env, ...env },
    run: (args, options) => desk.run(args, { ...options, env: { ...options?.env, ...env } }),
    async [Symbol.asyncDispose]() {
      await desk[Symbol.asyncDispose]();
      await cluster[Symbol.asyncDispose]();
    },
  };
}

test('whoever watches is told each event once, while the server is stopped and started again', { timeout: 240_000 }, async () => {
  await using desk = await onServer();
  expect(await creating(desk, 1)).toBe(1);
  const watching = watch(desk, ['--since', '0']);
  await watching.until(1);
  for (const how of ['fast', 'immediate'] as const) {
    const writing = creating(desk, 20_000);
    await watching.until(watching.rows().length + 500);
    await desk.cluster.stop(how);
    await sleep(500);
    await desk.cluster.start();
    await writing;
    expect(await creating(desk, 50)).toBe(50);
  }
  const [{ count }] = (await desk.cluster.sql('SELECT count(*)::int AS count FROM event', 'desk')) as [{ count: number }];
  expect(count).toBeGreaterThanOrEqual(101);
  await watching.until(count);
  await sleep(300);
  const kept = (await desk.cluster.sql('SELECT id::int AS id FROM event ORDER BY id', 'desk')).map(({ id }) => id);
  expect(cursorsOf(watching.rows())).toEqual(kept);
  expect(await watching.interrupt()).toBe(130);
  expect(watching.stderr().match(/waiting for it/g)?.length).toBeGreaterThanOrEqual(2);
});
