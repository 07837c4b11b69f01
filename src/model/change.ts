import type { Incoming, MessageDraft } from './message.ts';
import type { Channel, Gone, Priority, Relation, Side, Status, TicketId } from './ticket.ts';
import type { Instant } from './time.ts';

/** Lists are changed by what comes and what goes, so that two agents do not undo each other. */
export interface ListChange {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

/** What `desk set` may change. Absent is "leave"; null is "none". */
export interface Settable {
  readonly subject?: string;
  readonly status?: Status;
  readonly requester?: string | null;
  readonly cc?: ListChange;
  readonly channel?: Channel;
  readonly category?: string | null;
  readonly side?: Side | null;
  readonly place?: string | null;
  readonly language?: string | null;
  readonly due?: Instant | null;
  readonly priority?: Priority;
  readonly queue?: string;
  readonly owner?: string | null;
  readonly tags?: ListChange;
  readonly fields?: Readonly<Record<string, string | null>>;
}

/** A ticket to be made. What is left out gets the desk's default. */
export interface TicketDraft {
  readonly subject: string;
  readonly requester?: string | null;
  readonly requesterName?: string;
  readonly cc?: readonly string[];
  readonly queue?: string;
  readonly priority?: Priority;
  readonly status?: Status;
  readonly owner?: string | null;
  readonly tags?: readonly string[];
  readonly channel?: Channel;
  readonly category?: string | null;
  readonly side?: Side | null;
  readonly place?: string | null;
  readonly language?: string | null;
  readonly due?: Instant | null;
  readonly closed?: Instant | null;
  readonly fields?: Readonly<Record<string, string>>;
}

/** Somebody whom mail does not reach, and what was said of it. */
export interface Unreached {
  readonly address: string;
  readonly says: string;
}

/** Everything that can be done to a ticket. A closed union: an adapter handles each kind or does not compile. */
export type Change =
  | { readonly kind: 'create'; readonly ticket: TicketDraft; readonly message?: Incoming }
  | { readonly kind: 'claim'; readonly steal: boolean }
  | { readonly kind: 'release' }
  | { readonly kind: 'assign'; readonly to: string }
  | { readonly kind: 'prioritize'; readonly to: Priority }
  | { readonly kind: 'route'; readonly to: string; readonly note?: string }
  | ({ readonly kind: 'tag' } & ListChange)
  | { readonly kind: 'set'; readonly values: Settable }
  | { readonly kind: 'reply'; readonly message: MessageDraft; readonly status?: Status }
  | { readonly kind: 'note'; readonly message: MessageDraft }
  /** The requester's side writes. `quiet`: a machine of theirs does, so that it is kept as a note: nobody waits for us, and nothing opens again. */
  | { readonly kind: 'receive'; readonly message: Incoming; readonly quiet?: boolean }
  /**
   * A mail of ours about the ticket came back, or somebody called it unwanted. `gone`: those to whom no mail is to be sent any more; `returned`: the ids that the mail brought back
   * with it, and whom it did not reach, for good. Of those to whom no mail of ours with these ids went nothing is believed.
   */
  | {
      readonly kind: 'bounce';
      readonly message: MessageDraft;
      readonly gone: readonly Unreached[];
      readonly returned?: { readonly ids: readonly string[]; readonly from: readonly Unreached[] };
    }
  | { readonly kind: 'link'; readonly relation: Relation; readonly to: TicketId }
  | { readonly kind: 'unlink'; readonly relation: Relation; readonly to: TicketId }
  | { readonly kind: 'merge'; readonly into: TicketId }
  | { readonly kind: 'wait'; readonly until: Instant | null }
  | { readonly kind: 'close'; readonly as: 'solved' | 'closed'; readonly message?: MessageDraft }
  | { readonly kind: 'reopen' }
  | { readonly kind: 'delete'; readonly as: Gone };

export type ChangeKind = Change['kind'];
/** All of them: what comes in over the wire is held against these, and does not compile where one is missing. */
export const changeKinds = [
  'create',
  'claim',
  'release',
  'assign',
  'prioritize',
  'route',
  'tag',
  'set',
  'reply',
  'note',
  'receive',
  'bounce',

  'link',
  'unlink',
  'merge',
  'wait',
  'close',
  'reopen',
  'delete',
] as const satisfies readonly ChangeKind[];
/** The change of one kind. */
export type ChangeOf<K extends ChangeKind> = Extract<Change, { kind: K }>;
