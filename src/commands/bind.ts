import { Command as Commander, CommanderError, Option } from 'commander';
import { DeskError } from '../errors.ts';
import { nearest } from '../model/nearest.ts';
import { parse } from '../query/parse.ts';
import type { Selection } from '../action/action.ts';
import { type Entry, entries } from './all.ts';
import type { AnyCommand, Arg, Flag, ParseTime } from './command.ts';
import { addedFlags, allFields, everywhere, operationFlags, outputFlags, selectFlags } from './globals.ts';

/** The words of one argument or flag, as typed. */
type Words = Readonly<Record<string, readonly string[]>>;

/** A command line taken apart: the command, and what was typed for each argument and flag. */
export interface Line {
  readonly command: AnyCommand;
  readonly args: Words;
  readonly flags: Words;
}

/** Names of fields with commas: what `--json=` takes. */
const looksLikeFields = /^[a-z][\w.-]*(?:,[a-z][\w.-]*)+$/i;
const looksLikeQuery = /^-["(@]|^-[\p{L}][\p{L}\w.-]*(:|[<>]=?)/u;

/**
 * The words as commander is to see them: what looks like `-word:` is a query, and before tags a minus takes one away; a blank in front keeps them from being taken
 * for flags, and means nothing to who reads them. `--json` alone gets a value. Values of flags, and what follows `--`, stay as they are.
 */
function asTyped(words: readonly string[], command: AnyCommand): readonly string[] {
  const flags = Object.entries(flagsOf(command));
  const valued = new Set(flags.flatMap(([name, { value }]) => (value === undefined || name === 'json' ? [] : [`--${name}`])));
  const shorts = new Set(flags.flatMap(([, { short }]) => short ?? []));
  const areShorts = (word: string): boolean => Array.from(word.slice(1)).every((letter) => shorts.has(letter));
  const minus = Object.values<Arg<unknown>>(command.args).some((each) => each.minus);
  const guarded = (word: string): boolean => looksLikeQuery.test(word) || (minus && /^-[^-]/.test(word) && !areShorts(word));
  const end = words.indexOf('--');
  const read = (word: string, at: number): string => {
    if ((end >= 0 && at >= end) || valued.has(words[at - 1] ?? '')) return word;
    if (words[at - 1] === '--json' && looksLikeFields.test(word))
      throw new DeskError('usage', `"${word}" would be looked for in tickets`, { hint: `fields are chosen with --json=${word}` });
    return word === '--json' ? `--json=${allFields}` : guarded(word) ? ` ${word}` : word;
  };
  return words.map(read);
}

/** The command whose name the first words are, and how many words it has. */
export function named(words: readonly string[]): { readonly entry: Entry; readonly length: number } | undefined {
  for (const length of [2, 1]) {
    const entry = entries.find(({ name }) => name === words.slice(0, length).join(' '));
    if (entry && words.length >= length) return { entry, length };
  }
  return undefined;
}

const takesValue: ReadonlySet<string> = new Set(
  Object.entries({ ...everywhere, ...outputFlags, ...selectFlags, ...operationFlags }).flatMap(([name, { value }]) =>
    value === undefined || name === 'json' ? [] : [`--${name}`],
  ),
);

/** Where the command's name begins: global flags may stand before it. */
export function nameAt(argv: readonly string[]): number {
  let at = 0;
  while (at < argv.length && argv[at]?.startsWith('-')) at += takesValue.has(argv[at] ?? '') ? 2 : 1;
  return at;
}

/** A command that was found, and the rest of its line. */
export interface Found {
  readonly command: AnyCommand;
  readonly rest: readonly string[];
  /** Whether the line named it. */
  readonly named: boolean;
}

const partsOf = (word: string): readonly string[] => entries.filter(({ name }) => name.startsWith(`${word} `)).map(({ name }) => name);

/** The word of a command line that several commands begin with and that is none alone, where no other word follows it. */
export function groupNamed(argv: readonly string[]): string | undefined {
  const [first = '', second] = argv.slice(nameAt(argv));
  if (named([first]) || partsOf(first).length === 0) return undefined;
  return second === undefined || second.startsWith('-') ? first : undefined;
}

/** Finds and loads the command that a command line names: the day where it names none. Throws `usage` for a word that is no command. */
export async function findCommand(argv: readonly string[]): Promise<Found> {
  const at = nameAt(argv);
  const words = argv.slice(at, at + 2);
  const found = named(words.length === 0 ? ['day'] : words);
  if (!found) throw unknownCommand(words);
  const length = words.length === 0 ? 0 : found.length;
  return { command: await found.entry.load(), rest: [...argv.slice(0, at), ...argv.slice(at + length)], named: words.length > 0 };
}

function unknownCommand(words: readonly string[]): DeskError {
  const [first = ''] = words;
  const parts = partsOf(first);
  if (parts.length > 0)
    return new DeskError('usage', `desk ${first} needs one more word`, {
      hint: `one of: ${parts.map((name) => `desk ${name}`).join(', ')}`,
    });
  const near = nearest(first, [...new Set(entries.flatMap(({ name }) => [name, name.split(' ')[0] ?? name]))]);
  return new DeskError('usage', `"${first}" is not a command`, { hint: near ? `did you mean desk ${near}?` : 'desk help lists them' });
}

/** Whether the changes of a command belong to an operation, which can be gone on with. */
export const operates = ({ needs }: AnyCommand): boolean => (needs as readonly string[]).includes('act');

/** All flags of a command: its own, and those of its kind. */
export function flagsOf(command: AnyCommand): Readonly<Record<string, Flag<unknown>>> {
  const selects = Object.values<Arg<unknown>>(command.args).some((each) => each.selects);
  const added = addedFlags({
    rows: command.output.kind !== 'raw',
    changes: command.changes === true,
    selects,
    operates: operates(command),
  });
  return { ...added, ...command.flags };
}

function optionFor(name: string, { value, says, short, many }: Flag<unknown>): Option {
  const option = new Option(`${short ? `-${short}, ` : ''}--${name}${value === undefined ? '' : ` <${value}>`}`, says);
  const collect = (word: string, words: readonly string[] | undefined): readonly string[] => (many && words ? [...words, word] : [word]);
  return value === undefined ? option : option.argParser(collect);
}

function commander(command: AnyCommand): Commander {
  const bound = new Commander(`desk ${command.name}`)
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {} })
    .helpOption(false)
    .allowExcessArguments(true)
    .argument('[words...]');
  for (const [name, flag] of Object.entries(flagsOf(command))) bound.addOption(optionFor(name, flag));
  return bound;
}

/** commander names an option that begins with no- after what it negates. */
function valueOf(options: Readonly<Record<string, unknown>>, name: string, { value }: Flag<unknown>): readonly string[] {
  const camel = (text: string): string => text.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  if (name.startsWith('no-')) return options[camel(name.slice('no-'.length))] === false ? [''] : [];
  const given = options[camel(name)];
  if (given === undefined || given === false) return [];
  return value === undefined ? [''] : (given as readonly string[]);
}

/** Takes a command line apart. Throws `usage` for flags that the command does not have, and for words too many. */
export function takeApart(command: AnyCommand, rest: readonly string[]): Line {
  const bound = commander(command);
  try {
    bound.parse(asTyped(rest, command), { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError) throw unknownFlag(thrown, command);
    throw thrown;
  }
  const options = bound.opts();
  const flags = Object.fromEntries(Object.entries(flagsOf(command)).map(([name, flag]) => [name, valueOf(options, name, flag)]));
  return { command, args: deal(command, bound.args, (flags['where'] ?? []).length > 0), flags };
}

/** What commander says, in our words. */
function unknownFlag(error: CommanderError, command: AnyCommand): DeskError {
  const [, wrong] = /unknown option '(.+)'/.exec(error.message) ?? [];
  const [, name, value] = /option '(?:-\w, )?(--\S+) (<.+>)' argument missing/.exec(error.message) ?? [];
  const message = wrong
    ? `desk ${command.name} has no flag ${wrong}`
    : name
      ? `${name} needs a value: ${name} ${value}`
      : error.message.replace(/^error: /, '');
  const query = Object.values<Arg<unknown>>(command.args).some((each) => each.wants === 'query');
  const without = query && wrong && /^-[^-]/.test(wrong) ? `a query says: not ${wrong.slice(1)}` : undefined;
  const suggested = /\(Did you mean (.+)\?\)$/.exec(error.message)?.[1];
  return new DeskError('usage', message, {
    hint: without ?? (suggested ? `did you mean ${suggested}?` : `see: desk ${command.name} --help`),
    cause: error,
  });
}

/** Deals the words out to the arguments: first those that know theirs by sight, then one each, and what is left over to the one that takes many. */
function deal(command: AnyCommand, words: readonly string[], where: boolean): Words {
  const args = Object.entries<Arg<unknown>>(command.args).filter(([, each]) => !(where && each.selects));
  const picky = args.filter(([, each]) => each.takes);
  const rest = words.filter((word) => !picky.some(([, each]) => each.takes?.(word)));
  const plain = args.filter(([, each]) => !each.takes);
  if (where && rest.length > plain.length) throw new DeskError('usage', 'give tickets or --where, not both');
  const picked = picky.map(([name, each]) => [name, words.filter((word) => each.takes?.(word))] as const);
  return Object.fromEntries([...picked, ...inOrder(command.name, plain, rest)]);
}

function inOrder(
  name: string,
  args: readonly (readonly [string, Arg<unknown>])[],
  words: readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  const greedy = args.findIndex(([, each]) => each.many);
  if (greedy < 0 && words.length > args.length)
    throw new DeskError('usage', `desk ${name} does not take "${words[args.length]}"`, { hint: `see: desk ${name} --help` });
  const last = greedy < 0 ? args.length : Math.max(greedy, words.length - (args.length - greedy - 1));
  const place = (at: number): readonly [number, number] =>
    greedy < 0 || at < greedy ? [at, at + 1] : at === greedy ? [greedy, last] : [last + at - greedy - 1, last + at - greedy];
  return args.map(([each], at) => [each, words.slice(...place(at))]);
}

/** The arguments that are needed and were not typed. */
export function missing({ command, args, flags }: Line): readonly (readonly [string, Arg<unknown>])[] {
  const where = (flags['where'] ?? []).length > 0;
  return Object.entries<Arg<unknown>>(command.args).filter(
    ([name, each]) => !each.optional && !(where && each.selects) && (args[name] ?? []).length === 0,
  );
}

/** The parsed values of all arguments and flags of a command line. Throws `usage`. */
export function valuesOf({ command, args, flags }: Line, at: ParseTime): Readonly<Record<string, unknown>> {
  const fromFlags = Object.entries(flagsOf(command)).map(([name, flag]) => [name, flag.parse(flags[name] ?? [], at)]);
  const [where] = flags['where'] ?? [];
  const fromArgs = Object.entries<Arg<unknown>>(command.args).map(([name, each]) => [
    name,
    each.selects && where !== undefined ? matching(where) : each.parse(args[name] ?? [], at),
  ]);
  return Object.fromEntries([...fromFlags, ...fromArgs]);
}

function matching(where: string): Selection {
  if (where.trim() === '')
    throw new DeskError('usage', '--where is empty', { hint: "say which tickets, such as --where 'status:new tag:spam'" });
  return { by: 'query', query: parse(where) };
}
