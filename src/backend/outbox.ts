import type { Attempt, Lapse, Mailing, MailState } from '../model/mailing.ts';
import type { Recipient } from '../model/notice.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';

/** Mail that leaves a desk of our own: what changes put there with themselves, until a mail server has taken it, and after. */
export interface Outbox {
  /** Oldest first. */
  list(which: MailingsWanted, signal: AbortSignal): AsyncIterable<Mailing>;
  /**
   * Lets a mail go out again under its Message-ID, as soon as somebody sends. Throws `not-found`, and `refused` for one that was sent, is being sent, or is of a ticket
   * that is gone.
   */
  retry(id: number, signal: AbortSignal): Promise<Mailing>;
  /** What should have been told since then and was not, or more than once. */
  audit(since: Instant, signal: AbortSignal): AsyncIterable<Lapse>;
}

/** Which mails are wanted; all, where nothing is said. */
export interface MailingsWanted {
  readonly ids?: readonly number[];
  readonly ticket?: TicketId;
  readonly states?: readonly MailState[];
  /** Written since then. */
  readonly since?: Instant;
}

/** A mail to be sent. */
export interface HeldMail extends Mailing {
  /** What its recipient alone is told with it: a bounce that brings it back is theirs. Null for mails of older desks. */
  readonly mark: string | null;
}

/**
 * For those who send mail: several may do so at once, and each mail is one's alone. Nothing of a mail is lost when its holder dies: before it is handed over, somebody
 * else sends it after a while; from then on it may have arrived, and stays `uncertain`.
 */
export interface Sending {
  /** Takes the next mail that is due. A mail waits for those that were written before it about its ticket to the same recipient. */
  next(holder: string): Promise<HeldMail | undefined>;
  /** All to whom the mail with that Message-ID goes, in the order of its head. */
  recipients(messageId: string): Promise<readonly Recipient[]>;
  /** Keeps a mail that takes long. False when it is no longer the holder's. */
  hold(mail: number, holder: string): Promise<boolean>;
  /** Takes down that the other side may have all of a mail from now on. When it is no longer the holder's (false), it must not be handed over. */
  handOver(mail: number, holder: string): Promise<boolean>;
  /** Takes down what came of it, unless it is no longer the holder's. */
  settle(mail: number, holder: string, attempt: Attempt): Promise<void>;
}
