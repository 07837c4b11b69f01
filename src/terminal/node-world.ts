import { randomInt } from 'node:crypto';
import { fstatSync, writeSync } from 'node:fs';
import { homedir, hostname, userInfo } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { isatty, WriteStream } from 'node:tty';
import { version } from '../../package.json';
import { DeskError } from '../errors.ts';
import { whyNotWritten } from '../around/file-words.ts';
import { type Input, ReaderGone, type Sink, type Terminal, type World } from '../around/world.ts';

type Env = World['env'];

function colourWanted(env: Env, onTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false;
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  return onTerminal && env['TERM'] !== 'dumb';
}

/** Terminals that are known to draw OSC 8 links rather than their bytes. */
function linksKnown(env: Env): boolean {
  if (env['FORCE_HYPERLINK'] !== undefined) return env['FORCE_HYPERLINK'] !== '0';
  if (env['TERM'] === 'dumb' || env['CI'] !== undefined) return false;
  const program = ['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'rio'].includes(env['TERM_PROGRAM'] ?? '');
  return (
    program || Number(env['VTE_VERSION'] ?? 0) >= 5000 || env['WT_SESSION'] !== undefined || /kitty|alacritty|foot/.test(env['TERM'] ?? '')
  );
}

/** What is no character device is no terminal: known without loading node:tty, which takes 2 ms. */
function isTerminal(descriptor: 0 | 1 | 2): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice() && isatty(descriptor);
  } catch {
    return false; // closed
  }
}

function terminalOf(descriptor: 1 | 2, env: Env): Terminal | undefined {
  if (!isTerminal(descriptor)) return undefined;
  const [columns, rows] = new WriteStream(descriptor).getWindowSize();
  return { columns: columns || 80, rows: rows || 24, colour: colourWanted(env, true), links: linksKnown(env) };
}

/** Writes all bytes; a pipe that is full is waited for, a reader who has gone ends the work. */
async function writeAll(descriptor: number, chunk: string | Uint8Array): Promise<void> {
  let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (cause) {
      const { code } = cause as NodeJS.ErrnoException;
      if (code === 'EPIPE') throw new ReaderGone();
      if (code !== 'EAGAIN') throw new DeskError('settings', `the output could not be written: ${whyNotWritten(cause)}`, { cause });
      await wait(2);
    }
  }
}

const sink = (descriptor: 1 | 2, env: Env): Sink => {
  let terminal: Terminal | undefined | null = null;
  return {
    get terminal() {
      return (terminal = terminal === null ? terminalOf(descriptor, env) : terminal);
    },
    write: (chunk) => writeAll(descriptor, chunk),
  };
};

const stdin = (signal: AbortSignal): Input => ({
  get terminal() {
    return isTerminal(0);
  },
  async *read() {
    yield* (await import('./standard-input.ts')).standardInput(signal);
  },
});

/** Ctrl-C and a polite request to end stop the work at the next safe place; a second one ends at once. */
function interruption(): AbortSignal {
  const control = new AbortController();
  const stop = (signal: NodeJS.Signals): void => {
    // An exit would wait for a thread that opens a pipe which nobody writes to: the signal itself does not.
    if (control.signal.aborted) process.off(signal, stop).kill(process.pid, signal);
    control.abort();
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return control.signal;
}

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

function clock(frozen: string | undefined): () => string {
  if (frozen === undefined) return () => new Date().toISOString();
  const ms = Date.parse(frozen);
  if (Number.isNaN(ms))
    return () => {
      throw new DeskError('usage', `DESK_NOW is not a time: "${frozen}"`);
    };
  return () => new Date(ms).toISOString();
}

/** The world as Node sees it: the only one outside tests. What is rarely needed is imported when it is. */
export function nodeWorld(): World {
  const { env } = process;
  const signal = interruption();
  const world: World = {
    env,
    get user() {
      return userInfo().username;
    },
    get host() {
      return hostname();
    },
    get home() {
      return env['HOME'] || homedir();
    },
    version,
    stdin: stdin(signal),
    stdout: sink(1, env),
    stderr: sink(2, env),
    signal,
    now: clock(env['DESK_NOW']),
    random: (length) => Array.from({ length }, () => letters[randomInt(letters.length)]).join(''),
    prompt: async () => (await import('./terminal.ts')).prompt(world),
    edit: async (path) => (await import('./programs.ts')).edit(path, env),
    progress: async (text) => (await import('./terminal.ts')).progress(text),
    pager: async () => (await import('./programs.ts')).pager(env, world.stdout),
    openInBrowser: async (url) => (await import('./programs.ts')).openInBrowser(url, env),
    program: async (words) => (await import('./programs.ts')).program(words, env),
  };
  return world;
}
