import type { Draft } from '../action/drafts.ts';
import { findCommand, groupNamed, missing, takeApart, valuesOf } from '../commands/bind.ts';
import type { ViewFlags } from '../commands/command.ts';
import type { RunFlags } from './changing.ts';
import { openContext, type Opened } from './context.ts';
import { asDeskError, DeskError, interruptedExit, kinds } from '../errors.ts';
import { places } from '../around/places.ts';
import { placeOf, readSettings, type Settings } from '../around/settings.ts';
import { profileAt, whichDesk } from '../around/which-desk.ts';
import { show } from './show.ts';
import { viewOf } from './view.ts';
import { Interrupted, ReaderGone, type World } from '../around/world.ts';

type Flags = RunFlags & ViewFlags & { readonly 'no-input'?: boolean; readonly 'no-color'?: boolean };

/** Runs one command line and resolves with its exit code; what went wrong has been said on stderr. */
export async function runLine(argv: readonly string[], world: World): Promise<number> {
  try {
    await run(argv, world, undefined);
    return 0;
  } catch (thrown) {
    const code = await report(thrown, argv, world);
    return code === 0 ? code : exitOf(argv, code);
  }
}

/** The exit code of a failure, where the command line says what it is to be. */
async function exitOf(argv: readonly string[], code: number): Promise<number> {
  const found = await findCommand(argv).catch(() => undefined);
  const failing = found?.command.failing;
  return failing && argv.includes(`--${failing.flag}`) ? failing.exit : code;
}

const asksForHelp = (words: readonly string[]): boolean =>
  words.slice(0, words.includes('--') ? words.indexOf('--') : undefined).some((word) => word === '--help' || word === '-h');

async function run(argv: readonly string[], given: World, resumed: Draft | undefined): Promise<void> {
  const group = asksForHelp(argv) ? groupNamed(argv) : undefined;
  if (group !== undefined) return run(['help', group], given, undefined);
  const { command, rest, named } = await findCommand(argv);
  if (asksForHelp(rest)) return run(['help', ...(named ? command.name.split(' ') : [])], given, undefined);
  const typed = takeApart(command, rest);
  const world = restrained(given, typed.flags);
  const settings = readSettings(places(world).settings);
  const line = missing(typed).length === 0 ? typed : await (await import('./ask.ts')).askMissing(typed, world, settings);
  const values = valuesOf(line, { now: world.now(), settings });
  const flags = values as Flags;
  const view = viewOf(flags, command, world.stdout.terminal !== undefined);
  const rerun = (draft: Draft): Promise<void> => run([...wayTo(draft, settings, world), ...draft.command], world, draft);
  await using opened = await openContext({
    command,
    flags,
    view,
    settings,
    world,
    line: withoutText([...argv, ...missing(typed).flatMap(([name]) => line.args[name] ?? [])]),
    resumed,
    rerun,
    runLine,
  });
  try {
    await show(command, values, opened.context, view, world);
    await opened.text?.arrived();
  } catch (thrown) {
    throw keepingText(thrown, opened);
  }
}

/** What leads to the desk that a draft is for, where that is not the one in force. */
function wayTo({ desk, command }: Draft, settings: Settings, world: World): readonly string[] {
  if (desk === undefined || command.some((word) => /^--profile(=|$)/.test(word))) return [];
  if (placeOf(whichDesk(undefined, settings, world)) === desk) return [];
  const name = profileAt(desk, settings, world);
  return name === undefined ? [] : [`--profile=${name}`];
}

const textFlag = /^--body(-file)?(=|$)/;

/** A command line for a draft, which holds the text itself. */
const withoutText = (words: readonly string[]): readonly string[] =>
  words.filter((word, at) => !textFlag.test(word) && !(textFlag.test(words[at - 1] ?? '') && !words[at - 1]?.includes('=')));

/** The world without what this command line does not want of it. */
function restrained(world: World, flags: Readonly<Record<string, readonly string[]>>): World {
  const given = (name: string): boolean => (flags[name] ?? []).length > 0;
  const env = given('no-color') ? { ...world.env, NO_COLOR: '1' } : world.env;
  const mute = { able: false } as const;
  const plain = (sink: World['stdout']): World['stdout'] => ({
    terminal: sink.terminal && given('no-color') ? { ...sink.terminal, colour: false } : sink.terminal,
    write: (chunk) => sink.write(chunk),
  });
  if (!given('no-color') && !given('no-input')) return world;
  const prompt: World['prompt'] = given('no-input') ? async () => ({ ...(await world.prompt()), ...mute }) : world.prompt;
  return Object.assign(Object.create(world) as World, { env, prompt, stdout: plain(world.stdout), stderr: plain(world.stderr) });
}

/** Typed text is never lost: an error that kept it from arriving says where it is. */
function keepingText(thrown: unknown, { text }: Opened): unknown {
  if (text?.draft === undefined || thrown instanceof ReaderGone) return thrown;
  const kept = `your text is kept: desk drafts resume ${text.draft}`;
  if (thrown instanceof Interrupted) return new Interrupted(`${thrown.message}; ${kept}`);
  const error = asDeskError(thrown);
  const hint = error.hint === undefined ? kept : `${error.hint}; ${kept}`;
  return new DeskError(error.kind, error.message, { hint, ...(error.mark && { mark: error.mark }), cause: error.cause ?? error });
}

const wantsJson = (argv: readonly string[]): boolean =>
  argv.some(
    (word, at) =>
      /^--json(=|$)/.test(word) || /^--format=(nd)?json$/.test(word) || (word === '--format' && /^(nd)?json$/.test(argv[at + 1] ?? '')),
  );

/** Says what went wrong, and resolves with the exit code for it. */
export async function report(thrown: unknown, argv: readonly string[], world: World): Promise<number> {
  if (thrown instanceof ReaderGone) return 0;
  const say = (text: string): Promise<void> => world.stderr.write(text).catch(() => {});
  if (thrown instanceof Interrupted) {
    await say(`desk: ${thrown.message}\n`);
    return interruptedExit;
  }
  const error = asDeskError(thrown);
  const { renderError } = await import('../output/error.ts');
  const { terminal } = world.stderr;
  const trace = error.kind === 'bug' ? await (await import('./trace.ts')).saveTrace(error, world) : undefined;
  const told = trace ? new DeskError('bug', `something went wrong that should not: ${error.message}`, { hint: trace }) : error;
  await say(await renderError(told, { json: wantsJson(argv), colour: terminal?.colour ?? false, columns: terminal?.columns ?? 80 }));
  return kinds[error.kind].exit;
}
