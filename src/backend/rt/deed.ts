import { DeskError } from '../../errors.ts';
import type { MessageDraft } from '../../model/message.ts';
import type { Ticket, TicketId, TicketSlice } from '../../model/ticket.ts';
import type { Json } from './json.ts';
import type { RtOptions } from './options.ts';

/** One thing to send for a change. */
export type Step =
  | { readonly send: 'fields'; readonly body: Json }
  | { readonly send: 'take' | 'steal' }
  | { readonly send: 'message'; readonly as: 'correspond' | 'comment'; readonly draft: MessageDraft; readonly status?: string };

/** What a change comes to on a ticket as it is: what is sent, in order, and what must be there afterwards. Nothing to send: nothing would change. */
export interface Deed {
  readonly steps: readonly Step[];
  readonly expects: Partial<Ticket>;
  /** What must be there beyond values of fields: a sentence that says what is not. */
  readonly check?: (after: Before) => string | undefined;
}

/** A ticket as it is, and as RT told it. */
export interface Before {
  readonly ticket: TicketSlice;
  readonly json: Json;
}

/** What deeds are made with. */
export interface Doing {
  readonly me: string;
  readonly options: RtOptions;
  /** Where tickets go that name no queue. */
  readonly queue: string;
  /** The other ticket of a link or a merge. */
  readonly other?: Before;
}

export const nothingToDo: Deed = { steps: [], expects: {} };

/** Fields to write, and the values of ours that must come of it. */
export const writes = (body: Json, expects: Partial<Ticket>): Deed => ({ steps: [{ send: 'fields', body }], expects });

/** Something that RT cannot do; said before anything is sent. */
export const cannot = (what: string, hint: string): DeskError => new DeskError('unsupported', `Request Tracker cannot ${what}`, { hint });

/** A ticket that belongs to somebody else. */
export const belongs = (id: TicketId, owner: string): DeskError =>
  new DeskError('conflict', `${id} belongs to ${owner}`, { hint: 'take it over with --steal' });
