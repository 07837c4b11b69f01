import { writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { program, stage, type Stage } from '../program.ts';
import { counted, expectWhole } from './whole.ts';

const tickets = 3000;
let desk: Stage;
beforeAll(async () => {
  desk = await stage();
  const lines = Array.from({ length: tickets }, (_, n) =>
    JSON.stringify({ subject: `Ticket ${n}`, requester: `user${n}@firma.example`, body: 'text' }),
  );
  await desk.well(['import', '-', '--kind', 'ndjson'], { input: lines.join('\n') });
  await writeFile(desk.at('more.ndjson'), lines.map((line) => line.replace('Ticket', 'Further ticket')).join('\n'));
  await writeFile(desk.at('triage.txt'), Array.from({ length: tickets }, (_, n) => `prioritize low ${n + 1}`).join('\n'));
});
afterAll(() => desk[Symbol.asyncDispose]());

/** The program's own exit code, what it said, and how long it took, when its reader leaves after the first line, or at once. */
async function piped(line: string, reader: string): Promise<{ readonly code: number; readonly said: string; readonly ms: number }> {
  const since = performance.now();
  const script = `{ "$0" "$@" 2>said.txt; echo $? >code.txt; } | ${reader} >/dev/null; cat code.txt said.txt`;
  const { stdout } = await execa('/bin/sh', ['-c', script, process.execPath, program, ...line.split(' ')], {
    env: desk.env,
    extendEnv: false,
    cwd: desk.folder,
  });
  const [code = '', ...said] = stdout.split('\n');
  return { code: Number(code), said: said.join('\n'), ms: performance.now() - since };
}

const lines = [
  '--version',
  'help',
  'help query',
  'completion bash',
  'list --all',
  'list --all --format json',
  'list --all --format csv',
  'list --all --format ids',
  'list --all --format table',
  'list --all --template {id}',
  'export --format csv',
  'export --format ndjson --with thread',
  'show 1',
  'doctor',
  'count --by requester',
  'triage triage.txt --dry-run --yes',
  'import more.ndjson --dry-run',
];

describe.each(['head -n 1', 'true'])('a reader that leaves: %s', (reader) => {
  it.each(lines)('ends desk %s without a word', async (line) => {
    const { code, said, ms } = await piped(line, reader);
    expect(said).not.toMatch(/EPIPE|Error|error|should not/);
    expect(code, said).toBe(0);
    expect(ms).toBeLessThan(20_000);
  });

  it('ends a bulk change at a safe place, which says how to go on', async () => {
    const { code, said } = await piped('triage triage.txt --yes', reader);
    expect(code, said).toBe(0);
    const operation = /--resume (\w+)/.exec(said)?.[1] ?? '';
    await expectWhole(desk);
    await desk.well(['triage', 'triage.txt', '--yes', '--resume', operation]);
    expect(counted(desk.store, `SELECT count(*) FROM ticket WHERE priority <> 0 AND id <= ${tickets}`)).toBe(0);
    await desk.well(['prioritize', 'normal', '--where', 'id>0', '--yes']);
  });

  it('ends an import at a safe place; the same command again does the rest', async () => {
    const { code, said } = await piped('import more.ndjson', reader);
    expect(code, said).toBe(0);
    expect(said).toMatch(/^stopped after \d+ (created|again); the same command again goes on from there$/m);
    await expectWhole(desk);
    await desk.well(['import', 'more.ndjson']);
    expect(counted(desk.store, `SELECT count(*) FROM ticket WHERE subject LIKE 'Further %'`)).toBe(tickets);
    await expectWhole(desk);
  });
});
