import type { Message } from '../model/message.ts';
import { letterKinds } from '../model/notice.ts';
import type { Ticket } from '../model/ticket.ts';

/** What is worded: a mail of each kind, and the subject of a receipt for what was not proved to be from its requester. */
export const mailTexts = [...letterKinds, 'received-subject'] as const;
export type MailText = (typeof mailTexts)[number];

/** In which language a requester is written to, and in which letters; undefined where that is not known. */
export interface Spoken {
  readonly language: string | undefined;
  readonly script: string | undefined;
}

/** What a template may name. What strangers wrote stands on one line, and is harmless; the ticket's subject and the requester's name are empty in a receipt to who was not proved to have written. */
export interface LetterValues {
  readonly ticket: Pick<Ticket, 'id' | 'subject' | 'status' | 'priority' | 'queue' | 'created'>;
  readonly requester: { readonly name: string; readonly address: string };
  /** Who owns the ticket, or empty. */
  readonly agent: string;
  /** What the desk calls itself in its mails. */
  readonly desk: string;
  readonly language: string;
  /** Stands for what an agent wrote, which is put in its place as it is. */
  readonly body: string;
}

/** A text, and the language that it turned out to be in. */
export interface Said {
  readonly text: string;
  readonly language: string | undefined;
}

/** How mails are worded; handed in, because the rooms that know it and this one do not know each other. */
export interface Wording {
  /** How the requester of a ticket writes. */
  speaks(ticket: Ticket, thread: readonly Message[]): Promise<Spoken>;
  /** A template with its values, in that language or the nearest that there is. Throws `settings` where one of one's own is not right. */
  say(text: MailText, spoken: Spoken, values: LetterValues): Promise<Said>;
}
