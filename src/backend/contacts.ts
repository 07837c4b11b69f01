import type { Contact, ContactChange, ContactDraft } from '../model/contact.ts';

/** The people on file: by what requesters are known to be themselves, and who may act for whom. */
export interface Contacts {
  /** Throws `conflict` for an address or a phone that somebody else has, `not-found` for whom nobody on file is, `refused` for what is neither. */
  add(draft: ContactDraft, signal: AbortSignal): Promise<Contact>;
  /** Throws as `add`, and `not-found`. */
  change(id: number, change: ContactChange, signal: AbortSignal): Promise<Contact>;
  /** Nothing is left of them on file; what was told of messages stays. Throws `not-found`. */
  remove(id: number, signal: AbortSignal): Promise<Contact>;
  /** All, or those whose name, address or phone has the text, by their numbers. */
  list(text: string | undefined, signal: AbortSignal): AsyncIterable<Contact>;
  /** Whose number that is. */
  get(id: number, signal: AbortSignal): Promise<Contact | undefined>;
  /** Who has that address or phone. */
  whose(way: string, signal: AbortSignal): Promise<Contact | undefined>;
}
