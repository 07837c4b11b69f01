import type { DeskError } from '../../errors.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { Before, Deed } from './deed.ts';

/** A deed on its way, and what came of sending it. */
export interface Sending {
  readonly id: TicketId;
  readonly before: Before;
  readonly deed: Deed;
  /** It may have been sent before, not earlier than this: what is there already is not sent again. */
  readonly again: Instant | undefined;
  sentences: readonly string[];
  message: number | null;
  error?: DeskError;
  /** It was stopped before anything of it was sent. */
  untouched?: boolean;
  /** RT failed on it with this status, and may have done it, a part of it, or nothing. */
  trouble?: number;
}

export interface Round {
  readonly me: string;
  /** RT's clock before anything was sent. */
  readonly since: Instant;
  /** It is the only piece: RT's own way for it is taken. */
  readonly alone: boolean;
}
