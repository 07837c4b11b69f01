import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** The program itself, as it is installed; `npm run build` makes what it loads. */
export const program = join(import.meta.dirname, '..', 'bin', 'desk.js');

if (!existsSync(join(import.meta.dirname, '..', 'dist', 'main.cjs')))
  throw new Error('there is no program to test: npm run build makes it');

/** V8's code is kept once for all that runs here: what is tested is not how long compiling takes. */
const cache = mkdtempSync(join(tmpdir(), 'desk-code-'));
process.once('exit', () => rmSync(cache, { recursive: true, force: true }));

/** How a run of the program ended. */
export interface Ended {
  /** Exit code; undefined when a signal ended it. */
  readonly code: number | undefined;
  readonly signal: string | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Environment variables that are not set at all. */
  readonly without?: readonly string[];
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  /** Runs as another user, where the one who tests may do that. */
  readonly uid?: number;
}

/** A run that goes on. */
export interface Running {
  readonly pid: number;
  kill(signal: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
}

/** A desk of its own in a folder of its own, worked by the real program. */
export interface Stage extends AsyncDisposable {
  readonly folder: string;
  /** Path of the embedded desk. */
  readonly store: string;
  readonly env: Readonly<Record<string, string>>;
  at(name: string): string;
  start(args: readonly string[], options?: RunOptions): Running;
  run(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Runs what has to go well; resolves with its standard output. */
  well(args: readonly string[], options?: RunOptions): Promise<string>;
}

/** Longer than anything here may take: what hangs is killed, and seen as killed. */
const mostMs = 600_000;

/** As much of execa's result as is looked at. */
interface Result {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly stdout?: unknown;
  readonly stderr?: unknown;
}

async function ended(child: PromiseLike<Result>, since: number): Promise<Ended> {
  const { exitCode, signal, stdout, stderr } = await child;
  return { code: exitCode, signal, stdout: String(stdout), stderr: String(stderr), ms: performance.now() - since };
}

/** Makes a stage; it is gone when disposed of. */
export async function stage(within = tmpdir()): Promise<Stage> {
  const folder = await realpath(await mkdtemp(join(within, 'desk-program-')));
  const at = (name: string): string => join(folder, name);
  await mkdir(at('home'));
  const env = {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: at('home'),
    XDG_CACHE_HOME: cache,
    TZ: 'UTC',
    DESK_AGENT: 'ana',
    DESK_STORE: at('desk.db'),
  };
  const start = (args: readonly string[], options: RunOptions = {}): Running => {
    const own = Object.entries({ ...env, ...options.env }).filter(([name]) => !options.without?.includes(name));
    const since = performance.now();
    const child = execa(process.execPath, [program, ...args], {
      env: Object.fromEntries(own),
      extendEnv: false,
      cwd: options.cwd ?? folder,
      ...(options.input === undefined ? { stdin: 'ignore' } : { input: options.input }),
      ...(options.uid !== undefined && { uid: options.uid, gid: options.uid }),
      reject: false,
      stripFinalNewline: false,
      timeout: mostMs,
      killSignal: 'SIGKILL',
      maxBuffer: 500_000_000,
    });
    return { pid: child.pid ?? -1, kill: (signal) => void child.kill(signal), ended: ended(child, since) };
  };
  const run = (args: readonly string[], options?: RunOptions): Promise<Ended> => start(args, options).ended;
  return {
    folder,
    store: env.DESK_STORE,
    env,
    at,
    start,
    run,
    async well(args, options) {
      const { code, stdout, stderr, signal } = await run(args, options);
      if (code !== 0) throw new Error(`desk ${args.join(' ').slice(0, 200)} ended with ${code ?? signal}: ${stderr}`);
      return stdout;
    },
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

/** The lines of a text that were written to their end. */
export const wholeLines = (text: string): readonly string[] =>
  text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);

/** Rows of NDJSON, without one that was cut off. */
export const rowsIn = (text: string): readonly Readonly<Record<string, unknown>>[] =>
  wholeLines(text).map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
