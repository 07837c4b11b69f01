import { spawn } from 'node:child_process';
import { programEnv } from '../../around/program-env.ts';
import { DeskError } from '../../errors.ts';

/** How a program ended that did not end well. */
export interface Ending {
  readonly code: number | null;
  /** The last line that it wrote to its standard error, or its exit code. */
  readonly says: string;
}

export interface Running {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** The error for a program that ended with another code than 0. */
  readonly failed: (ending: Ending) => DeskError;
}

const mostSaid = 4096;
const controls = /[^\P{C}\n]+/gu;

/** The last line, without what could steer a terminal. */
function lastLine(text: string): string {
  const line = text.trim().split('\n').at(-1) ?? '';
  return line.replace(controls, ' ').trim().slice(0, 200);
}

function notStarted(name: string, error: Error): DeskError {
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  return new DeskError('refused', missing ? `the program ${name} is not there` : `the program ${name} does not start: ${error.message}`, {
    cause: error,
  });
}

/** What comes from a stream until it ends, or is cut off by us. */
async function* spoken(stream: AsyncIterable<Buffer>, isCutOff: () => boolean): AsyncIterable<Buffer> {
  try {
    yield* stream;
  } catch (error) {
    if (!isCutOff()) throw error;
  }
}

/**
 * What a program writes to its standard output. It and what it started are ended when nobody reads any more, when the time is up, and when
 * `signal` is aborted. Throws `unreachable` when it took too long, `refused` when it is not there.
 */
export async function* outputOf([name = '', ...words]: readonly string[], { signal, timeoutMs, failed }: Running): AsyncIterable<Buffer> {
  if (signal.aborted) return;
  // A group of its own, so that what it starts ends with it.
  const child = spawn(name, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env: programEnv(process.env) });
  let said = '';
  let late = false;
  const end = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch {
      child.kill('SIGKILL'); // it has ended already
    }
    // What left the group may hold the other ends for ever.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-mostSaid)));
  const ended = new Promise<{ readonly code: number | null } | { readonly error: Error }>((resolve) => {
    child.once('error', (error) => resolve({ error }));
    child.once('close', (code) => resolve({ code }));
  });
  const timer = setTimeout(() => {
    late = true;
    end();
  }, timeoutMs);
  signal.addEventListener('abort', end, { once: true });
  try {
    yield* spoken(child.stdout, () => late || signal.aborted);
    const how = await ended;
    if ('error' in how) throw notStarted(name, how.error);
    if (late) throw new DeskError('unreachable', `the program ${name} was not done after ${timeoutMs / 1000} s`);
    if (how.code !== 0 && !signal.aborted)
      throw failed({ code: how.code, says: lastLine(said) || `it ended with ${how.code ?? 'a signal'}` });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    if (child.exitCode === null) end();
  }
}
