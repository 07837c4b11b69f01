import type { Backend } from '../backend/backend.ts';
import type { Message } from '../model/message.ts';
import type { TicketId } from '../model/ticket.ts';
import { bodyOf } from './incoming/message.ts';
import type { Mail } from './mail.ts';

/** Under which key an entry is brought by an import, for good. */
export const importedAs = (key: string): string => `import:${key}`;
/** Under which key a mail is taken in that a mail server hands over, for some weeks. */
export const takenInAs = (key: string): string => `mail:${key}`;

/** A mail of an import, and by what it is the same one. */
export interface KeyedMail {
  readonly key: string;
  readonly mail: Mail;
}

/** What is asked of a desk. */
export interface Asking {
  readonly backend: Pick<Backend, 'known' | 'thread'>;
  readonly signal: AbortSignal;
  /** The tickets of those Message-IDs that are known. */
  readonly threads: ReadonlyMap<string, TicketId>;
}

/**
 * The tickets of those mails, by key, that a mail server has brought already. The key with which it did is forgotten after some weeks: then it is the Message-ID, on a
 * message of the same sender that says the same. What an import brought is known by its own key, and not looked for.
 */
export async function broughtByServer(mails: readonly KeyedMail[], asking: Asking): Promise<ReadonlyMap<string, TicketId>> {
  const { backend, signal } = asking;
  const known = await backend.known?.(
    mails.flatMap(({ key }) => [importedAs(key), takenInAs(key)]),
    signal,
  );
  if (!known) return new Map();
  const brought = new Map<string, TicketId>();
  for (const each of mails) {
    if (known.has(importedAs(each.key))) continue;
    const ticket = known.get(takenInAs(each.key)) ?? (await ticketWith(each.mail, asking));
    if (ticket !== undefined) brought.set(each.key, ticket);
  }
  return brought;
}

async function ticketWith(mail: Mail, { backend, threads, signal }: Asking): Promise<TicketId | undefined> {
  const ticket = mail.messageId === undefined ? undefined : threads.get(mail.messageId);
  if (ticket === undefined) return undefined;
  for await (const message of backend.thread(ticket, signal)) if (isSame(message, mail)) return ticket;
  return undefined;
}

const isSame = ({ messageId, author, body }: Message, mail: Mail): boolean =>
  messageId === mail.messageId &&
  author === (mail.from?.address ?? 'unknown') &&
  [true, false].some((answer) => bodyOf(mail, answer).trim() === body.trim());
