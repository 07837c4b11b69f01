import type { Contact, OtherContact } from './contact.ts';
import type { Event } from './event.ts';
import { nestedEvent } from './event-fields.ts';
import { type Field, fieldset, type Nested, type Value } from './field.ts';
import type { Mailing } from './mailing.ts';
import type { Message } from './message.ts';
import type { NamedReference } from './reference.ts';
import type { Relation, Ticket, TicketSlice } from './ticket.ts';
import { ticketFields } from './ticket-fields.ts';

/** A link with enough of the other ticket to show it. */
export interface LinkedTicket {
  readonly relation: Relation;
  readonly ticket: Pick<Ticket, 'id' | 'subject' | 'status'>;
}

/** A ticket with its thread, and what else was asked for. */
export interface WholeTicket {
  readonly ticket: TicketSlice;
  readonly thread: readonly Message[];
  readonly linked?: readonly LinkedTicket[];
  readonly history?: readonly Event[];
  /** What it names. */
  readonly refs?: readonly NamedReference[];
  /** The requester, where they are on file. */
  readonly contact?: Contact;
  /** The mail that it caused; absent where none leaves the desk. */
  readonly mails?: readonly Mailing[];
}

const nestedMessage = ({
  id,
  kind,
  author,
  authorName,
  at,
  body,
  cc,
  bcc,
  messageId,
  sender,
  proof,
  actingFor,
  attachments,
}: Message): Nested => ({
  id,
  kind,
  author,
  'author-name': authorName,
  at,
  body,
  cc,
  bcc,
  'message-id': messageId,
  sender,
  proof,
  'acting-for': actingFor,
  attachments: attachments.map(({ id: attachment, name, type, size, hash }) => ({ id: attachment, name, type, size, hash })),
});

const nestedOther = ({ id, name, way }: OtherContact): Nested => ({ id, name, way });

const nestedContact = ({ id, name, addresses, phones, actsFor, actedForBy }: Contact): Nested => ({
  id,
  name,
  addresses,
  phones,
  'acts-for': actsFor.map(nestedOther),
  'acted-for-by': actedForBy.map(nestedOther),
});

const nestedReference = ({ kind, value, foundIn, window }: NamedReference): Nested => ({
  kind,
  value,
  'found-in': foundIn,
  since: window?.from ?? null,
  until: window?.to ?? null,
});

/** A field of the ticket itself, seen through a whole one. */
function lifted({ of, tone, began, ...field }: Field<TicketSlice>): Field<WholeTicket> {
  return {
    ...field,
    of: (row, now) => of(row.ticket, now),
    ...(tone && { tone: (value: Value, row: WholeTicket) => tone(value, row.ticket) }),
    ...(began && { began: (row: WholeTicket) => began(row.ticket) }),
  };
}

const rest: readonly Field<WholeTicket>[] = [
  { name: 'merged-into', type: 'number', says: 'the ticket that it was merged into', of: ({ ticket }) => ticket.mergedInto ?? null },
  { name: 'until', type: 'time', says: 'when a resting ticket opens again by itself', of: ({ ticket }) => ticket.until ?? null },
  {
    name: 'fields',
    type: 'rows',
    says: 'its custom fields, as rows of name and value',
    from: 'stranger',
    of: ({ ticket }) => Object.entries(ticket.fields ?? {}).map(([name, value]) => ({ name, value })),
  },
  {
    name: 'linked',
    type: 'rows',
    says: 'its links: relation, id, subject, status',
    from: 'stranger',
    of: ({ linked }) => (linked ?? []).map(({ relation, ticket }) => ({ relation, ...ticket })),
  },
  {
    name: 'contact',
    type: 'record',
    says: 'the requester as they are on file: name, addresses, phones, who acts for whom',
    from: 'stranger',
    of: ({ contact }) => (contact ? nestedContact(contact) : null),
  },
  {
    name: 'thread',
    type: 'rows',
    says: 'its messages, oldest first, with their attachments',
    from: 'stranger',
    of: ({ thread }) => thread.map(nestedMessage),
  },
  {
    name: 'history',
    type: 'rows',
    says: 'every change: when, by whom, what, before and after (with --history)',
    from: 'stranger',
    of: ({ history }) => (history ?? []).map(nestedEvent),
  },
  {
    name: 'refs',
    type: 'rows',
    says: 'what it names: kind, value, where, and of a time since and until when',
    from: 'stranger',
    of: ({ refs }) => (refs ?? []).map(nestedReference),
  },
];

/** A whole ticket as a row: all fields of a ticket, then what lies around it. */
export const wholeTicketFields = fieldset<WholeTicket>('ticket with its thread', [...ticketFields.fields.map(lifted), ...rest], (name) => {
  const field = ticketFields.dynamic?.(name);
  return field && lifted(field);
});

/** Whether a field lies outside the ticket itself. */
export const isAround = (name: string): boolean => rest.some((field) => field.name === name);
