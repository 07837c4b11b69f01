import { fieldset } from '../model/field.ts';
import type { TicketId } from '../model/ticket.ts';

/** What came of one row, line or mail. */
export interface ImportRow {
  readonly at: string;
  /** Made a ticket, added to one, was there from an earlier import, would be made or added (dry run), or was not taken. */
  readonly did: 'created' | 'added' | 'again' | 'would' | 'refused';
  /** Null where there is none, or none yet. */
  readonly ticket: TicketId | null;
  /** What it is about, what was left out of it, or why it was refused. */
  readonly message: string;
}

const dids = ['created', 'added', 'again', 'would', 'refused'] as const;

/** What an import says of each row. */
export const importFields = fieldset<ImportRow>('import', [
  { name: 'at', type: 'word', says: 'where it stood: the row, the line, the message or the file', from: 'stranger', of: (row) => row.at },
  {
    name: 'did',
    type: 'word',
    says: 'created a ticket, added to one, again (imported before), would (dry run), or refused',
    values: dids,
    of: (row) => row.did,
    tone: (value) => (value === 'refused' ? 'alarm' : value === 'again' ? 'quiet' : 'good'),
  },
  { name: 'ticket', type: 'number', says: 'the ticket; none when it was refused', of: (row) => row.ticket, tone: () => 'id' },
  {
    name: 'message',
    type: 'text',
    says: 'its subject, and what was left out; or why it was refused',
    from: 'stranger',
    of: (row) => row.message,
    flexible: true,
  },
]);

/** The columns of import rows. */
export const importColumns: readonly string[] = ['at', 'did', 'ticket', 'message'];
