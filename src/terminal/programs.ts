import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { DeskError } from '../errors.ts';
import { callerEnv, programEnv } from '../around/program-env.ts';
import { type Program, ReaderGone, type Sink, type World } from '../around/world.ts';

type Env = World['env'];

const set = (...values: readonly (string | undefined)[]): string | undefined =>
  values.find((value) => value !== undefined && value.trim() !== '');

/** Runs a program as the user's shell would, on the user's terminal; `file` is given to it as a word of its own, whatever its name. */
async function run(named: string, file: string, env: Env): Promise<number> {
  const child = spawn('/bin/sh', ['-c', `${named} "$@"`, named, file], { stdio: 'inherit', env: programEnv(env) });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

/** Opens a file in the user's editor: DESK_EDITOR, VISUAL, EDITOR, else vi. Throws `settings` when the editor fails; the file stays. */
export async function edit(path: string, env: Env): Promise<void> {
  const editor = set(env['DESK_EDITOR'], env['VISUAL'], env['EDITOR']) ?? 'vi';
  const code = await run(editor, path, env);
  if (code !== 0) throw new DeskError('settings', `the editor (${editor}) ended with code ${code}`, { hint: `your text is in ${path}` });
}

/** Shows text page by page: DESK_PAGER, PAGER, else less. A pager that is missing is no trouble: the text is printed plainly. */
export async function pager(env: Env, stdout: Sink): Promise<Sink & { end(): Promise<void> }> {
  const chosen = set(env['DESK_PAGER'], env['PAGER']) ?? 'less';
  if (chosen === 'cat') return { ...stdout, terminal: stdout.terminal, end: async () => {} };
  const child = spawn('/bin/sh', ['-c', `command -v ${chosen.split(' ')[0]} >/dev/null || exec cat; ${chosen}`], {
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { LESS: 'FRX', LV: '-c', ...programEnv(env) },
  });
  let gone = false;
  child.stdin.on('error', () => (gone = true));
  const closed = once(child, 'close');
  return {
    terminal: stdout.terminal,
    async write(chunk) {
      if (gone || child.stdin.destroyed) throw new ReaderGone();
      if (!child.stdin.write(chunk)) await Promise.race([once(child.stdin, 'drain'), closed]);
    },
    async end() {
      child.stdin.end();
      await closed;
    },
  };
}

/** Opens a web page with the system's opener. Throws `usage` for anything but http and https, `settings` when there is no opener. */
export async function openInBrowser(url: string, env: Env): Promise<void> {
  if (!/^https?:\/\//i.test(url)) throw new DeskError('usage', `"${url}" is not a web address`);
  const opener = set(env['BROWSER']) ?? (process.platform === 'darwin' ? 'open' : 'xdg-open');
  if ((await run(opener, url, env)) !== 0) throw new DeskError('settings', `the browser (${opener}) could not be opened`, { hint: url });
}

/** Whether a file can be run as a program. */
const runs = (path: string): Promise<boolean> =>
  Promise.all([access(path, constants.X_OK), stat(path)]).then(
    ([, found]) => found.isFile(),
    () => false,
  );

/**
 * A program by its path, or by its name on PATH, and words for it, which no shell reads. It may call desk again, and is signed in as this one is. Throws `refused`
 * where there is none.
 */
export async function program([name = '', ...words]: readonly string[], env: Env): Promise<Program> {
  const places = name.includes('/') ? [name] : (env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, name));
  const found = await Promise.all(places.map(runs));
  if (name === '' || !found.includes(true)) throw new DeskError('refused', `there is no program ${JSON.stringify(name)} to run`);
  return async ({ input, env: more, signal }) => {
    const child = spawn(name, words, { stdio: ['pipe', 2, 2], env: { ...callerEnv(env), ...more } });
    const end = (): void => void child.kill('SIGTERM');
    signal.addEventListener('abort', end, { once: true });
    // One that reads nothing of its input has done nothing wrong.
    child.stdin?.on('error', () => undefined).end(input);
    try {
      const [code, ended] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
      return code ?? ended ?? 1;
    } catch (cause) {
      throw new DeskError('refused', `the program ${name} does not start: ${(cause as Error).message}`, { cause });
    } finally {
      signal.removeEventListener('abort', end);
    }
  };
}
