import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { times } from '../faults/counts.ts';
import { between, type Fault } from '../fakes/between.ts';
import { startCluster } from '../postgres/cluster.ts';
import { rowsIn, stage } from '../program.ts';
import { freePort, type Team, team, ticketLines } from './team.ts';

const count = async ({ own }: Team, query: string): Promise<number> =>
  Number(rowsIn(await own.well(['count', query, '--format', 'ndjson']))[0]?.['count']);

const repliesOn = async ({ own }: Team): Promise<readonly number[]> =>
  rowsIn(await own.well(['export', '--format', 'ndjson', '--with', 'thread'])).map(
    ({ thread }) => (thread as readonly { readonly kind: string }[]).filter(({ kind }) => kind === 'reply').length,
  );

describe('agents who take whatever is next, through two servers on one database', () => {
  const agents = times(32, 8);
  const tickets = times(640, 80);

  it('get every ticket once', { timeout: 900_000 }, async () => {
    await using desk = await team({ engine: 'postgres', servers: 2 });
    await desk.own.well(['import', '-', '--kind', 'ndjson'], { input: ticketLines(tickets) });
    const workers = await Promise.all(
      Array.from({ length: agents }, (_, n) => desk.agent(`agent${n}`, desk.servers[n % 2] as { readonly url: string })),
    );
    const taken = await Promise.all(
      workers.map(async (worker) => {
        const mine: number[] = [];
        for (;;) {
          const { code, stdout, stderr } = await worker.run(['next', '--json=id']);
          if (code === 5) return mine;
          expect(code, stderr).toBe(0);
          mine.push((JSON.parse(stdout) as { readonly id: number }).id);
        }
      }),
    );
    expect(taken.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: tickets }, (_, n) => n + 1));
    expect(await count(desk, 'owner:none')).toBe(0);
  });
});

describe('a connection on which things go wrong', () => {
  const faults: readonly (readonly [string, Fault])[] = [
    ['is cut before the request arrives', 'unsent'],
    ['is cut when everything is done', 'lost'],
    ['is cut in the middle of the answer', 'half'],
    ['brings garbage', { garbled: (body) => body.slice(0, body.length / 2).replaceAll('"', '') }],
    ['is answered by a proxy: 502 in HTML', { answer: 502, type: 'text/html', body: '<h1>Bad gateway</h1>', done: false }],
    ['is answered by a proxy after everything was done: 504', { answer: 504, type: 'text/html', body: '<h1>Time-out</h1>', done: true }],
    ['meets a limit: 429', { answer: 429, headers: { 'retry-after': '1' }, body: '{}', done: false }],
    ['is answered 500 without a word, when everything was done', { answer: 500, body: '', done: true }],
    ['is answered by another page', { answer: 200, type: 'text/html', body: '<html>Hello</html>', done: false }],
  ];

  it.each(faults)('that %s: nothing is lost, nothing is there twice, and the exit code is true', async (_, fault) => {
    await using desk = await team({ engine: 'embedded' });
    await desk.own.well(['import', '-', '--kind', 'ndjson'], { input: ticketLines(30) });
    await using way = await between(desk.servers[0]?.url ?? '');
    const agent = await desk.agent('ben', way);
    await agent.well(['list']);
    way.let(fault, /\/v1\/changes/);
    const args = ['reply', '1-30', '--body', 'The news.', '--yes', '--preflight', 'off', '--format', 'ndjson'];
    const ended = await agent.run(args);
    expect([0, 8, 9, 12], ended.stderr).toContain(ended.code);
    const operation = /--resume (\w+)/.exec(ended.stderr)?.[1];
    if (ended.code !== 0) await agent.well(operation === undefined ? args : [...args, '--resume', operation]);
    expect(await repliesOn(desk)).toEqual(Array.from({ length: 30 }, () => 1));

    way.let(fault, /tickets\/find/, 5);
    const listed = await agent.run(['list', '--format', 'ids']);
    const all = listed.stdout.trim().split('\n').length === 30;
    expect(listed.code, listed.stderr).toBe(all ? 0 : 9); // a list that was cut short says so
  });
});

describe('a database server', () => {
  it('that is stopped in the middle of a bulk, and comes back: what is left is done, nothing twice', { timeout: 300_000 }, async () => {
    await using cluster = await startCluster();
    await cluster.database('helpdesk');
    await using own = await stage();
    const here = { env: { DESK_DATABASE: cluster.url('helpdesk') }, without: ['DESK_STORE'] };
    await own.well(['agent', 'add', 'ana', '--role', 'admin'], here);
    await own.well(['import', '-', '--kind', 'ndjson'], { ...here, input: ticketLines(300) });
    const token = (await own.well(['agent', 'token', 'ana'], here)).trim();
    const port = await freePort();
    const server = own.start(['serve', '--listen', `127.0.0.1:${port}`], here);
    const url = `http://127.0.0.1:${port}`;
    const ready = async (): Promise<number> =>
      fetch(`${url}/readyz`).then(
        ({ status }) => status,
        () => 0,
      );
    while ((await ready()) !== 200) await sleep(20);
    const there = { env: { DESK_URL: url, DESK_TOKEN: token }, without: ['DESK_STORE', 'DESK_AGENT'] };
    try {
      for (const [how, ms] of [
        ['fast', 150],
        ['immediate', 250],
        ['fast', 400],
      ] as const) {
        const args = ['note', '1-300', '--body', `Stopped ${ms}`, '--yes', '--format', 'ndjson'];
        const running = own.start(args, there);
        await sleep(ms);
        await cluster.stop(how);
        expect(await ready()).not.toBe(200);
        await sleep(200);
        await cluster.start();
        const ended = await running.ended;
        expect([0, 8, 9, 12], ended.stderr).toContain(ended.code);
        const operation = /--resume (\w+)/.exec(ended.stderr)?.[1];
        if (ended.code !== 0) await own.well(operation === undefined ? args : [...args, '--resume', operation], there);
        const [row] = await cluster.sql(
          `SELECT count(*)::int AS n, count(DISTINCT ticket)::int AS d FROM message WHERE body = 'Stopped ${ms}'`,
          'helpdesk',
        );
        expect(row).toEqual({ n: 300, d: 300 });
      }
    } finally {
      server.kill('SIGTERM');
    }
    expect((await server.ended).code).toBe(0);
  });
});

function mounted(folder: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=6m,mode=0777', 'tmpfs', folder], { stdio: 'ignore' });
    return true;
  } catch {
    console.warn('NOT TESTED: no disk can be mounted here (that needs root); a server on a full disk is not tried');
    return false;
  }
}

describe('a server on a full disk', () => {
  it('says so, keeps what it has, and goes on when there is room', { timeout: 300_000 }, async (context) => {
    const disk = mkdtempSync(join(tmpdir(), 'desk-full-'));
    if (!mounted(disk)) return context.skip();
    try {
      await using desk = await team({ engine: 'embedded', env: { DESK_STORE: join(disk, 'desk.db') } });
      const agent = await desk.agent('ben');
      await agent.well(['create', '--subject', 'Before', '--requester', 'a@firma.example', '--body', 'A text from before.']);
      const { bavail, bsize } = statfsSync(disk);
      writeFileSync(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - 16_384)));
      const refused = await agent.run(['note', '1', '--body-file', '-'], { input: 'A long text. '.repeat(50_000) });
      expect(refused.stderr).toMatch(/the desk here cannot be used as it is/); // why, is for who looks after the server
      expect(refused.code).toBe(11);
      expect((await agent.well(['show', '1'])).includes('A text from before.')).toBe(true);
      rmSync(join(disk, 'filler'));
      await agent.well(['note', '1', '--body', 'There is room again.']);
      expect(await agent.well(['show', '1'])).toContain('There is room again.');
      await desk.servers[0]?.kill('SIGTERM');
      expect(await desk.servers[0]?.said()).toMatch(/full|no room|no space/i);
    } finally {
      execFileSync('umount', ['--lazy', disk]);
      rmSync(disk, { recursive: true });
    }
  });
});
