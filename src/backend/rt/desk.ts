import { DeskError } from '../../errors.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { RtCalls } from './calls.ts';
import type { RtOptions } from './options.ts';

/** What the adapter's parts share. */
export interface RtDesk {
  readonly calls: RtCalls;
  readonly options: RtOptions;
  /** My name in RT, in normal form. */
  readonly me: (signal: AbortSignal) => Promise<string>;
  /** Unknown statuses that RT counts as done, and those that it does not: learnt when one is met. */
  readonly done: Set<string>;
  readonly active: Set<string>;
}

/** That there is no such ticket, or that it may not be seen. */
export const missing = (id: TicketId): DeskError => new DeskError('not-found', `there is no ticket ${id}`);
