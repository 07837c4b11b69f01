import { fieldset } from '../../model/field.ts';
import type { TicketId } from '../../model/ticket.ts';

export const dids = ['created', 'added', 'noted', 'again', 'ignored', 'kept', 'would'] as const;

/** What came of a mail. */
export interface Taken {
  /**
   * Made a ticket; added to one; noted on one, since a machine wrote it; was here before; ignored, since there is nothing in it for the desk; kept as a file; or what would
   * be (dry run).
   */
  readonly did: (typeof dids)[number];
  readonly ticket: TicketId | null;
  /** The number of the message that it became. */
  readonly message: number | null;
  /** Who wrote it, as it says. */
  readonly from: string | null;
  readonly why: string;
}

/** What intake says of a mail. */
export const takenFields = fieldset<Taken>('intake', [
  {
    name: 'did',
    type: 'word',
    says: 'created a ticket, added to one, noted (a machine wrote it), again (was here), ignored, kept as a file, or would (dry run)',
    values: dids,
    of: (row) => row.did,
    tone: (value) => (value === 'kept' ? 'alarm' : value === 'again' || value === 'ignored' ? 'quiet' : 'good'),
  },
  { name: 'ticket', type: 'number', says: 'the ticket; none where it went to none', of: (row) => row.ticket, tone: () => 'id' },
  { name: 'message', type: 'number', says: 'the message that it became', of: (row) => row.message },
  { name: 'from', type: 'text', says: 'who wrote it, as it says', from: 'stranger', of: (row) => row.from },
  { name: 'why', type: 'text', says: 'what it is about, or why this came of it', from: 'stranger', of: (row) => row.why, flexible: true },
]);

export const takenColumns: readonly string[] = ['did', 'ticket', 'message', 'from', 'why'];
