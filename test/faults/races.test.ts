import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openSqlite } from '../../src/backend/sql/sqlite-binding.ts';
import { type Ended, type Running, stage, type Stage } from '../program.ts';
import { times, within as secondsFor } from './counts.ts';
import { counted, expectWhole } from './whole.ts';

const agents = ['ana', 'boris', 'cveta', 'darko', 'ema', 'filip', 'goran', 'hana'];

async function deskWith(tickets: number): Promise<Stage> {
  const desk = await stage();
  const lines = Array.from({ length: tickets }, (_, n) =>
    JSON.stringify({ subject: `Race ${n + 1}`, requester: `user${n}@firma.example`, body: 'text' }),
  );
  await desk.well(['import', '-', '--kind', 'ndjson'], { input: lines.join('\n') });
  return desk;
}

/** Whether a process has come as far as opening the desk; where that cannot be seen, it is given half a second. */
function hasOpened(pid: number, store: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((descriptor) => readlinkSync(`/proc/${pid}/fd/${descriptor}`).startsWith(store));
  } catch {
    return !existsSync(`/proc/${pid}`); // it has ended
  }
}

async function allOpened(running: readonly Running[], store: string): Promise<void> {
  if (!existsSync('/proc/self/fd')) return sleep(500);
  const end = performance.now() + 30_000;
  while (!running.every(({ pid }) => hasOpened(pid, store))) {
    if (performance.now() > end) throw new Error('not all of them came as far as the desk');
    await sleep(5);
  }
}

/** Starts the processes while nobody may write, and lets all of them go at one moment. */
async function together(desk: Stage, start: () => readonly Running[]): Promise<readonly Ended[]> {
  const gate = openSqlite(desk.store);
  gate.exec('BEGIN IMMEDIATE');
  const running = start();
  try {
    await allOpened(running, desk.store);
    await sleep(20); // from the open file to the wish to write
  } finally {
    gate.exec('ROLLBACK');
    gate.close();
  }
  return Promise.all(running.map(({ ended }) => ended));
}

const eight = (desk: Stage, args: readonly string[]): readonly Running[] =>
  agents.map((agent) => desk.start(args, { env: { DESK_AGENT: agent } }));

describe('eight processes at once', () => {
  const races = times(1000, 30);

  it(`claim the same ticket, ${races} times`, { timeout: secondsFor(races, 6) }, async () => {
    await using desk = await deskWith(races);
    const winners: string[] = [];
    for (let ticket = 1; ticket <= races; ticket += 1) {
      const ended = await together(desk, () => eight(desk, ['claim', String(ticket)]));
      const won = agents.filter((_, at) => ended[at]?.code === 0);
      expect(won, `ticket ${ticket}`).toHaveLength(1);
      const winner = won[0] ?? '';
      winners.push(winner);
      for (const { code, stderr } of ended.filter((each) => each.code !== 0)) {
        expect(code, stderr).toBe(6);
        expect(stderr).toContain(winner);
      }
    }
    expect(counted(desk.store, `SELECT count(*) FROM event WHERE kind = 'claim'`)).toBe(races);
    expect(new Set(winners).size, 'not always the same one wins').toBeGreaterThan(1);
    await expectWhole(desk);
  });

  it('take the next ticket, and never the same one', { timeout: secondsFor(times(20, 4), 20) }, async () => {
    for (let round = 0; round < times(20, 4); round += 1) {
      await using desk = await deskWith(20);
      const given: number[] = [];
      const empty: Ended[] = [];
      for (let wave = 0; wave < 3; wave += 1) {
        const ended = await together(desk, () => eight(desk, ['next', '--json=id']));
        given.push(...ended.filter(({ code }) => code === 0).map(({ stdout }) => Number((JSON.parse(stdout) as { id: number }).id)));
        empty.push(...ended.filter(({ code }) => code !== 0));
      }
      expect(given.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
      expect(empty.map(({ code }) => code)).toEqual([5, 5, 5, 5]);
      expect(counted(desk.store, 'SELECT count(*) FROM ticket WHERE owner IS NULL')).toBe(0);
      await expectWhole(desk);
    }
  });

  it('make a new desk, and all of them are on it', { timeout: secondsFor(times(20, 4), 10) }, async () => {
    for (let round = 0; round < times(20, 4); round += 1) {
      await using desk = await stage();
      const ended = await Promise.all(
        agents.map((agent) => desk.run(['create', '--subject', `By ${agent}`, '--no-body'], { env: { DESK_AGENT: agent } })),
      );
      expect(ended.map(({ code, stderr }) => [code, stderr])).toEqual(agents.map(() => [0, '']));
      expect(ended.map(({ stdout }) => Number(stdout)).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
      await expectWhole(desk);
    }
  });
});
