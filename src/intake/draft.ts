import { DeskError } from '../errors.ts';
import type { TicketDraft } from '../model/change.ts';
import type { Incoming } from '../model/message.ts';
import type { Reading } from './reading.ts';
import type { Entry, Found, TicketPiece } from './record.ts';
import { firstWords } from './subject.ts';

/** The entry, or why there is none. */
export function orRefused(at: string, make: () => Entry): Entry {
  try {
    return make();
  } catch (error) {
    return { at, refused: refusal(error) };
  }
}

/** The reason of a refusal; throws on what is none. */
export function refusal(error: unknown): string {
  if (error instanceof DeskError && error.kind === 'refused') return error.message;
  throw error;
}

/** A ticket as one row says it. Throws `refused` when it says nothing of what it is about. */
export function ticketEntry(at: string, key: string, reading: Reading): Found & { readonly piece: TicketPiece } {
  const { by, created } = reading;
  const message = messageOf(reading);
  return {
    at,
    key,
    ...(reading.notes.length > 0 && { notes: [...new Set(reading.notes)] }),
    piece: {
      kind: 'ticket',
      ticket: draftOf(reading),
      messages: message ? [{ key: '1', kind: 'request', message }] : [],
      ...(by !== undefined && { by }),
      ...(created !== undefined && { created }),
      updates: [],
    },
  };
}

/** The ticket of a reading; only a finished one has a time at which it was. Throws `refused` when nothing says what it is about. */
export function draftOf({ subject, body, id, ticket, fields }: Reading): TicketDraft {
  const about = subject ?? (body === undefined ? undefined : firstWords(body)) ?? id;
  if (!about) throw new DeskError('refused', 'nothing says what it is about: no subject, no text');
  const { closed, ...rest } = ticket;
  const finished = ticket.status === 'solved' || ticket.status === 'closed';
  return { subject: about, ...rest, ...(finished && closed && { closed }), ...(Object.keys(fields).length > 0 && { fields }) };
}

/** The requester's text, where there is one. */
export function messageOf({ body, ticket: { requester, requesterName } }: Reading): Incoming | undefined {
  if (body === undefined) return undefined;
  return { body: body, author: requester ?? 'unknown', ...(requesterName !== undefined && { authorName: requesterName }) };
}
