import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const completions = join(import.meta.dirname, '..', '..', 'completions');

/** How each shell is started without the user's own settings, how it gets to know the script, and how it tells that it waits for a line. */
const shells = {
  bash: { start: 'bash --norc --noprofile -i', script: `source ${join(completions, 'desk.bash')}; PROMPT_COMMAND='echo >> ~/prompts'` },
  zsh: {
    start: 'zsh -f -i',
    script: `autoload -Uz compinit; compinit -u -d ~/dump; source ${join(completions, '_desk')}; zle-line-init() { echo >> ~/prompts }; zle -N zle-line-init`,
  },
  fish: {
    start: 'fish --no-config -i',
    script: `source ${join(completions, 'desk.fish')}; function told --on-event fish_prompt; echo >> ~/prompts; end`,
  },
} as const;
export type ShellName = keyof typeof shells;

/** Whether a shell can be typed into here: it is installed, and so is `script`, which makes it a terminal. */
export const canType = (shell: ShellName): boolean =>
  [shell, 'script'].every((program) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0) && process.platform === 'linux';

/** A desk that writes down how it was called: a line a call, each word ended by a unit separator. Its answers are what `answering` prints. */
const fakeDesk = (answering: string): string => `#!/bin/sh
if [ "$1 $2" = "completion answers" ]; then
  shift 3
  printf '%s\\037' asked "$@" >> "$HOME/calls"
  echo >> "$HOME/calls"
  ${answering}
else
  printf '%s\\037' ran "$@" >> "$HOME/calls"
  echo >> "$HOME/calls"
fi
`;

/** Answers as the test says. */
const asTold = 'cat "$HOME/answers"';
/** Answers as the program does, on the embedded desk below HOME. */
export const asBuilt = `exec "${process.execPath}" "${join(import.meta.dirname, '..', '..', 'bin', 'desk.js')}" completion answers -- "$@"`;

/** How desk was called: to complete a line, or to run one. */
type Kind = 'asked' | 'ran';

/** A shell on a terminal of its own, in a folder of its own. */
export interface Typing {
  readonly folder: string;
  /** Types keys while the desk answers so; resolves with the calls once one of this kind has come. */
  type(keys: string, answers: readonly string[], until: Kind): Promise<readonly (readonly string[])[]>;
  /** Waits until a text has come to the screen. */
  shows(text: string): Promise<void>;
  close(): Promise<void>;
}

/** Starts a shell that completes `desk`. */
export async function typeInto(shell: ShellName, answering = asTold): Promise<Typing> {
  const folder = mkdtempSync(join(tmpdir(), `desk-${shell}-`));
  mkdirSync(join(folder, 'bin'));
  writeFileSync(join(folder, 'bin', 'desk'), fakeDesk(answering));
  chmodSync(join(folder, 'bin', 'desk'), 0o755);
  const { start, script } = shells[shell];
  const env = { PATH: `${join(folder, 'bin')}:${process.env['PATH']}`, HOME: folder, TERM: 'xterm', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' };
  const child = spawn('script', ['-qfec', `stty rows 40 columns 100; cd ${folder}; exec ${start}`, '/dev/null'], { env });
  let screen = '';
  child.stdout.on('data', (chunk: Buffer) => (screen += chunk.toString()));
  child.stdin.write(`${script}\r`);
  await waiting(folder, 1, () => screen);
  return {
    folder,
    type: (keys, answers, kind) => type(child, folder, keys, answers, kind, () => screen),
    shows: (text) =>
      until(
        () => screen.includes(text),
        () => `no ${text} on the screen: ${JSON.stringify(screen.slice(-600))}`,
      ),
    async close() {
      const closed = once(child, 'close');
      child.kill('SIGKILL');
      await closed;
      // What was started in the shell may still be keeping its code.
      await rm(folder, { recursive: true, force: true, maxRetries: 30 }); // `rmSync` of Node 22 does not try again
    },
  };
}

async function type(
  child: ChildProcess,
  folder: string,
  keys: string,
  answers: readonly string[],
  kind: Kind,
  screen: () => string,
): Promise<readonly (readonly string[])[]> {
  const file = join(folder, 'calls');
  writeFileSync(file, '');
  writeFileSync(join(folder, 'answers'), answers.map((line) => `${line}\n`).join(''));
  const prompts = linesOf(join(folder, 'prompts')).length;
  child.stdin?.write(keys);
  await until(
    () => linesOf(file).some((line) => line.startsWith(kind)),
    () => `after ${JSON.stringify(keys)} came ${linesOf(file).join(' ')}; the screen: ${JSON.stringify(screen().slice(-600))}`,
  );
  const calls = linesOf(file).map((line) => line.split('\u001f').slice(0, -1));
  if (kind === 'ran') await waiting(folder, prompts + 1, screen);
  return calls;
}

const linesOf = (file: string): readonly string[] => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : []);

/** Waits until the shell reads keys by itself: before, the terminal would treat some of them in its own way. */
async function waiting(folder: string, prompts: number, screen: () => string): Promise<void> {
  await until(
    () => linesOf(join(folder, 'prompts')).length >= prompts,
    () => `no prompt came; the screen: ${JSON.stringify(screen().slice(-600))}`,
  );
  await wait(60);
}

/** Looks until something is so; fails after ten seconds. */
async function until(so: () => boolean, otherwise: () => string): Promise<void> {
  for (let tries = 0; !so(); tries += 1) {
    if (tries === 400) throw new Error(otherwise());
    await wait(25);
  }
}
