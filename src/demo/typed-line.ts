import { readFile, writeFile } from 'node:fs/promises';
import { splitWords } from '../action/script.ts';
import { fromHome } from '../around/home.ts';
import type { Input, Sink, World } from '../around/world.ts';
import { collect } from '../model/stream.ts';

/** Runs one command line of desk, as main does: resolves with the exit code. */
export type RunLine = (argv: readonly string[], world: World) => Promise<number>;

/** What a typed line runs in. */
export interface Shell {
  readonly runLine: RunLine;
  readonly world: World;
}

/**
 * Runs a line as a shell would, of which it knows what the tour types: desk, head, tail and cat, `|`, `>`, a text after `<<'END'`, `NAME=value` in front, `~`.
 * Resolves with the first exit code that is not 0, else with 0.
 */
export async function runTyped(line: string, shell: Shell): Promise<number> {
  const [typed = '', ...below] = line.split('\n');
  const [, stages = '', target] = /^(.*?)(?: > (\S+))?$/.exec(typed.replace(" <<'END'", '')) ?? [];
  const pieces = stages.split(' | ');
  let input = below.length > 0 ? `${below.slice(0, -1).join('\n')}\n` : '';
  let code = 0;
  for (const [at, piece] of pieces.entries()) {
    const piped = target !== undefined || at < pieces.length - 1;
    const caught = piped ? pipe() : undefined;
    const ended = await runStage(piece, reading(input), caught?.sink ?? shell.world.stdout, shell);
    code ||= ended;
    input = caught?.text() ?? '';
  }
  if (target !== undefined) await writeFile(fromHome(target, shell.world.home), input);
  return code;
}

async function runStage(text: string, stdin: Input, stdout: Sink, { runLine, world }: Shell): Promise<number> {
  const words = splitWords(text).map((word) => fromHome(word, world.home));
  const begin = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const env = Object.fromEntries(words.slice(0, begin).map((word) => word.split('=', 2)));
  const [program, ...args] = words.slice(begin);
  if (program === 'desk') return runLine(args, { ...world, env: { ...world.env, ...env }, stdin, stdout });
  await stdout.write(await plainProgram(program, args, stdin));
  return 0;
}

/** `head -n 4 [file]`, `tail -n 4 [file]`, `cat [file]`. */
async function plainProgram(program: string | undefined, args: readonly string[], stdin: Input): Promise<string> {
  const [, count, file] = program === 'cat' ? [undefined, undefined, args[0]] : args;
  const text = file === undefined ? await all(stdin) : await readFile(file, 'utf8');
  const lines = text.split(/(?<=\n)/);
  if (program === 'head') return lines.slice(0, Number(count)).join('');
  if (program === 'tail') return lines.slice(-Number(count)).join('');
  if (program === 'cat') return text;
  throw new Error(`the tour cannot run ${program}`);
}

async function all(input: Input): Promise<string> {
  return Buffer.concat(await collect(input.read())).toString();
}

const reading = (text: string): Input => ({
  terminal: false,
  async *read() {
    if (text !== '') yield new TextEncoder().encode(text);
  },
});

/** Where a command writes that is no terminal; `text` is what it wrote. */
function pipe(): { readonly sink: Sink; readonly text: () => string } {
  const chunks: Uint8Array[] = [];
  const write = async (chunk: string | Uint8Array): Promise<void> => void chunks.push(Buffer.from(chunk as string));
  return { sink: { terminal: undefined, write }, text: () => Buffer.concat(chunks).toString() };
}
