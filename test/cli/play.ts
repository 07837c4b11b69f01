import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countedNames, runIn, testNow, type Told } from '../world.ts';
import { type Call, pipeline } from './shell-line.ts';
import { type RtScene, rtScene } from './rt-scene.ts';
import { type Part, printTranscript, saidOf } from './transcript.ts';

/** Where one transcript is played: a home of its own, and what its directives have changed. */
export interface Stage {
  readonly home: string;
  /** Where its commands stand. */
  readonly folder: string;
  clock: string;
  terminal: number | undefined;
  readonly answers: string[];
  readonly random: (length: number) => string;
  /** Milliseconds after which Ctrl-C is typed, for what goes on until then. */
  interruptMs?: number;
  /** `% rt` has started it. */
  rt?: RtScene;
  /** The desk is not in the home but served: the environment by which whoever works it gets there. */
  reach?: (agent: string) => Promise<Readonly<Record<string, string>>>;
}

/** Something that runs the lines of a transcript. */
export interface Player {
  run(line: string, more: readonly string[], stage: Stage): Promise<Told>;
  /** Makes the stage ready; what it gives is put away at the end. */
  readonly prepare?: (stage: Stage) => Promise<AsyncDisposable>;
  /** What came, as the transcript would have it; the transcript's own lines are known. */
  readonly settled?: (expected: readonly string[], came: readonly string[]) => readonly string[];
}

/** Plays all commands on a fresh stage; resolves with the same parts, saying what came this time. */
export async function play(parts: readonly Part[], player: Player): Promise<readonly Part[]> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'desk-cli-')));
  const stage: Stage = { home, folder: join(home, 'here'), clock: testNow, terminal: undefined, answers: [], random: countedNames() };
  await mkdir(stage.folder);
  const played: Part[] = [];
  const prepared = await player.prepare?.(stage);
  try {
    for (const part of parts) played.push(await step(part, player, stage));
    if (stage.answers.length > 0) throw new Error(`never asked for: ${stage.answers.join(', ')}\n${printTranscript(played)}`);
    return played;
  } finally {
    await stage.rt?.[Symbol.asyncDispose]();
    await prepared?.[Symbol.asyncDispose]();
    await rm(home, { recursive: true, force: true });
  }
}

async function step(part: Part, player: Player, stage: Stage): Promise<Part> {
  if (part.kind === 'clock') stage.clock = part.at;
  if (part.kind === 'scene') await direct(part, stage);
  if (part.kind !== 'run') return part;
  const spelled = (text: string): string => stage.rt?.spelled(text) ?? text;
  const told = await player.run(spelled(part.line), part.more.map(spelled), stage);
  const said = saidOf({ ...told, stdout: masked(told.stdout, stage), stderr: masked(told.stderr, stage) });
  return { ...part, said: player.settled?.(part.said, said) ?? said };
}

async function direct({ word, value }: { readonly word: string; readonly value: string }, stage: Stage): Promise<void> {
  if (word === 'terminal') stage.terminal = value === 'none' ? undefined : Number(value);
  else if (word === 'interrupt') stage.interruptMs = Number(value);
  else if (word === 'answer') stage.answers.push(stage.rt?.spelled(value) ?? value);
  else if (word === 'rt') await (value === '' ? start(stage) : stage.rt?.let(value));
  else if (word !== 'program') throw new Error(`no directive is called ${word}`);
}

async function start(stage: Stage): Promise<void> {
  stage.rt = await rtScene(() => stage.clock);
}

/** The home and the version of Node differ from machine to machine, tokens each time. */
const masked = (text: string, { home, rt, reach }: Stage): string =>
  (rt?.shown(text) ?? (reach ? text.replaceAll('this desk (remote)', 'this desk (embedded)') : text))
    .replaceAll(home, '/home/ana')
    .replaceAll(/(?<=\bdesk_[\w-]+\.)[\w-]{43}\b/g, '…')
    .replaceAll(/\bNode v\d+\.\d+\.\d+/g, 'Node v20.19.0');

/** The environment in which a transcript is played; what a line sets before its command comes on top. */
export const envOf = ({ home, clock }: Pick<Stage, 'home' | 'clock'>): Readonly<Record<string, string>> => ({
  HOME: home,
  DESK_AGENT: 'ana',
  DESK_NOW: clock,
  DESK_KEYRING: 'off',
  TZ: 'UTC',
});

/** What little of a shell transcripts need beside desk. Throws for any other program. */
const programs: Readonly<Record<string, (words: readonly string[], stdin: string) => Promise<string>>> = {
  echo: async (words) => `${words.join(' ')}\n`,
  cat: async (words, stdin) => (words.length === 0 ? stdin : (await Promise.all(words.map((path) => readFile(path, 'utf8')))).join('')),
};

async function call({ words: [name = '', ...words], env }: Call, stdin: string | undefined, stage: Stage): Promise<Told> {
  if (name === 'desk') {
    const whole = { ...envOf(stage), ...env };
    // A line that names a desk means that one.
    const named = ['DESK_STORE', 'DESK_URL', 'DESK_PROFILE'].some((variable) => variable in env);
    const way = named ? undefined : await stage.reach?.(whole['DESK_AGENT'] ?? '');
    const { home, terminal, answers, random, interruptMs } = stage;
    const piped = { ...(stdin !== undefined && { stdin }), ...(terminal !== undefined && { terminal }) };
    const heard = interruptMs === undefined ? {} : { signal: AbortSignal.timeout(interruptMs) };
    return runIn({ home, env: { ...whole, ...way }, answers, random, ...piped, ...heard }, ...words);
  }
  const program = programs[name];
  if (!program) throw new Error(`a transcript cannot run ${name}`);
  return { stdout: await program(words, stdin ?? ''), stderr: '', code: 0 };
}

/** What a program reads: its here-document, its file, or what the one before it wrote. */
async function stdinOf({ here, from }: Call, more: readonly string[], before: Told | undefined): Promise<string | undefined> {
  if (here !== undefined) return [...more.slice(0, more.indexOf(here)), ''].join('\n');
  return from === undefined ? before?.stdout : readFile(from, 'utf8');
}

/** Runs a line in this process: each program of a pipeline after the other. The working directory is that of the stage. */
async function runHere(first: string, more: readonly string[], stage: Stage): Promise<Told> {
  process.chdir(stage.folder);
  const line = first.includes('<<') ? first : [first, ...more].join('\n'); // a quote may go on for lines
  let told: Told | undefined;
  for (const each of pipeline(line)) {
    const next = await call(each, await stdinOf(each, more, told), stage);
    if (each.to !== undefined) await writeFile(each.to, next.stdout);
    told = { stdout: each.to === undefined ? next.stdout : '', stderr: (told?.stderr ?? '') + next.stderr, code: next.code };
  }
  return told ?? { stdout: '', stderr: '', code: 0 };
}

export const inProcess: Player = { run: runHere };
