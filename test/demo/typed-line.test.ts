import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { type RunLine, runTyped } from '../../src/demo/typed-line.ts';
import { nodeWorld } from '../../src/terminal/node-world.ts';
import { collect } from '../../src/model/stream.ts';

const real = nodeWorld();
const home = mkdtempSync(join(tmpdir(), 'desk-typed-'));
afterAll(() => rmSync(home, { recursive: true }));

/** Stands in for desk: says what it was given, and fails when told to. */
const echo: RunLine = async (argv, { env, stdin, stdout, stderr }) => {
  const given = Buffer.concat(await collect(stdin.read())).toString();
  if (argv[0] === 'fail') {
    await stderr.write('failed\n');
    return Number(argv[1]);
  }
  await stdout.write(`${argv.join('|')} as ${env['DESK_AGENT']}${stdout.terminal ? ' on a terminal' : ''}\n${given}`);
  return 0;
};

async function typed(line: string): Promise<{ readonly code: number; readonly shown: string }> {
  let shown = '';
  const terminal = { columns: 80, rows: 24, colour: false, links: false };
  const sink = { terminal, write: async (chunk: string | Uint8Array) => void (shown += String(chunk)) };
  const code = await runTyped(line, {
    runLine: echo,
    world: { ...real, env: { DESK_AGENT: 'ana' }, home, stdout: sink, stderr: sink },
  });
  return { code, shown };
}

it('takes words apart as a shell does', async () => {
  expect(await typed(`desk list 'status:new age>2d' --columns "a b"`)).toEqual({
    code: 0,
    shown: 'list|status:new age>2d|--columns|a b as ana on a terminal\n',
  });
});

it('hands what one writes to the next, which is no terminal then', async () => {
  expect((await typed('desk one | desk two -')).shown).toBe('two|- as ana on a terminal\none as ana\n');
});

it('hands on what stands below', async () => {
  expect((await typed("desk triage <<'END'\nclaim 1\n# two\nEND")).shown).toBe('triage as ana on a terminal\nclaim 1\n# two\n');
});

it('sets what stands in front for that command alone', async () => {
  expect((await typed('DESK_AGENT=marko desk one | desk two')).shown).toBe('two as ana on a terminal\none as marko\n');
});

it('writes to a file and reads from it, at home where ~ stands', async () => {
  expect(await typed('desk one ~/x > ~/out.txt')).toEqual({ code: 0, shown: '' });
  expect(readFileSync(join(home, 'out.txt'), 'utf8')).toBe(`one|${home}/x as ana\n`);
  expect((await typed('cat ~/out.txt | desk -')).shown).toContain(`${home}/x as ana`);
});

it('shows the first and the last lines', async () => {
  writeFileSync(join(home, 'lines'), '1\n2\n3\n4\n');
  expect((await typed('head -n 2 ~/lines')).shown).toBe('1\n2\n');
  expect((await typed('cat ~/lines | tail -n 3')).shown).toBe('2\n3\n4\n');
});

it('ends as the first that failed', async () => {
  expect(await typed('desk fail 6')).toEqual({ code: 6, shown: 'failed\n' });
  expect((await typed('desk fail 5 | desk two')).code).toBe(5);
  expect((await typed('desk one | desk fail 2 | desk fail 3')).code).toBe(2);
});

it('knows no other program', async () => {
  await expect(typed('rm -r /')).rejects.toThrow('cannot run rm');
});
