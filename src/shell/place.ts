import { type Entry, entries } from '../commands/all.ts';
import { flagsOf, nameAt, named } from '../commands/bind.ts';
import type { AnyCommand, Arg, Flag } from '../commands/command.ts';
import { addedFlags } from '../commands/globals.ts';

/** A value that is being typed: of an argument, or of a flag. */
export interface ValuePlace {
  readonly of: 'arg' | 'flag';
  readonly name: string;
  readonly what: Pick<Arg<unknown>, 'wants' | 'many'>;
  /** The words that stand before it as arguments. */
  readonly after: readonly string[];
}

/** Commands whose name may begin or go on with a word. */
export interface Names {
  /** What stands of the name already. */
  readonly before: string;
  readonly entries: readonly Entry[];
}

/** What may stand where the cursor is. */
export interface Place {
  /** The command, when the words before the cursor name one. */
  readonly command: AnyCommand | undefined;
  readonly names: Names;
  readonly flags: Readonly<Record<string, Flag<unknown>>>;
  readonly values: readonly ValuePlace[];
  /** What stands before the typed part in its word and stays, such as `--format=`. */
  readonly head: string;
  readonly typed: string;
  /** What --profile says. */
  readonly profile: string | undefined;
}

const nowhere: Omit<Place, 'typed'> = {
  command: undefined,
  names: { before: '', entries: [] },
  flags: {},
  values: [],
  head: '',
  profile: undefined,
};

const shown = entries.filter(({ hidden }) => hidden !== true);

/** The place of the last word, which is half-typed, on a command line without its first word. */
export async function placeOf(words: readonly string[]): Promise<Place> {
  const before = words.slice(0, -1);
  const typed = words.at(-1) ?? '';
  const at = nameAt(before);
  const globals = { ...nowhere, typed, profile: profileIn(before.slice(0, at)) };
  if (at > before.length) return { ...globals, values: [flagValue(before.at(-1) ?? '', unnamed)].flatMap((value) => value ?? []) };
  const name = before.slice(at);
  if (name.length === 0) return begun(globals);
  const found = named(name);
  const names = namesAfter(name);
  if (!found) return { ...globals, names };
  const command = await found.entry.load();
  const place = within(command, name.slice(found.length), typed);
  return { ...place, names, profile: profileIn(before) };
}

/** The commands whose names go on after these words. */
export function namesAfter(words: readonly string[]): Names {
  const before = words.join(' ');
  return { before, entries: before === '' ? shown : shown.filter(({ name }) => name.startsWith(`${before} `)) };
}

/** The flags that may stand before a command's name: those of rows and of every command. */
const unnamed = addedFlags({ rows: true, changes: false, selects: false, operates: false });

function begun(globals: Place): Place {
  const { head, typed, value } = splitFlag(globals.typed, unnamed);
  if (value) return { ...globals, head, typed, values: [value] };
  return { ...globals, flags: unnamed, names: namesAfter([]) };
}

/** The place after a command's name: in a flag's value, or in one of its arguments. */
function within(command: AnyCommand, words: readonly string[], typed: string): Place {
  const flags = flagsOf(command);
  const walk = walked(words, flags);
  const place = { ...nowhere, command, typed };
  if (walk.open) return { ...place, values: [walk.open] };
  const values = argsAt(command, walk);
  if (walk.ended) return { ...place, values };
  const split = splitFlag(typed, flags);
  if (split.value) return { ...place, head: split.head, typed: split.typed, values: [split.value] };
  const free = Object.entries(flags).filter(([name, flag]) => flag.many || !walk.used.has(name));
  return { ...place, flags: Object.fromEntries(free), values };
}

interface Walk {
  /** The words that belong to arguments. */
  readonly positional: readonly string[];
  readonly used: ReadonlySet<string>;
  /** A flag whose value comes next. */
  readonly open: ValuePlace | undefined;
  /** `--` was typed: no flags any more. */
  readonly ended: boolean;
}

function walked(words: readonly string[], flags: Place['flags']): Walk {
  const positional: string[] = [];
  const used = new Set<string>();
  let open: ValuePlace | undefined;
  for (const [index, word] of words.entries()) {
    if (open) {
      open = undefined;
    } else if (word === '--') {
      return { positional: [...positional, ...words.slice(index + 1)], used, open, ended: true };
    } else if (/^--?[a-z]/.test(word) && !word.includes(':')) {
      used.add(longName(word, flags));
      open = word.includes('=') ? undefined : flagValue(word, flags);
    } else {
      positional.push(word);
    }
  }
  return { positional, used, open, ended: false };
}

const longName = (word: string, flags: Place['flags']): string => {
  const name = word.replace(/^--?/, '').replace(/=.*$/s, '');
  return word.startsWith('--') ? name : (Object.entries(flags).find(([, { short }]) => short === name)?.[0] ?? name);
};

/** `--json` takes its value only after `=`. */
function flagValue(word: string, flags: Place['flags']): ValuePlace | undefined {
  const name = longName(word, flags);
  const flag = flags[name];
  return flag?.value === undefined || name === 'json' ? undefined : { of: 'flag', name, what: flag, after: [] };
}

function splitFlag(typed: string, flags: Place['flags']): { readonly head: string; readonly typed: string; readonly value?: ValuePlace } {
  const [head] = /^--[a-z-]+=/.exec(typed) ?? [''];
  const name = longName(head, flags);
  const flag = flags[name];
  if (flag?.value === undefined) return { head: '', typed };
  return { head, typed: typed.slice(head.length), value: { of: 'flag', name, what: flag, after: [] } };
}

/** The arguments that a word may belong to, after those that are there already. */
function argsAt(command: AnyCommand, { positional, used }: Walk): readonly ValuePlace[] {
  const args = Object.entries<Arg<unknown>>(command.args).filter(([, { selects }]) => !(selects && used.has('where')));
  const takers = args.filter(([, { takes }]) => takes !== undefined);
  const plain = args.filter(([, { takes }]) => takes === undefined);
  const count = positional.filter((word) => !takers.some(([, { takes }]) => takes?.(word))).length;
  const greedy = plain.findIndex(([, { many }]) => many);
  const next = plain[greedy >= 0 && count > greedy ? greedy : count];
  const open = takers.filter(([, { many }]) => many || count === positional.length);
  return [...open, ...(next ? [next] : [])].map(([name, what]) => ({ of: 'arg', name, what, after: positional }));
}

function profileIn(words: readonly string[]): string | undefined {
  const at = words.lastIndexOf('--profile');
  const joined = words.findLast((word) => word.startsWith('--profile='));
  return at >= 0 ? words[at + 1] : joined?.slice('--profile='.length);
}
