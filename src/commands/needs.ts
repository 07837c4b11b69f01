import type { Act } from '../action/action.ts';
import type { Draft, Drafts } from '../action/drafts.ts';
import type { TextSource } from '../action/text.ts';
import type { Backend, Finding, Keeper, Plan, Restored, SortKey, Store } from '../backend/backend.ts';
import type { Knowledge } from '../evidence/articles/knowledge.ts';
import type { Composed } from '../evidence/compose/compose.ts';
import type { PartName } from '../evidence/compose/part-name.ts';
import type { SendingTools } from '../notice/send.ts';
import type { Block } from '../model/page.ts';
import type { TicketId } from '../model/ticket.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import type { Instant } from '../model/time.ts';
import type { Query } from '../query/query.ts';
import type { foreignDesks, Profile, Settings } from '../around/settings.ts';
import type { World } from '../around/world.ts';
import type { Standing } from './standing.ts';

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
