import { execa, execaSync } from 'execa';
import { program, type Stage } from './program.ts';

/** Whether there is a pseudo-terminal to be had: script(1) of util-linux opens one. */
export const terminals = String(execaSync('script', ['--version'], { reject: false }).stdout).includes('util-linux');
if (!terminals) console.warn('NOT TESTED: no script(1) of util-linux; the tests on a terminal are skipped');

export interface OnTerminal {
  /** What is typed, once the screen holds `after`. */
  readonly type?: string;
  readonly after?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly columns?: number;
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;

/** Runs the program on a pseudo-terminal; resolves with all that the terminal was sent. */
export async function onTerminal(
  { env, folder }: Stage,
  args: readonly string[],
  { type, after = '', env: more = {}, columns = 100 }: OnTerminal = {},
): Promise<{ readonly code: number | undefined; readonly screen: string }> {
  const line = ['exec', process.execPath, program, ...args].map(quoted).join(' ').replace("'exec'", 'exec');
  const child = execa('script', ['-qec', `stty cols ${columns} rows 40; ${line}`, '/dev/null'], {
    env: { SHELL: '/bin/sh', TERM: 'xterm-256color', DESK_PAGER: 'cat', ...env, ...more },
    extendEnv: false,
    cwd: folder,
    stdin: 'pipe',
    reject: false,
    stripFinalNewline: false,
    timeout: 60_000,
    killSignal: 'SIGKILL',
    maxBuffer: 100_000_000,
  });
  let screen = '';
  let typed = type === undefined;
  child.stdout.on('data', (chunk: Uint8Array) => {
    screen += Buffer.from(chunk).toString('latin1');
    if (typed || !screen.includes(after)) return;
    typed = true;
    child.stdin.write(type ?? '');
  });
  const { exitCode, stdout } = await child;
  return { code: exitCode, screen: stdout };
}
