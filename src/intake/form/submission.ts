import type { AttachmentDraft } from '../../model/message.ts';
import type { Side } from '../../model/ticket.ts';

/** What a visitor of a site fills in, or its report button for them. All of it is a stranger's. */
export interface Submission {
  readonly subject?: string;
  readonly body?: string;
  /** The visitor's address. */
  readonly requester?: string;
  readonly name?: string;
  readonly category?: string;
  /** Where on the site. */
  readonly place?: string;
  readonly side?: Side;
  /** The type of error. */
  readonly error?: string;
  readonly language?: string;
  readonly attachments: readonly AttachmentDraft[];
}

/** Characters of each text, files, and bytes of all of it. */
export const mostOf = { subject: 300, body: 50_000, short: 300, files: 5, bytes: 10 * 1024 * 1024 } as const;
