import type { Act } from '../action/action.ts';
import type { Draft, Drafts } from '../action/drafts.ts';
import type { TextSource } from '../action/text.ts';
import type { Backend, Finding, Keeper, Plan, Restored, SortKey, Store } from '../backend/backend.ts';
import type { Knowledge } from '../evidence/articles/knowledge.ts';
import type { Composed } from '../evidence/compose/compose.ts';
import type { PartName } from '../evidence/compose/part-name.ts';
import type { Fieldset } from '../model/field.ts';
import type { SendingTools } from '../notice/send.ts';
import type { Block } from '../model/page.ts';
import type { TicketId } from '../model/ticket.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import type { Instant } from '../model/time.ts';
import type { FormatName } from '../output/format.ts';
import type { Query } from '../query/query.ts';
import type { foreignDesks, Profile, Settings } from '../around/settings.ts';
import type { World } from '../around/world.ts';
import type { Standing } from './standing.ts';

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

/** What was asked of the output, for commands whose rows come from a backend. */
export interface Wanted {
  /** The fields that somebody will look at. */
  readonly fields: readonly AnyFieldName[];
  readonly sort: readonly SortKey[] | undefined;
  readonly format: string;
  readonly defuse: boolean;
}

/** What every command has. */
export interface Base {
  readonly now: Instant;
  readonly signal: AbortSignal;
  readonly settings: Settings;
  readonly wanted: Wanted;
  readonly dryRun: boolean;
  readonly yes: boolean;
  /** Says something beside the data: one line on stderr. */
  say(text: string): void;
}

/** What a command gets when its `needs` name it. */
export interface Needs {
  readonly backend: Backend;
  readonly keeper: Keeper;
  readonly store: Store;
  /** What sending the mail of this desk takes. Throws `settings` where no mail server is set up. */
  readonly mailing: () => Promise<SendingTools>;
  /** Cuts a query for the backend: `me`, saved names and times are resolved. */
  readonly plan: (query: Query, options?: Planning) => Promise<Plan>;
  readonly act: Act;
  /** Where the articles of the knowledge base are: our own, those that came with the program, those of the backend. */
  readonly knowledge: () => Promise<Knowledge>;
  /** Puts a reply together: what was typed, and the parts that were asked for. Throws what making them throws. */
  readonly compose: (ticket: TicketId, body: string, parts: readonly PartName[]) => Promise<Composed>;
  readonly text: TextSource;
  readonly drafts: Drafts;
  /** Runs another command line, with the text of a draft where it asks for text. */
  readonly rerun: (draft: Draft) => Promise<void>;
  /** Changes a setting; `undefined` removes it. */
  readonly changeSetting: (key: string, value: unknown) => Promise<void>;
  readonly world: World;
  /** The desk that is or would be opened. Throws `settings`. */
  readonly desk: () => Profile;
  /** The desk, opened when it is asked for: for what can be done without one. */
  readonly later: () => Promise<Pick<Needs, 'backend' | 'act'>>;
  /** The folder for what is kept between commands. */
  readonly state: string;
  /** Looks at settings, places and the desk, without changing anything; what is ill is a finding. */
  readonly examine: (signal: AbortSignal) => AsyncIterable<Finding>;
  /** Puts a backup in the place of the desk. Throws `refused` when the desk has tickets and is not to be replaced. */
  readonly restoreDesk: (file: string, how: { readonly replace: boolean; readonly dryRun: boolean }) => Promise<Restored>;
  readonly auth: Auth;
  /** Serves a desk of our own until it is asked to stop. Throws `usage`, `refused` for an address that others reach without encryption, `settings` where it cannot listen. */
  readonly serve: (how: Serve) => Promise<void>;
  readonly shell: Shell;
  /** The guided tour, as text. With a folder: a desk to play with in it, and how. Throws `refused` when there is one. */
  readonly tour: (keep: string | undefined) => AsyncIterable<string>;
}

/** What a plan is to hold beside the query. */
export interface Planning {
  /** The status that list and next imply. */
  readonly unfinished?: boolean;
  /** When it is asked, where that is not when the command began. */
  readonly now?: Instant;
}

/** Signing in at desks on servers. `profile` left out is the desk in force. */
export interface Auth {
  /** Proves who one is, keeps the secret and makes the desk the one in force. Throws `signed-out`, `refused` without encryption, `usage`. */
  login(how: Login): Promise<Standing>;
  /** Throws `signed-out`, `unreachable`. */
  status(profile: string | undefined): Promise<Standing>;
  /** Resolves with what was done, as a sentence. */
  logout(profile: string | undefined, forget: boolean): Promise<string>;
  /** Resolves with what was done, as a sentence. Throws `settings` when there is no such desk. */
  change(profile: string): Promise<string>;
  /** Throws `not-found` where there is none. */
  token(profile: string | undefined): Promise<string>;
}

/** How a desk is to be served; what is left out has its default. */
export interface Serve {
  readonly listen: string | undefined;
  readonly database: string | undefined;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly proxied: boolean;
  readonly log: string | undefined;
}

/** How one wants to sign in; what is left out is asked for or found out. */
export interface Login {
  readonly url: string | undefined;
  readonly backend: (typeof foreignDesks)[number] | undefined;
  readonly user: string | undefined;
  readonly withToken: boolean;
  readonly web: boolean;
  /** The profile's name. */
  readonly as: string | undefined;
  readonly insecureHttp: boolean;
}

/** What is made from all declarations together: help, manual, completion. */
export interface Shell {
  /** Help on a command or a topic, as a page; the overview without a name. Throws `usage` for an unknown name. */
  help(name?: string): Promise<readonly Block[]>;
  /** The completion script of a shell. */
  completion(shell: 'bash' | 'zsh' | 'fish'): Promise<string>;
  /** The answers to a half-typed command line, a line each: the word, a tab, what it is. Never throws. */
  complete(words: readonly string[]): Promise<readonly string[]>;
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
