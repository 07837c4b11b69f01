import type { Proof, Sender } from './sender.ts';
import type { TicketId } from './ticket.ts';
import type { Instant } from './time.ts';

/** Who speaks to whom: the requester's side to us, we to the requester, agents among themselves. */
export const messageKinds = ['request', 'reply', 'note'] as const;
export type MessageKind = (typeof messageKinds)[number];

/** Addresses in copy of one message, open or blind; of a mail with more that comes in the first are kept. */
export const mostCopied = 1000;

export interface Attachment {
  /** Unique within the backend. */
  readonly id: string;
  /** As the sender named it: a stranger's text, not a file name to trust. */
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** SHA-256 of the content, hex; null where the backend does not tell. */
  readonly hash: string | null;
}

export interface Message {
  readonly id: number;
  readonly ticket: TicketId;
  readonly kind: MessageKind;
  /** Agent's name, or the address of a stranger. */
  readonly author: string;
  /** The author's display name, where known. */
  readonly authorName: string | null;
  readonly at: Instant;
  readonly body: string;
  readonly cc: readonly string[];
  readonly bcc: readonly string[];
  /** RFC 5322 Message-ID, without angle brackets. */
  readonly messageId: string | null;
  /** Who wrote it, as was known when it came; null for what we wrote, what an import brought, and where the desk keeps nobody on file. */
  readonly sender: Sender | null;
  /** How that was proved; null where it was not. */
  readonly proof: Proof | null;
  /** The requester for whom somebody else wrote, who may act for them. */
  readonly actingFor: string | null;
  readonly attachments: readonly Attachment[];
}

/** A file on its way in. */
export interface AttachmentDraft {
  readonly name: string;
  readonly type: string;
  readonly content: Uint8Array;
}

/** A message on its way in. */
export interface MessageDraft {
  readonly body: string;
  readonly attachments?: readonly AttachmentDraft[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
  /** RFC 5322 Message-ID, without angle brackets: by it an answer finds its ticket. What we write gets its own when it is sent; only what an import brings has one already. */
  readonly messageId?: string;
  /** The display name of who wrote it. What we write has none; only what an import brings has one. */
  readonly authorName?: string;
}

/** A message that came from outside, and who wrote it. */
export interface Incoming extends MessageDraft {
  readonly author: string;
  /** A machine wrote it (RFC 3834): nothing answers it by itself. */
  readonly automatic?: boolean;
  /** How the channel proved that it is from its author; left out where it did not. */
  readonly proof?: Proof;
}
