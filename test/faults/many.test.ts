import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stage, type Stage, wholeLines } from '../program.ts';
import { times } from './counts.ts';
import { counted, expectWhole } from './whole.ts';

const held = 2000;
const given = times(1_000_000, 100_000);

let desk: Stage;
beforeAll(async () => {
  desk = await stage();
  const lines = Array.from({ length: held }, (_, n) => JSON.stringify({ subject: `Ticket ${n + 1}` }));
  await desk.well(['import', '-', '--kind', 'ndjson'], { input: lines.join('\n') });
});
afterAll(() => desk[Symbol.asyncDispose]());

describe(`${given} ids on standard input`, () => {
  it('are all answered, in a memory that has an end', { timeout: 600_000 }, async () => {
    const input = Array.from({ length: given }, (_, n) => n + 1).join('\n');
    const env = { NODE_OPTIONS: '--max-old-space-size=1500' };
    const { code, stdout, stderr, ms } = await desk.run(['tag', 'seen', '-', '--yes'], { input, env });
    expect(code, stderr).toBe(8);
    expect(stderr).toContain(`${given - held} of ${given} failed`);
    const rows = wholeLines(stdout);
    expect(rows).toHaveLength(given + 1);
    expect(rows.filter((row) => row.includes('\tdone\t'))).toHaveLength(held);
    expect(rows.filter((row) => row.includes('\tnot-found\t'))).toHaveLength(given - held);
    expect(counted(desk.store, `SELECT count(*) FROM event WHERE kind = 'tag'`)).toBe(held);
    console.info(`${given} ids in ${Math.round(ms / 1000)} s`);
    await expectWhole(desk);
  });
});
