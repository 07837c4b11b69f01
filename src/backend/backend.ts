import type { DeskError } from '../errors.ts';
import type { Article, ArticleHit } from '../model/article.ts';
import type { Change, ChangeKind } from '../model/change.ts';
import type { Rules } from '../model/decide.ts';
import type { Cursor, Event } from '../model/event.ts';
import type { Message } from '../model/message.ts';
import type { Agent, Person, Role } from '../model/person.ts';
import type { Gone, Priority, Relation, Status, Ticket, TicketId, TicketSlice } from '../model/ticket.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import type { Site } from '../model/site.ts';
import type { Instant } from '../model/time.ts';
import type { AccessToken, IssuedToken, TokenDraft } from '../model/token.ts';
import type { LinkedTicket } from '../model/whole-ticket.ts';
import type { Condition, Resolved } from '../query/query.ts';
import type { EmbeddedProfile, ForeignProfile, PostgresProfile, Profile, RemoteProfile, RtProfile } from '../around/settings.ts';
import type { Contacts } from './contacts.ts';
import type { Away } from './follow.ts';
import type { Outbox, Sending } from './outbox.ts';
import type { Shelf } from './shelf.ts';
import type { Sites } from './sites.ts';
import type { Http } from './http.ts';

export type BackendName = 'embedded' | 'postgres' | 'remote' | 'rt';

/** What a backend can do, as data: commands, help and the contract suite read it. */
export interface Abilities {
  readonly change: Readonly<Record<ChangeKind, 'native' | 'emulated' | 'no'>>;
  /** What to do instead of a change that it cannot make, or how to make it possible. */
  readonly instead: Readonly<Partial<Record<ChangeKind, string>>>;
  /** How a query's condition on a field is answered: exactly; too widely, the rest checked here; in the vendor's own way; not at all (checked here). */
  readonly term: (field: AnyFieldName | 'words') => 'exact' | 'wide' | 'vendor' | 'no';
  readonly sort: (field: AnyFieldName) => boolean;
  readonly statuses: readonly Status[];
  readonly priorities: readonly Priority[];
  readonly relations: readonly Relation[];
  /** How strong `Terms.seen` and a claim's own condition are, and `Terms.once`. */
  readonly seen: 'atomic' | 'checked' | 'none';
  readonly claim: 'atomic' | 'checked';
  readonly once: 'atomic' | 'checked' | 'none';
  /** Whether work may be another's, or of another time (`Terms.as`). */
  readonly as: boolean;
  /** Whom tickets may be from and copied to: anybody by whatever name, or those who have a mail address or are known to the desk. */
  readonly people: 'anybody' | 'addressed';
  /** Whether one message may have copies of its own; else they are the ticket's. */
  readonly copies: boolean;
  /** Whether a ticket that waits can open again by itself at a time. */
  readonly until: boolean;
  /** The ways in which a ticket can be taken out of every list. */
  readonly gone: readonly Gone[];
  /** `own`: each change is one event of its kind, with its operation and what was before; `vendor`: as the vendor tells it. */
  readonly history: 'own' | 'vendor';
  /** The rules by which a desk of our own decides (`model/decide.ts`); undefined where a vendor has rules of its own. */
  readonly rules: Rules | undefined;
  /** Whether a reply leaves this desk as mail. */
  readonly mail: boolean;
  /** Fields of the site's own that are known, by their names here (`field.customer-id`, `tags`) and there. Absent where a ticket may have any. */
  readonly siteFields?: readonly { readonly name: AnyFieldName; readonly theirs: string }[];
  /** The page of a ticket, where the backend has one. */
  readonly page: ((ticket: TicketId) => string) | undefined;
}

export interface SortKey {
  readonly field: AnyFieldName;
  readonly descending: boolean;
}

/** `pressing`: priority, then due (none last), then id. `newest`: id descending. */
export type Order = 'pressing' | 'newest' | readonly SortKey[];

/** What is wanted of the tickets that match. */
export interface Want {
  /** Only these are loaded, beside id and version. */
  readonly fields: readonly AnyFieldName[];
  readonly order: Order;
  readonly limit?: number;
  readonly signal: AbortSignal;
}

/** A query cut for one backend. */
export interface Plan {
  readonly query: Resolved;
  /** What `find` still has to check itself with `match`; undefined when the backend answers all of it. */
  readonly residual: Condition | undefined;
  /** The backend's own form of its part. */
  readonly native: unknown;
  /** Said to the user once, such as that words are searched in the vendor's own way. */
  readonly notice?: string;
}

/** A count of tickets by the value of a field; `value` is null for the total, or for tickets without one. */
export interface Count {
  readonly value: string | null;
  readonly count: number;
}

/**
 * Makes a change safe. `seen`: refuse as conflict if the ticket is no longer this version. `once`: doing it twice does it once; kept for
 * 30 days, or for good with `forever` (imports). `operation`: the command that it belongs to. `as`: who did it and when, if not I and now (imports).
 */
export interface Terms {
  readonly seen?: number;
  readonly once: string;
  /** It may have been tried before, not earlier than this: a desk that keeps no keys looks first for what it may have done. */
  readonly again?: Instant;
  readonly forever?: boolean;
  readonly operation: string;
  readonly as?: { readonly by: string; readonly at: Instant };
}

export interface Work {
  readonly ref: TicketId | 'new';
  readonly change: Change;
  readonly terms: Terms;
}

/**
 * What came of a piece of work. `again`: its `once` was known, so nothing was done now; `ticket` is as the next `get` returns it. On a desk that charges for
 * each field, an outcome holds those that say how the ticket stands after such a change, and no others; one that opened a ticket holds all.
 */
export type Outcome =
  | { readonly did: 'done' | 'unchanged' | 'again'; readonly work: Work; readonly ticket: TicketSlice; readonly message: number | null }
  | { readonly did: 'failed'; readonly work: Work; readonly error: DeskError };

/**
 * The port that every desk is reached through. All methods throw DeskError; streams end early when `signal` is aborted.
 * A ticket that does not exist, was deleted, or may not be seen is `not-found`.
 */
export interface Backend extends AsyncDisposable {
  readonly name: BackendName;
  readonly can: Abilities;
  /** The desk's clock. */
  now(): Instant;
  whoami(signal: AbortSignal): Promise<Agent>;
  /** What the server calls itself, such as `Request Tracker 5.0.3`. Absent where there is no server. */
  server?(signal: AbortSignal): Promise<string>;
  /** The access token that one is signed in with. Absent where there is none, or the desk does not tell. */
  token?(signal: AbortSignal): Promise<AccessToken>;
  /** Cuts a query: what this backend narrows by, and what is still to be checked here. Drops nothing silently. */
  plan(query: Resolved): Plan;
  /** Yields each matching ticket once, in order, also when tickets move meanwhile; only the fields wanted are loaded. */
  find(plan: Plan, want: Want): AsyncIterable<TicketSlice>;
  count(plan: Plan, by: AnyFieldName | undefined, signal: AbortSignal): Promise<readonly Count[]>;
  /**
   * A machine format made by the backend itself, where it can for these fields (else undefined): the same bytes as rendering `find`, faster.
   * CSV comes with its header line.
   */
  rows?(plan: Plan, want: Want, format: 'ndjson' | 'csv', options: { readonly defuse: boolean }): AsyncIterable<Uint8Array> | undefined;
  get(ref: TicketId, signal: AbortSignal): Promise<Ticket>;
  /** The messages of a ticket, oldest first. */
  thread(ref: TicketId, signal: AbortSignal): AsyncIterable<Message>;
  /** The links of a ticket. */
  links(ref: TicketId, signal: AbortSignal): AsyncIterable<LinkedTicket>;
  /** What happened to a ticket, oldest first. */
  history(ref: TicketId, signal: AbortSignal): AsyncIterable<Event>;
  /** Makes changes: one outcome for each piece of work, in the order of the work. An outcome that was yielded is kept. */
  apply(work: AsyncIterable<Work>, signal: AbortSignal): AsyncIterable<Outcome>;
  /**
   * Claims the most pressing ticket of a plan that nobody owns and nobody is just changing; undefined where there is none. Absent where a desk cannot find and
   * claim in one step.
   */
  claimFirst?(plan: Plan, terms: Terms, signal: AbortSignal): Promise<Outcome | undefined>;
  /**
   * The tickets that have messages with these Message-IDs (without angle brackets), by Message-ID: for those that are known. A merged ticket gives its survivor, a
   * deleted one nothing. Absent where the desk does not keep them.
   */
  threads?(messageIds: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, TicketId>>;
  /** The tickets of those `once` keys under which something was done already, by key: a dry run asks. Absent where the desk does not tell. */
  known?(onces: readonly string[], signal: AbortSignal): Promise<ReadonlyMap<string, TicketId>>;
  /** The content of an attachment. */
  attachment(ref: TicketId, id: string, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** People whose address or name begins with the text (any word of the name). */
  people(text: string, signal: AbortSignal): AsyncIterable<Person>;
  agents(signal: AbortSignal): AsyncIterable<Agent>;
  /** The values in use of a field made of names (`queue`, `tags`, `category`, …), most used first: for completion and pickers. */
  values(field: AnyFieldName, signal: AbortSignal): AsyncIterable<string>;
  /** Articles of the backend's own knowledge base that fit a text, best first. Absent where it has none. */
  articles?(text: string, signal: AbortSignal): AsyncIterable<ArticleHit>;
  /** Throws `not-found`. */
  article?(id: string, signal: AbortSignal): Promise<Article>;
  /** Everything that happened after the cursor, oldest first. */
  events(after: Cursor | undefined, signal: AbortSignal): AsyncIterable<Event>;
  /** As `events`, and goes on until aborted: each event once. Without a cursor from now on. A desk out of reach is waited for, which `away` is told. */
  follow(after: Cursor | undefined, signal: AbortSignal, away?: Away): AsyncIterable<Event>;
  /** The cursor of the last thing that happened, or of the last before anything that happened at that moment or later; undefined when nothing has. */
  latest(signal: AbortSignal, before?: Instant): Promise<Cursor | undefined>;
  /** Desks of our own have more to them, wherever they are. */
  readonly keeper?: Keeper;
  /** The desk itself lies here. */
  readonly store?: Store;
}

/** A desk of our own, wherever it is: what some desks lack, these have. */
export type OwnDesk = Backend & Required<Pick<Backend, 'keeper' | 'rows' | 'claimFirst' | 'threads' | 'known'>>;

/** A desk of our own where it lies. */
export type DeskHere = OwnDesk & Required<Pick<Backend, 'store'>>;
export const isHere = (desk: Backend): desk is DeskHere => desk.store !== undefined;

/** What desks of our own keep beside tickets: their people, who may come in, their articles. */
export interface Keeper {
  readonly tokens: Tokens;
  readonly sites: Sites;
  readonly outbox: Outbox;
  readonly contacts: Contacts;
  addAgent(agent: Agent, signal: AbortSignal): Promise<void>;
  /** Their tickets stay theirs in name; they can no longer be given any. Throws `not-found`. */
  removeAgent(name: string, signal: AbortSignal): Promise<void>;
  /** The articles that the desk keeps; closed with it. */
  shelf(): Promise<Shelf>;
}

/** What can be done only where a desk of our own lies, not over the wire. */
export interface Store {
  /** Whose token this text is, as they are now. Throws `signed-out` for one that is unknown, has ended, or is of somebody who no longer works here. */
  whose(text: string, signal: AbortSignal): Promise<TokenHolder>;
  /** A token for somebody who has proved elsewhere who they are; with `as`, whoever was never here becomes an agent of that role. Throws `denied` for others. */
  admit(draft: TokenDraft, as: Role | undefined, signal: AbortSignal): Promise<IssuedToken>;
  /** Whose key this text is. Throws `signed-out` for one that is unknown. */
  siteOf(key: string, signal: AbortSignal): Promise<Site>;
  readonly sending: Sending;
  /** The same desk as another of its agents works it, who may have shown a token; closing it does nothing. */
  as(agent: string, shown?: AccessToken): OwnDesk;
  /** Writes the whole desk, as it is at one moment, to a new file while it is in use; resolves with how many tickets it has. Throws `refused` when the file exists. */
  backup(path: string, signal: AbortSignal): Promise<number>;
  /** What can be said of the store's health: name and finding, `well` or not. */
  examine(signal: AbortSignal): AsyncIterable<Finding>;
}

/** The access tokens of a desk's agents. */
export interface Tokens {
  /**
   * Made by somebody who showed a token it ends with that one at the latest, unless they look after the desk. Throws `not-found` for an agent who does not work
   * here, `denied` for another one unless one looks after the desk.
   */
  issue(draft: TokenDraft, signal: AbortSignal): Promise<IssuedToken>;
  /** All of them, or an agent's, the newest last; also those that have ended. Throws `denied` for others' unless one looks after the desk. */
  list(agent: string | undefined, signal: AbortSignal): AsyncIterable<AccessToken>;
  /** Throws `not-found`, also for another's unless one looks after the desk. */
  revoke(id: number, signal: AbortSignal): Promise<AccessToken>;
}

/** Who shows a token. */
export interface TokenHolder {
  readonly agent: Agent;
  readonly token: AccessToken;
}

export interface Finding {
  readonly what: string;
  readonly well: boolean;
  readonly says: string;
}

/** What a restored desk has, and where the desk that was there before is kept. */
export interface Restored {
  readonly tickets: number;
  /** Mails that were still to go out when the backup was made: they may have gone out since, and are `uncertain` now. */
  readonly uncertain: number;
  readonly kept: string | undefined;
}

/** What every adapter is opened with. */
export interface Opening {
  readonly me: string;
  readonly now: () => Instant;
  readonly rules: Rules;
  /** Whether a desk of our own is made in an empty database; it is, if left out. */
  readonly make?: boolean;
}

/** A desk by where it is, as its profile says. No secret stands in it. */
export type Address = Profile;
export type EmbeddedAddress = EmbeddedProfile;
export type PostgresAddress = PostgresProfile;
export type RtAddress = RtProfile;
export type RemoteAddress = RemoteProfile;
export type ForeignAddress = ForeignProfile;

/** How the adapter of a foreign desk is opened: `http` is signed in at the address's URL; closing the backend closes it. */
export type OpenForeign<A extends Address> = (address: A, opening: Opening, http: Http) => Promise<Backend>;
