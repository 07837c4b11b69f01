import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { rowsIn, stage, type Stage } from '../program.ts';
import { times } from './counts.ts';
import { counted, expectWhole } from './whole.ts';

const tickets = times(20_000, 4000);
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, n) =>
    JSON.stringify({ subject: `Ticket ${from + n}`, requester: `user${from + n}@firma.example`, body: 'text' }),
  ).join('\n');

const importing = (desk: Stage, input: string) => desk.start(['import', '-', '--kind', 'ndjson', '--format', 'ndjson'], { input });

/** The longest that one of several lists took, made one after the other until something has ended. */
async function readMeanwhile(desk: Stage, busy: Promise<unknown>): Promise<{ readonly reads: number; readonly longestMs: number }> {
  const state = { over: false };
  void busy.then(() => (state.over = true));
  let [reads, longestMs] = [0, 0];
  while (!state.over) {
    const { code, stderr, ms } = await desk.run(['list', '--limit', '5', '--format', 'ids']);
    expect(code, stderr).toBe(0);
    if (!state.over) [reads, longestMs] = [reads + 1, Math.max(longestMs, ms)];
  }
  return { reads, longestMs };
}

describe('on one desk at the same time', () => {
  it('readers are not held up by a long import, and writers get their turn', async () => {
    await using desk = await stage();
    await desk.well(['import', '-', '--kind', 'ndjson'], { input: lines(1, 200) });
    const long = importing(desk, lines(201, 200 + tickets));
    const writing = (async () => {
      const codes: (number | undefined)[] = [];
      for (let ticket = 1; ticket <= 10; ticket += 1) codes.push((await desk.run(['claim', String(ticket)])).code);
      return codes;
    })();
    const { reads, longestMs } = await readMeanwhile(desk, long.ended);
    expect((await long.ended).code).toBe(0);
    expect(await writing).toEqual(Array.from({ length: 10 }, () => 0));
    console.info(`${reads} lists during an import, the longest took ${Math.round(longestMs)} ms`);
    expect(reads).toBeGreaterThan(0);
    expect(longestMs).toBeLessThan(10_000);
    expect(counted(desk.store, 'SELECT count(*) FROM ticket')).toBe(200 + tickets);
    await expectWhole(desk);
  });

  it('two bulk changes and a triage all get through', async () => {
    await using desk = await stage();
    await desk.well(['import', '-', '--kind', 'ndjson'], { input: lines(1, tickets) });
    const input = Array.from({ length: 500 }, (_, n) => `note ${n + 1} --body "Note"`).join('\n');
    const running = [
      desk.start(['prioritize', 'urgent', '--where', 'id>0', '--yes', '--format', 'ndjson']),
      desk.start(['tag', 'outage', '--where', 'id>0', '--yes', '--format', 'ndjson'], { env: { DESK_AGENT: 'boris' } }),
      desk.start(['triage', '-', '--yes', '--format', 'ndjson'], { input, env: { DESK_AGENT: 'cveta' } }),
    ];
    const all = Promise.all(running.map(({ ended }) => ended));
    const { reads, longestMs } = await readMeanwhile(desk, all);
    console.info(`${reads} lists during three bulk changes, the longest took ${Math.round(longestMs)} ms`);
    expect(longestMs).toBeLessThan(10_000);
    for (const { code, stderr, stdout } of await all) {
      expect(code, stderr).toBe(0);
      expect(rowsIn(stdout).every((row) => row['outcome'] === 'done')).toBe(true);
    }
    for (const kind of ['prioritize', 'tag'])
      expect(counted(desk.store, `SELECT count(*) FROM event WHERE kind = '${kind}'`)).toBe(tickets);
    expect(counted(desk.store, `SELECT count(*) FROM message WHERE kind = 'note'`)).toBe(500);
    await expectWhole(desk);
  });

  it('a backup taken meanwhile is a whole desk of one moment', async () => {
    await using desk = await stage();
    const long = importing(desk, lines(1, tickets));
    let copies = 0;
    const state = { over: false };
    void long.ended.then(() => (state.over = true));
    while (!state.over && copies < 5) {
      await sleep(200);
      const copy = desk.at(`copy-${(copies += 1)}.db`);
      const { code, stderr } = await desk.run(['backup', copy]);
      expect(code, stderr).toBe(0);
      await expectWhole({
        ...desk,
        store: copy,
        run: (args) => desk.run(args, { env: { DESK_STORE: copy } }),
        well: (args) => desk.well(args, { env: { DESK_STORE: copy } }),
      });
    }
    expect((await long.ended).code).toBe(0);
    await expectWhole(desk);
  });

  it('a restore waits for nobody who is at work, and leaves their work alone', async () => {
    await using desk = await stage();
    await desk.well(['create', '--subject', 'As it was', '--no-body']);
    await desk.well(['backup', desk.at('copy.db')]);
    await desk.well(['import', '-', '--kind', 'ndjson'], { input: lines(1, tickets) });
    const bulk = desk.start(['tag', 'outage', '--where', 'id>0', '--yes', '--format', 'ndjson']);
    while (counted(desk.store, `SELECT count(*) FROM event WHERE kind = 'tag'`) === 0) await sleep(10);
    const restored = await desk.run(['restore', desk.at('copy.db'), '--replace']);
    const { code, stdout } = await bulk.ended;
    expect(code).toBe(0);
    const done = rowsIn(stdout).filter((row) => row['outcome'] === 'done').length;
    expect(done).toBe(tickets + 1);
    // Either it said that others are at work, or it came after them: then what they did is in what was put aside.
    expect([0, 9]).toContain(restored.code);
    const holds = restored.code === 9 ? desk.store : `${desk.store}.before-restore-1`;
    expect(counted(holds, `SELECT count(*) FROM event WHERE kind = 'tag'`)).toBe(done);
    await expectWhole(desk);
  });
});
