import type { Change } from './change.ts';
import type { Ticket, TicketId } from './ticket.ts';
import type { Instant } from './time.ts';

/** Position in a backend's stream of events. */
export type Cursor = string;

/** What a merge moved, so that it can be taken back. */
export interface Moved {
  readonly messages: readonly number[];
  readonly tags: readonly string[];
  readonly cc: readonly string[];
  readonly links: readonly string[];
}

/** Something that happened to a ticket: who, when, what, and the fields before and after. */
export interface Event {
  readonly cursor: Cursor;
  readonly ticket: TicketId;
  readonly at: Instant;
  readonly by: string;
  /** The kind of change; `merged` is what the survivor of a merge sees. */
  readonly kind: Change['kind'] | 'merged';
  /** The command that it belongs to. */
  readonly operation: string;
  readonly before: Readonly<Partial<Ticket>>;
  readonly after: Readonly<Partial<Ticket>>;
  /** The message that it added. */
  readonly message: number | null;
  /** The other ticket of a link or a merge, as `relation:id` or `into:id`. */
  readonly other: string | null;
  readonly moved: Moved | null;
}
