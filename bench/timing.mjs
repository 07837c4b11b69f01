import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const program = fileURLToPath(new URL('../bin/desk.js', import.meta.url));

/** A place for settings, drafts, kept code and desks that nobody else uses; removed at the end. */
export const home = mkdtempSync(join(process.env.DESK_BENCH_DIR ?? tmpdir(), 'desk-bench-home-'));
process.once('exit', () => rmSync(home, { recursive: true, force: true }));

// Root certificates that Node 20 reads at every start would hide what is measured.
const { NODE_EXTRA_CA_CERTS: _, ...plain } = process.env;
const places = { HOME: home, XDG_CACHE_HOME: '', XDG_CONFIG_HOME: '', XDG_DATA_HOME: '', XDG_STATE_HOME: '' };
/** What every command of a measurement finds around it. */
export const env = { ...plain, ...places, DESK_AGENT: 'ana', DESK_PAGER: 'cat', TERM: 'xterm-256color', TZ: 'UTC' };

/**
 * A command to be timed. `shows` must be found in what it prints: a command that fails quietly would be a fast one.
 * @typedef {{ file: string, args: readonly string[], env?: Record<string, string>, shows?: RegExp }} Command
 */

/** `node -e 0`: what every start costs. */
export const floor = { file: process.execPath, args: ['-e', '0'] };

/** A desk command on a desk. */
export const desk = (store, ...args) => ({ file: process.execPath, args: [program, ...args], env: { DESK_STORE: store } });

export const quoted = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/** A command line of the shell, such as one with a pipe. */
export const shell = (line, more = {}) => ({ file: '/bin/sh', args: ['-c', line], env: more });

/** The same as typed on a terminal of 80 columns: script(1) gives it one. */
export function onTerminal(command) {
  const words = [command.file, ...command.args].map(quoted).join(' ');
  // BSD's script takes the command as words, that of util-linux as one.
  const args = process.platform === 'linux' ? ['-qec', `exec ${words}`, '/dev/null'] : ['-q', '/dev/null', command.file, ...command.args];
  return { ...command, file: 'script', args };
}

/** Whether a program is there to be measured against. */
export const has = (name, ...args) => spawnSync(name, args, { stdio: 'ignore' }).error === undefined;

/** Runs a command, its output going into a pipe. Throws when it fails or does not show what it should. */
export function run({ file, args, env: more, shows }) {
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    env: { ...env, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  });
  const ms = performance.now() - started;
  if (error) throw error;
  const told = String(stdout);
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`);
  if (shows && !shows.test(told)) throw new Error(`${args.join(' ')} does not show ${shows}: ${told.slice(0, 500)}`);
  return { ms, stdout: told, stderr: String(stderr) };
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/**
 * The medians, in milliseconds, of so many runs of each command. They take turns, so that whatever else the machine does falls on all alike; the first
 * two rounds, which fill the caches, do not count.
 * @param {number} runs
 * @param {readonly (Command | ((run: number) => Command))[]} commands a function makes another command for each run
 */
export function inTurns(runs, commands) {
  const times = commands.map(() => []);
  for (let round = -2; round < runs; round++) {
    for (const [at, command] of commands.entries()) {
      const { ms } = run(typeof command === 'function' ? command(round + 2) : command);
      if (round >= 0) times[at].push(ms);
    }
  }
  return times.map(median);
}

/**
 * One line of the result: a ratio, and the goal that it must not be above (with `least`, below).
 * @param {string} what
 * @param {number} ratio
 * @param {number} goal
 */
export const line = (what, ratio, goal, { least = false, aside = '' } = {}) => ({
  what,
  found: `${ratio.toFixed(2)} ×${aside ? ` (${aside})` : ''}`,
  goal: `${least ? '≥' : '≤'} ${goal} ×`,
  kept: least ? ratio >= goal : ratio <= goal,
});

/** A line for what cannot be measured here. */
export const unmeasured = (what, why) => ({ what, found: `not measured: ${why}`, goal: '', kept: false });

export const inMs = (ms) => `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
export const inSeconds = (ms) => `${(ms / 1000).toFixed(2)} s`;
