import type { Backend, Plan } from '../backend/backend.ts';
import type { Kind } from '../errors.ts';
import { fieldset, type Tone, type Value } from '../model/field.ts';
import type { Change, ChangeKind } from '../model/change.ts';
import type { Outgoing } from '../model/preflight.ts';
import type { TicketId, TicketSlice } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import type { Query } from '../query/query.ts';

/** A ticket that something is to be done to; `version` when it was listed with one. */
export interface Target {
  readonly ticket: TicketId;
  readonly version?: number;
}

/** Which tickets a command means. `single` is one id typed as an argument: its trouble is the command's. */
export type Selection =
  | { readonly by: 'ids'; readonly targets: readonly Target[]; readonly single: boolean }
  | { readonly by: 'input' }
  | { readonly by: 'query'; readonly query: Query };

/** A change on its way, with what tells it from the others of its operation. */
export interface Task {
  readonly ref: TicketId | 'new';
  readonly change: Change;
  readonly version?: number;
  /** Of a reply: what the look at it before it goes out should know. */
  readonly outgoing?: Outgoing;
}

/** A change that differs from ticket to ticket. What is wrong with one is that ticket's trouble. */
export interface Making {
  /** The kind of what will be made. */
  readonly kind: ChangeKind;
  of(ticket: TicketId): Promise<{ readonly change: Change; readonly outgoing?: Outgoing }>;
}

/** What a run of the engine needs beside its tasks. */
export interface Run {
  readonly backend: Backend;
  /** The command's id; the same one again does what is left. */
  readonly operation: string;
  readonly dryRun: boolean;
  /** It may have been tried before, not earlier than this. */
  readonly again?: Instant | undefined;
  /** Where an operation runs in several goes: what tells all its tasks apart (`onceKeys`). */
  readonly onceKey?: (task: Task) => string;
  readonly signal: AbortSignal;
}

/** One line of what came of a change. */
export interface OutcomeRow {
  readonly ticket: TicketId | null;
  /** The kind of change. */
  readonly did: Change['kind'];
  readonly outcome: 'done' | 'unchanged' | 'again' | 'would' | Kind;
  readonly message: string;
}

const toneOf = (value: Value): Tone =>
  value === 'done' || value === 'would' ? 'good' : value === 'unchanged' || value === 'again' ? 'quiet' : 'alarm';

/** What came of each change. */
export const outcomeFields = fieldset<OutcomeRow>('outcome', [
  { name: 'ticket', type: 'number', says: 'the ticket; none when it was not made', of: (row) => row.ticket, tone: () => 'id' },
  { name: 'did', type: 'word', says: 'the kind of change', of: (row) => row.did },
  {
    name: 'outcome',
    type: 'word',
    says: 'done, unchanged (it was so already), again (done earlier under the same key), would (dry run), or the kind of trouble',
    of: (row) => row.outcome,
    tone: toneOf,
  },
  {
    name: 'message',
    type: 'text',
    says: 'how the ticket stands now, or what was wrong',
    from: 'stranger',
    of: (row) => row.message,
    flexible: true,
  },
]);

/** The columns of outcome rows. */
export const outcomeColumns: readonly string[] = ['ticket', 'did', 'outcome', 'message'];

/** The one way in which commands change tickets. */
export interface Act {
  /** The same change on each ticket of a selection, or one made for each. */
  each(selection: Selection, change: Change | Making, outgoing?: Outgoing): AsyncIterable<OutcomeRow>;
  /** Looks at what a task would send, and gives it back as one that needs no further look. Throws `refused`. */
  check(task: Task): Promise<Task>;
  /** Different changes, checked as a whole by the caller; bulk. */
  all(tasks: readonly Task[]): AsyncIterable<OutcomeRow>;
  /** Claims the most pressing ticket of a plan that nobody has; undefined when others have all of them. On a dry run, the one that would be. */
  claimFirst(plan: Plan): Promise<TicketId | undefined>;
  /** One change; its trouble is thrown. Undefined on a dry run. */
  one(task: Task): Promise<{ readonly row: OutcomeRow; readonly ticket: TicketSlice | undefined }>;
}
