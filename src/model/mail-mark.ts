import type { TicketId } from './ticket.ts';

/** What our mails carry in their subject, so that an answer finds its ticket even where its program drops the other traces: `[#123]`. */
export const ticketTag = (ticket: TicketId): string => `[#${ticket}]`;

/** The subject of a mail of ours about a ticket, with its tag once: what a requester's "Re: [#123] Refund" becomes, too. */
export function taggedSubject(subject: string, ticket: TicketId): string {
  return subjectTag(subject) === ticket ? subject : `${ticketTag(ticket)} ${subject}`.trimEnd();
}

/** The ticket that a subject names. Anybody can write it: check who does. */
export function subjectTag(subject: string): TicketId | undefined {
  const [, digits] = /\[#(\d{1,15})\]/.exec(subject) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The header in which our mails repeat their Message-ID, since some servers on the way give a mail another one, with what its recipient alone is told behind it. By it a mail of
 * ours that comes back is known, and whose it was.
 */
export const ownIdHeader = 'X-Deskhand-Id';
