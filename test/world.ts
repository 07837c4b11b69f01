import { readFile, writeFile } from 'node:fs/promises';
import { version } from '../package.json';
import { main } from '../src/main.ts';
import { DeskError } from '../src/errors.ts';
import { program } from '../src/terminal/programs.ts';
import type { Choice, Prompt, Sink, Terminal, World } from '../src/around/world.ts';

/** The moment at which a test world stands, where nothing else is said. */
export const testNow = '2026-11-21T12:00:00.000Z';

/** What a test world is made of. */
export interface Scene {
  /** The user's folder: settings, desk and drafts lie below it. */
  readonly home: string;
  /** Beside HOME; DESK_NOW is the clock. */
  readonly env?: Readonly<Record<string, string>>;
  /** What is piped in; without it standard input is empty, or the terminal. */
  readonly stdin?: string;
  /** Columns of the terminal that the streams are; none when they are pipes. */
  readonly terminal?: number;
  /** What the person at the terminal says, in order; taken off as they are asked. */
  readonly answers?: string[];
  readonly random?: World['random'];
  readonly signal?: AbortSignal;
}

/** What came of a command line. */
export interface Told {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

/** Names that tell themselves apart in a transcript: `r0000001`, one counter for each length. */
export function countedNames(): World['random'] {
  const counts = new Map<number, number>();
  return (length) => {
    const count = (counts.get(length) ?? 0) + 1;
    counts.set(length, count);
    return `r${String(count).padStart(length - 1, '0')}`;
  };
}

interface Heard extends Sink {
  text(): string;
}

function hearing(terminal: Terminal | undefined): Heard {
  const chunks: Uint8Array[] = [];
  return {
    terminal,
    async write(chunk) {
      chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : Uint8Array.from(chunk));
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

/** Somebody whose answers are known beforehand; what is asked and answered is heard on stderr. */
function prompting({ terminal, answers = [] }: Scene, stderr: Sink): Prompt {
  const answer = async (question: string): Promise<string> => {
    if (terminal === undefined) throw new DeskError('usage', 'there is nobody to ask: no terminal');
    const said = answers.shift();
    if (said === undefined) throw new Error(`nobody answers: ${question}`);
    await stderr.write(`${question} ${said}\n`);
    return said;
  };
  return {
    able: terminal !== undefined,
    confirm: async (question) => (await answer(question)) === 'yes',
    text: answer,
    secret: async (question) => {
      const said = answers.shift();
      if (terminal === undefined || said === undefined) throw new Error(`nobody answers: ${question}`);
      await stderr.write(`${question} [hidden]\n`);
      return said;
    },
    async pick<T>(question: string, search: (text: string, signal: AbortSignal) => Promise<readonly Choice<T>[]>): Promise<T> {
      const [choice] = await search(await answer(question), new AbortController().signal);
      if (!choice) throw new Error(`nothing to pick: ${question}`);
      await stderr.write(`${choice.label}${choice.aside === undefined ? '' : ` (${choice.aside})`}\n`);
      return choice.value;
    },
  };
}

async function* asBytes(text: string): AsyncIterable<Uint8Array> {
  if (text !== '') yield Buffer.from(text);
}

/** Puts what the person types before what the editor shows. */
async function typed(path: string, answers: string[]): Promise<void> {
  const text = answers.shift();
  if (text === undefined) throw new Error(`nobody writes into ${path}`);
  await writeFile(path, `${text}\n${await readFile(path, 'utf8')}`);
}

/** A world without anything real but files: streams that are heard, a clock that stands, names that are counted. */
export function testWorld(scene: Scene): World & { told(code: number): Told } {
  const { home, env = {}, stdin, answers = [], signal = new AbortController().signal } = scene;
  const terminal = scene.terminal === undefined ? undefined : { columns: scene.terminal, rows: 1000, colour: false, links: false };
  const [stdout, stderr] = [hearing(terminal), hearing(terminal)];
  return {
    env: { HOME: home, DESK_NOW: testNow, DESK_AGENT: 'ana', DESK_KEYRING: 'off', ...env },
    user: 'ana',
    host: 'laptop',
    home,
    version,
    stdin: { terminal: terminal !== undefined && stdin === undefined, read: () => asBytes(stdin ?? '') },
    stdout,
    stderr,
    signal,
    now: () => env['DESK_NOW'] ?? testNow,
    random: scene.random ?? countedNames(),
    prompt: async () => prompting({ ...scene, answers }, stderr),
    edit: (path) => typed(path, answers),
    progress: async () => ({ update: () => {}, stop: () => {} }),
    pager: async () => ({ ...stdout, end: async () => {} }),
    openInBrowser: (url) => stderr.write(`opens ${url}\n`),
    program: (words) => program(words, process.env),
    told: (code) => ({ stdout: stdout.text(), stderr: stderr.text(), code }),
  };
}

/** Runs one command line in a test world. */
export async function runIn(scene: Scene, ...argv: readonly string[]): Promise<Told> {
  const world = testWorld(scene);
  return world.told(await main(argv, world));
}
