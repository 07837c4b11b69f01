import { execa } from 'execa';
import { program, type Stage, wholeLines } from './program.ts';

type Row = Readonly<Record<string, unknown>>;

/** `desk watch --format ndjson` that goes on, and what it has told. */
export interface Watching {
  readonly rows: () => readonly Row[];
  readonly stderr: () => string;
  /** Resolves when as many events were told. Throws when it takes too long, or has ended. */
  readonly until: (count: number, withinMs?: number) => Promise<readonly Row[]>;
  /** Nobody reads any more. */
  readonly leave: () => void;
  /** Types Ctrl-C; resolves with the exit code. */
  readonly interrupt: () => Promise<number | undefined>;
  readonly ended: Promise<number | undefined>;
}

/** Starts watching with the real program, which reads nothing from its standard input. */
export function watch(stage: Pick<Stage, 'env' | 'folder'>, args: readonly string[], env: Readonly<Record<string, string>> = {}): Watching {
  const child = execa(process.execPath, [program, 'watch', '--format', 'ndjson', ...args], {
    env: { ...stage.env, ...env },
    extendEnv: false,
    cwd: stage.folder,
    stdin: 'ignore',
    reject: false,
    buffer: false,
    timeout: 600_000,
    killSignal: 'SIGKILL',
  });
  let [stdout, stderr] = ['', ''];
  let heard = (): void => undefined;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const ended = child.then(({ exitCode }) => exitCode);
  const rows = (): readonly Row[] => wholeLines(stdout).map((line) => JSON.parse(line) as Row);
  const until: Watching['until'] = (count, withinMs = 60_000) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`${rows().length} of ${count} events were told: ${stderr}`)), withinMs);
      heard = () => {
        if (wholeLines(stdout).length < count) return;
        clearTimeout(late);
        resolve(rows());
      };
      heard();
      void ended.then((code) => reject(new Error(`ended with ${code}: ${stderr}`)));
    });
  return {
    rows,
    stderr: () => stderr,
    until,
    leave: () => child.stdout.destroy(),
    interrupt: () => (child.kill('SIGINT'), ended),
    ended,
  };
}

/** The cursors of what was told. */
export const cursorsOf = (rows: readonly Row[]): readonly number[] => rows.map(({ cursor }) => Number(cursor));
