import type { Fieldset } from '../model/field.ts';
import type { Block } from '../model/page.ts';
import type { Instant } from '../model/time.ts';
import type { FormatName } from '../output/format.ts';
import type { Settings } from '../around/settings.ts';
import type { Base, Needs } from './needs.ts';

/** What a word on the command line stands for: it decides completion, and the picker that asks for the word when it is missing. */
export type Wants =
  | 'ticket'
  | 'agent'
  | 'queue'
  | 'tag'
  | 'field'
  | 'query'
  | 'saved-query'
  | 'topic'
  | 'draft'
  | 'part'
  | 'article'
  | 'path'
  | 'folder'
  | 'text'
  | 'time'
  | readonly string[];

/** What parsing may depend on. */
export interface ParseTime {
  readonly now: Instant;
  readonly settings: Settings;
}

/** A word, or several, after the command's name. */
export interface Arg<T> {
  readonly says: string;
  readonly wants: Wants;
  readonly optional: boolean;
  readonly many: boolean;
  /** Its words may begin with a minus. */
  readonly minus?: true;
  /** Takes the words that look like this, wherever they stand; the other arguments get the rest. */
  readonly takes?: (word: string) => boolean;
  /** Several tickets, as ids, ranges, `-` or `--where`: the command is bulk. */
  readonly selects?: true;
  /** From the words typed (none when it was left out) to the value. Throws DeskError `usage`. */
  readonly parse: (words: readonly string[], at: ParseTime) => T;
}

/** `--name value`, or `--name` alone where `value` is undefined. */
export interface Flag<T> {
  readonly says: string;
  /** What stands for the value in help, such as `text`; undefined for a switch. */
  readonly value: string | undefined;
  readonly wants: Wants;
  readonly short?: string;
  readonly many: boolean;
  /** From the values given (none when it was left out; for a switch one empty text). Throws DeskError `usage`. */
  readonly parse: (words: readonly string[], at: ParseTime) => T;
}

export type Args = Readonly<Record<string, Arg<unknown>>>;
export type Flags = Readonly<Record<string, Flag<unknown>>>;
type Parsed<D extends Args | Flags> = { readonly [K in keyof D]: ReturnType<D[K]['parse']> };

/** What a command hands out. `Row` is what its `run` yields. */
export type Output<Row> =
  /** Rows, in every format. `sorted`: the command orders them itself, as --sort says. `live`: they come as they happen, for as long as one looks. `standard`: the output flags where none are given, also by whether it is seen on a terminal. */
  | {
      readonly kind: 'rows';
      readonly fields: Fieldset<Row>;
      readonly columns: readonly string[];
      readonly sorted?: true;
      readonly live?: true;
      /** Said to a person who would else look at an empty screen. */
      readonly none?: string;
      readonly standard?: (values: Readonly<Record<string, unknown>>, seen: boolean) => Pick<ViewFlags, 'format' | 'template' | 'columns'>;
    }
  /** One thing to read: a page on the terminal and in a pipe, its fields in the machine formats. */
  | { readonly kind: 'page'; readonly fields: Fieldset<Row>; readonly page: (row: Row, now: Instant) => readonly Block[] }
  /** Text or bytes as they are: what a backend has formatted itself, a completion script, the manual. `lasts`: it goes on until it is asked to stop, and that is well. */
  | { readonly kind: 'raw'; readonly lasts?: true };

/** The output flags of a command line, as parsed. */
export interface ViewFlags {
  readonly format?: FormatName | undefined;
  readonly columns?: string | undefined;
  readonly sort?: string | undefined;
  readonly template?: string | undefined;
  readonly json?: string | undefined;
  readonly 'no-defuse'?: boolean;
  readonly quiet?: boolean;
}

export interface Example {
  readonly run: string;
  readonly says: string;
}

/** The groups in which help shows the commands. */
export const groups = { day: 'Your day', tickets: 'Tickets', evidence: 'Evidence', many: 'Many tickets', desk: 'The desk' } as const;
export type Group = keyof typeof groups;

/** A command as data: parsing, help, completion, manual and README come from it. */
export interface Command<A extends Args, F extends Flags, N extends keyof Needs, Row> {
  /** The words typed: `list`, `query save`. */
  readonly name: string;
  readonly summary: string;
  /** Further paragraphs for help and manual. */
  readonly details?: readonly string[];
  readonly group: Group;
  readonly args: A;
  readonly flags: F;
  readonly needs: readonly N[];
  /** It changes something: it gets -n/--dry-run. */
  readonly changes?: true;
  /** Where that switch is given, a machine calls: every failure has this exit code, which it understands, and no desk is made that is not there. */
  readonly failing?: { readonly flag: string; readonly exit: number };
  readonly output: Output<Row>;
  readonly examples: readonly Example[];
  run(values: Parsed<A> & Parsed<F>, context: Base & Pick<Needs, N>): AsyncIterable<Row>;
  /** The rows as the backend itself writes them in a machine format, where it can: the same bytes as rendering what `run` yields. */
  readonly bytes?: (values: Parsed<A> & Parsed<F>, context: Base & Pick<Needs, N>) => Promise<AsyncIterable<Uint8Array> | undefined>;
}

// oxlint-disable-next-line no-explicit-any -- the values of a command whose declaration is not known here
export type AnyCommand = Command<any, any, any, any>;

/** Declares a command; the types of its values and rows follow from the declaration. */
export function command<const A extends Args, const F extends Flags, const N extends keyof Needs, Row>(
  declaration: Command<A, F, N, Row>,
): Command<A, F, N, Row> {
  return declaration;
}
