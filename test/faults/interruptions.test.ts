import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { program, type Ended, rowsIn, type Running, stage, type Stage, wholeLines } from '../program.ts';
import { onTerminal, terminals } from '../terminal.ts';
import { times } from './counts.ts';
import { counted, expectWhole } from './whole.ts';

const tickets = times(20_000, 6000);
const importText = Array.from({ length: tickets }, (_, n) =>
  JSON.stringify({ subject: `Ticket ${n + 1}`, requester: `user${n + 1}@firma.example`, body: 'text' }),
).join('\n');

async function deskWithTickets(): Promise<Stage> {
  const desk = await stage();
  await desk.well(['import', '-', '--kind', 'ndjson'], { input: importText });
  return desk;
}

/** Waits until the desk holds what a query counts, then sends the signal. */
async function signalled(desk: Stage, running: Running, query: string, signal: NodeJS.Signals): Promise<Ended> {
  const end = performance.now() + 60_000;
  const soFar = (): number => {
    try {
      return counted(desk.store, query);
    } catch {
      return 0; // not made yet
    }
  };
  while (soFar() === 0 && performance.now() < end) await sleep(5);
  running.kill(signal);
  return running.ended;
}

describe.each(['SIGINT', 'SIGTERM'] as const)('%s', (signal) => {
  it('stops a bulk change, which says how far it came and goes on from there', async () => {
    await using desk = await deskWithTickets();
    const args = ['tag', 'outage', '--where', 'id>0', '--yes', '--format', 'ndjson'];
    const done = `SELECT count(*) FROM event WHERE kind = 'tag'`;
    const { code, stdout, stderr } = await signalled(desk, desk.start(args), done, signal);
    expect(code, stderr).toBe(130);
    const through = Number(new RegExp(`stopped after (\\d+) of ${tickets}`).exec(stderr)?.[1]);
    expect(through).toBeGreaterThan(0);
    expect(through).toBeLessThan(tickets);
    expect(rowsIn(stdout)).toHaveLength(through);
    expect(counted(desk.store, done)).toBeGreaterThanOrEqual(through);
    await expectWhole(desk);

    const operation = /--resume (\w+)/.exec(stderr)?.[1] ?? '';
    const left = tickets - counted(desk.store, done);
    const rest = rowsIn(await desk.well([...args, '--resume', operation]));
    expect(rest.filter((row) => row['outcome'] === 'done')).toHaveLength(left);
    expect(counted(desk.store, done)).toBe(tickets);
    await expectWhole(desk);
  });

  it('stops an import, which goes on with the same command', async () => {
    await using desk = await stage();
    const args = ['import', '-', '--kind', 'ndjson', '--format', 'ndjson'];
    const made = 'SELECT count(*) FROM ticket';
    const { code, stderr } = await signalled(desk, desk.start(args, { input: importText }), made, signal);
    expect(code, stderr).toBe(130);
    expect(stderr).toContain('the same command again goes on');
    const before = counted(desk.store, made);
    expect(before).toBeLessThan(tickets);
    await expectWhole(desk);

    const rest = rowsIn(await desk.well(args, { input: importText }));
    expect(rest.filter((row) => row['did'] === 'created')).toHaveLength(tickets - before);
    expect(counted(desk.store, made)).toBe(tickets);
    expect(counted(desk.store, 'SELECT count(DISTINCT subject) FROM ticket')).toBe(tickets);
    await expectWhole(desk);
  });

  it.each([
    ['export', '--format', 'csv'],
    ['export', '--format', 'ndjson', '--with', 'thread'],
    ['list', '--all', '--format', 'json'],
  ])('stops %s %s %s, which does not pass for a whole one', async (...args) => {
    await using desk = await deskWithTickets();
    const child = spawn(process.execPath, [program, ...args], { env: { ...desk.env }, stdio: ['ignore', 'pipe', 'pipe'] });
    const said = text(child.stderr);
    await once(child.stdout, 'readable'); // it has begun, and waits for its reader now
    await sleep(200);
    child.kill(signal);
    const [rows, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    expect(code, await said).toBe(130);
    expect(wholeLines(rows).length).toBeLessThan(tickets);
    expect(await said).toBe('desk: interrupted\n');
  });

  it.each([['triage'], ['claim', '-'], ['create', '--subject', 'x', '--body-file', '-'], ['import', '-']])(
    'ends %s while it waits for standard input',
    async (...args) => {
      await using desk = await stage();
      await desk.well(['create', '--subject', 'one', '--no-body']);
      const child = execa(process.execPath, [program, ...args], { env: desk.env, extendEnv: false, reject: false, stdin: 'pipe' });
      await sleep(1500);
      child.kill(signal);
      const { exitCode, stderr } = await child;
      expect(exitCode, stderr).toBe(130);
      await expectWhole(desk);
    },
  );
});

describe.skipIf(!terminals)('on a terminal, Ctrl-C', () => {
  it('answers a question with no', async () => {
    await using desk = await stage();
    await desk.well(['triage', '-', '--yes'], {
      input: Array.from({ length: 30 }, (_, n) => `create --subject "Ticket ${n}" --no-body`).join('\n'),
    });
    const { code, screen } = await onTerminal(desk, ['claim', '1-30'], { type: '\u0003', after: 'Really' });
    expect(code).toBe(130);
    expect(screen).toContain('Really change 30 tickets');
    expect(counted(desk.store, `SELECT count(*) FROM event WHERE kind = 'claim'`)).toBe(0);
    await expectWhole(desk);
  });
});
