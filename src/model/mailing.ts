import type { LetterKind, RecipientRole } from './notice.ts';
import type { Status, TicketId } from './ticket.ts';
import { formatTime, type Instant } from './time.ts';

/**
 * How far a mail is. `sent`: the mail server took it, and its answer is kept. `failed`: it was refused for good, or for too long. `uncertain`: it was handed over
 * and the answer was lost, so it may have arrived: it is not sent again by itself. `dropped`: it was no longer to be sent.
 */
export const mailStates = ['waiting', 'sending', 'sent', 'failed', 'uncertain', 'dropped'] as const;
export type MailState = (typeof mailStates)[number];

/** A mail to one recipient, from the change that caused it on. A mail to several is several of them with one Message-ID. */
export interface Mailing {
  readonly id: number;
  readonly ticket: TicketId;
  readonly kind: LetterKind;
  /** The ticket's status after the change. */
  readonly status: Status;
  /** The message that it brings, or that a receipt is for. */
  readonly message: number | null;
  /** RFC 5322 Message-ID, without angle brackets; the same however often it is tried. */
  readonly messageId: string;
  /** Empty when the ticket was erased. */
  readonly recipient: string;
  readonly role: RecipientRole;
  readonly state: MailState;
  /** How often it was tried, since somebody last said that it is to be tried again. */
  readonly attempts: number;
  /** How often it was sent again after it had been uncertain: the recipient may have it twice. */
  readonly resent: number;
  readonly created: Instant;
  /** When it is tried next; null where that is not by itself. */
  readonly next: Instant | null;
  /** When its last answer came. */
  readonly settled: Instant | null;
  /** What the mail server said last, or what kept it from being sent. */
  readonly answer: string | null;
}

/** Why a mail in that state does not go out again. */
const settled: Readonly<Partial<Record<MailState, string>>> = { sent: 'was sent', sending: 'is just being sent' };

/** Why a mail may not go out again, as a sentence; undefined where it may. `gone` is whether its ticket was taken off the desk. */
export function whyNotAgain(mail: Mailing, gone: boolean, now: Instant): string | undefined {
  const why = settled[mail.state];
  if (why !== undefined) {
    const answer = mail.answer === null || mail.settled === null ? '' : ` at ${formatTime(mail.settled, { now })}: ${mail.answer}`;
    return `mail ${mail.id} ${why}${answer}`;
  }
  return gone || mail.recipient === '' ? `mail ${mail.id} is of a ticket that was taken off the desk` : undefined;
}

/** What came of an attempt to send a mail. `returned`: it was not tried, and where something keeps all mail back, the answer says what. `gone`: the answer says that no such recipient is there. */
export type Attempt =
  | { readonly came: 'sent' | 'uncertain'; readonly answer: string }
  | { readonly came: 'failed'; readonly answer: string; readonly gone: boolean }
  | { readonly came: 'later'; readonly answer: string; readonly next: Instant }
  | { readonly came: 'returned'; readonly answer?: string };

/**
 * What went wrong between the desk and a requester. `silent`: closed, and they were not told. `twice`: told the same step more than once, or perhaps. `failed`,
 * `uncertain`: so the mail is. `late`: a mail has waited for more than an hour.
 */
export const lapseKinds = ['silent', 'twice', 'failed', 'uncertain', 'late'] as const;
export type LapseKind = (typeof lapseKinds)[number];

/** One of these, as an audit finds it. */
export interface Lapse {
  readonly lapse: LapseKind;
  readonly ticket: TicketId;
  /** The mail; null where there is none. */
  readonly mail: number | null;
  /** Whom it was for; a requester may be no address. */
  readonly recipient: string;
  readonly at: Instant;
  readonly says: string;
}
