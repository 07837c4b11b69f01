import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../bin/desk.js', import.meta.url));

/** A place for settings, drafts and kept code that nobody else uses; removed at the end. */
export const home = mkdtempSync(join(tmpdir(), 'desk-bench-home-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

/** The environment of what is timed. Root certificates that Node 20 reads at every start would hide what is measured. */
const { NODE_EXTRA_CA_CERTS: _, ...plain } = process.env;
const env = { ...plain, HOME: home, XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', XDG_STATE_HOME: '', DESK_AGENT: 'ana', DESK_PAGER: 'cat', TZ: 'UTC' };

/** `node -e 0`: what every start costs. */
export const floor = { file: process.execPath, args: ['-e', '0'] };

/** A desk command on a desk. */
export const desk = (store, ...args) => ({ file: process.execPath, args: [program, ...args], env: { DESK_STORE: store } });

/** A command line of the shell, such as one with a pipe. */
export const shell = (line, more = {}) => ({ file: '/bin/sh', args: ['-c', line], env: more });

/** The same as typed on a terminal: script(1) gives it one. */
export const onTerminal = ({ file, args, env: more }) => ({ file: 'script', args: ['-qec', [file, ...args].map((word) => `'${word}'`).join(' '), '/dev/null'], env: more });

/** Runs a command once, without its output; milliseconds. Throws when it fails otherwise than it may. */
export function once({ file, args, env: more, input }, may = [0]) {
  const started = performance.now();
  const { status, stderr, error } = spawnSync(file, args, { env: { ...env, ...more }, stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'pipe'], input, maxBuffer: 1 << 28 });
  if (error) throw error;
  if (!may.includes(status)) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  return performance.now() - started;
}

/** What a command prints. */
export const output = ({ file, args, env: more }) => String(spawnSync(file, args, { env: { ...env, ...more }, maxBuffer: 1 << 28 }).stdout);

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Medians of so many runs of each command, in turns, after one run of each that is not counted. */
export function inTurns(runs, commands, before = () => {}) {
  const times = commands.map(() => []);
  for (let run = -1; run < runs; run++) {
    for (const [at, command] of commands.entries()) {
      before(command, run);
      const ms = once(typeof command === 'function' ? command(run) : command);
      if (run >= 0) times[at].push(ms);
    }
  }
  return times.map(median);
}

/** One line of the result: `ratio` and the goal that it must not be above (or below, with `least`). */
export const line = (what, ratio, goal, { least = false, aside = '' } = {}) => ({
  what,
  found: `${ratio.toFixed(2)}${aside ? ` (${aside})` : ''}`,
  goal: `${least ? '≥' : '≤'} ${goal}`,
  worse: least ? ratio < goal : ratio > goal,
});
