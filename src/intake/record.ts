import { hash } from 'node:crypto';
import type { ChangeOf, TicketDraft } from '../model/change.ts';
import type { Incoming, MessageKind } from '../model/message.ts';
import type { Instant } from '../model/time.ts';
import type { Mail } from './mail.ts';

/** One thing read from a file, or why it could not be read. `at` says where: "row 12", "message 3", a file's name. */
export type Entry = Found | { readonly at: string; readonly refused: string };

export interface Found {
  readonly at: string;
  /** Half a SHA-256, hex, of what makes it this one and no other: the same in every run, however it is mapped. */
  readonly key: string;
  readonly piece: Piece;
  /** What of it was repaired, left out or guessed: said to whoever imports it. */
  readonly notes?: readonly string[];
}

/** A mail belongs to the ticket of the mails that it refers to, else it opens one. */
export type Piece = TicketPiece | { readonly kind: 'mail'; readonly mail: Mail };

/** A ticket with its past. `by` is who made it (its requester if left out), `created` when (now if left out). */
export interface TicketPiece {
  readonly kind: 'ticket';
  readonly ticket: TicketDraft;
  readonly messages: readonly IncomingAt[];
  readonly by?: string;
  readonly created?: Instant;
  readonly updates: readonly Update[];
}

/** A message of an imported ticket; without `at` it is as old as the ticket. `key` tells it from all else of the ticket, in every run. */
export interface IncomingAt {
  readonly key: string;
  readonly kind: MessageKind;
  readonly message: Incoming;
  readonly at?: Instant;
}

/** A change in an imported ticket's past; without `at` it is as old as the ticket. `key` tells it from all else of the ticket, in every run. */
export interface Update {
  readonly key: string;
  readonly by: string;
  readonly at?: Instant;
  readonly change: ChangeOf<'set' | 'wait'>;
}

/** The key of these texts in this order: 128 bits tell any number of rows apart, and the desk keeps one for each. */
export const keyOf = (...parts: readonly string[]): string => hash('sha256', JSON.stringify(parts)).slice(0, 32);

/** A text as stores can keep it: without NUL characters, which PostgreSQL refuses. */
export const withoutNul = (text: string): string => (text.includes('\0') ? text.replaceAll('\0', '') : text);

const none: readonly string[] = [];

/** What is to be said of a text that did not come through whole. */
export function notesOn(text: string): readonly string[] {
  if (!text.includes('\uFFFD') && !text.includes('\0')) return none;
  const notes: string[] = [];
  if (text.includes('\uFFFD')) notes.push('some characters could not be read and stand as \uFFFD');
  if (text.includes('\0')) notes.push('NUL characters were left out');
  return notes;
}
