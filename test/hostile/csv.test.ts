import { writeFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { nasty, realHostile } from '../output/hostile.ts';
import { rowsIn, stage, type Stage } from '../program.ts';

/** Each test starts the program, some several times. */
vi.setConfig({ testTimeout: 60_000 });

/** What a spreadsheet runs: OWASP, "CSV Injection"; full-width signs count in Japanese settings. */
const runs = /^[=+\-@\t\r\n＝＋－＠]/;
const number = /^[-+]?[\d ().,/+-]*$/;

const formulas = [
  '=1+1',
  '+cmd|x',
  '-2+3+cmd|x',
  '@SUM(1)',
  '=HYPERLINK("http://evil.example")',
  '\t=1',
  '\r=1',
  "'=1",
  "''=1",
  '＝1+1',
  '=1;"a","b"',
  '"=1"',
  '-5',
  '+421 905 123 456',
];
const subjects = [...new Set([...formulas, ...nasty, ...realHostile()])]
  .map((text) => text.slice(0, 500))
  .filter((text) => /\S/.test(text.replaceAll('\u0000', '')));

let desk: Stage;
beforeAll(async () => {
  desk = await stage();
  await writeFile(
    desk.at('rows.ndjson'),
    subjects.map((subject) => JSON.stringify({ subject, place: subject, tags: [subject] })).join('\n'),
  );
  const { code, stderr } = await desk.run(['import', 'rows.ndjson', '-q']);
  if (code !== 0 && code !== 8) throw new Error(stderr);
}, 60_000);
afterAll(() => desk[Symbol.asyncDispose]());

const cellsIn = (csv: string): readonly string[] => (parse(csv) as string[][]).flat();

describe('cells for a spreadsheet', () => {
  it.each([
    ['list', '--all', '--format', 'csv', '--columns', 'id,subject,place,tags,requester'],
    ['export', '--format', 'csv'],
  ])('of desk %s run nothing', async (...args) => {
    const cells = cellsIn(await desk.well(args));
    expect(cells.length).toBeGreaterThan(100);
    expect(cells.filter((cell) => runs.test(cell) && !number.test(cell))).toEqual([]);
    expect(cells.some((cell) => cell.startsWith("'="))).toBe(true);
  });

  it('are as they were with --no-defuse', async () => {
    expect(cellsIn(await desk.well(['export', '--format', 'csv', '--no-defuse']))).toContain('=1+1');
  });

  it('come back as they were', async () => {
    await writeFile(desk.at('copy.csv'), await desk.well(['export', '--format', 'csv']));
    await using other = await stage();
    await other.well(['import', desk.at('copy.csv'), '-q']);
    const told = async ({ well }: Stage): Promise<unknown> =>
      rowsIn(await well(['export', '--format', 'ndjson'])).map((row) => [row['subject'], row['place'], row['tags']]);
    expect(await told(other)).toEqual(await told(desk));
  });
});
