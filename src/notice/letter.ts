import type { Backend } from '../backend/backend.ts';
import type { Sending } from '../backend/outbox.ts';
import type { MailSettings } from '../around/mail-settings.ts';
import { DeskError } from '../errors.ts';
import { taggedSubject } from '../model/mail-mark.ts';
import type { Mailing } from '../model/mailing.ts';
import type { Attachment, Message } from '../model/message.ts';
import type { Recipient } from '../model/notice.ts';
import type { Person } from '../model/person.ts';
import { collect } from '../model/stream.ts';
import type { Ticket } from '../model/ticket.ts';
import { fileName, safe } from '../output/safe.ts';
import type { LetterValues, Said, Wording } from './wording.ts';

/** A mail as people read it; nothing in it is encoded yet. */
export interface WrittenMail {
  readonly from: Person;
  readonly replyTo: Person;
  readonly to: readonly Person[];
  readonly cc: readonly Person[];
  readonly subject: string;
  readonly messageId: string;
  readonly date: Date;
  /** Message-IDs of what came before, the nearest last. */
  readonly references: readonly string[];
  readonly language: string | undefined;
  /** How it came about (RFC 3834): by a step, as the answer to a mail, or by somebody's hand. */
  readonly automatic: 'generated' | 'replied' | undefined;
  readonly text: string;
  readonly attachments: readonly WrittenFile[];
}

export interface WrittenFile extends Pick<Attachment, 'name' | 'type'> {
  readonly content: Uint8Array;
}

export interface LetterTools {
  readonly backend: Backend;
  readonly sending: Pick<Sending, 'recipients'>;
  readonly settings: MailSettings;
  readonly wording: Wording;
  readonly signal: AbortSignal;
}

/** Code points: more is on no screen, and a line of a head must end somewhere. */
const longest = { subject: 200, name: 80 };
const oneLine = (text: string, most = longest.subject): string => [...safe(text, { lines: false }).trim()].slice(0, most).join('');

/** A text for the head of a mail. What is spelled as an encoded word (RFC 2047) would be read as what it encodes: line ends, other people. */
const forHead = (text: string): string => text.replaceAll('=?', '= ?');

/** What no text has: C0 and C1 controls but tabs and line ends, and halves of characters. */
const asText = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    // oxlint-disable-next-line no-control-regex
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '')
    .toWellFormed();

/** Stands for what an agent wrote while a template is made: no template changes that, and no limit for templates holds for it. */
const place = '\uE000body\uE000';

/** Writes a mail to its requester, in their language. Throws `not-found` when its ticket, or what it was to bring, is not there any more; `settings` for a template that is not right. */
export async function writeLetter(mail: Mailing, tools: LetterTools): Promise<WrittenMail> {
  const { backend, sending, settings, signal } = tools;
  const ticket = await backend.get(mail.ticket, signal);
  const thread = await collect(backend.thread(ticket.id, signal));
  const message = thread.find(({ id }) => id === mail.message);
  if (mail.kind === 'reply' && !message) throw new DeskError('not-found', 'the reply that it was to bring is not there');
  const asked = isAsked(mail, message);
  const name = asked ? await nameOf(ticket, thread, tools) : '';
  const { text, subject, language } = await said(mail, { ticket, thread, name, asked }, tools);
  const people = await sending.recipients(mail.messageId);
  const at = (wanted: Recipient['role']): readonly Person[] =>
    people
      .filter(({ role }) => role === wanted)
      .map(({ address }) => ({ address, name: address === ticket.requester ? forHead(name) || null : null }));
  return {
    from: settings.from,
    replyTo: settings.replyTo,
    to: at('to'),
    cc: at('cc'),
    subject: forHead(taggedSubject(oneLine(subject), ticket.id)),
    messageId: mail.messageId,
    date: new Date(mail.created),
    references: referencesOf(mail, thread),
    language,
    automatic: mail.kind === 'reply' ? undefined : mail.kind === 'received' ? 'replied' : 'generated',
    text: asText(text.replaceAll(place, () => (message && mail.kind === 'reply' ? message.body.trim() : ''))),
    attachments: mail.kind === 'reply' ? await filesOf(ticket, message?.attachments ?? [], tools) : [],
  };
}

/** Whether whoever gets a mail is known to have asked for it: a receipt goes to an address that anybody may have written, and must not carry to it what they wrote. */
const isAsked = ({ kind }: Mailing, message: Message | undefined): boolean => kind !== 'received' || (message?.proof ?? null) !== null;

/** What a mail is made of. */
interface About {
  readonly ticket: Ticket;
  readonly thread: readonly Message[];
  readonly name: string;
  readonly asked: boolean;
}

async function said(
  mail: Mailing,
  { ticket, thread, name, asked }: About,
  { settings, wording }: LetterTools,
): Promise<Said & { readonly subject: string }> {
  const { id, priority, queue, created, requester, owner } = ticket;
  const subject = asked ? oneLine(ticket.subject) : '';
  const spoken = await wording.speaks(ticket, thread);
  const values: LetterValues = {
    ticket: { id, subject, status: mail.status, priority, queue, created },
    requester: { name, address: oneLine(requester ?? '') },
    agent: owner ?? '',
    desk: settings.from.name ?? settings.from.address,
    language: spoken.language ?? '',
    body: mail.kind === 'reply' ? place : '',
  };
  const { text, language } = await wording.say(mail.kind, spoken, values);
  return {
    text,
    language: mail.kind === 'reply' && spoken.language === undefined ? undefined : language, // the words are the agent's
    subject: asked ? subject : (await wording.say('received-subject', spoken, values)).text,
  };
}

/** The requester's name as their mails say it, else as the desk knows them. */
async function nameOf({ requester }: Ticket, thread: readonly Message[], { backend, signal }: LetterTools): Promise<string> {
  if (requester === null) return '';
  const wrote = thread.find(({ kind, author, authorName }) => kind === 'request' && author === requester && authorName !== null);
  if (wrote) return oneLine(wrote.authorName ?? '', longest.name);
  for await (const { address, name } of backend.people(requester, signal))
    if (address === requester) return oneLine(name ?? '', longest.name);
  return '';
}

/** A Message-ID that can stand in a head as it is: what strangers sent may be anything. */
const isSound = (id: string | null): id is string => id !== null && /^[!-;=?-~]{1,250}$/.test(id) && forHead(id) === id;
/** So many are enough for any program, and a long head is refused by some servers; the first one is the thread's. */
const mostReferences = 20;

/** What was said to and by the requester before. */
function referencesOf(mail: Mailing, thread: readonly Message[]): readonly string[] {
  const receipt = mail.kind === 'received';
  const before = thread.filter(
    ({ id, at, kind }) =>
      kind !== 'note' && at <= mail.created && (mail.message === null || id < mail.message || (receipt && id === mail.message)),
  );
  const ids = [...new Set(before.map(({ messageId }) => messageId).filter(isSound))].filter((id) => id !== mail.messageId);
  return ids.length <= mostReferences ? ids : [...ids.slice(0, 1), ...ids.slice(1 - mostReferences)];
}

async function filesOf(ticket: Ticket, files: readonly Attachment[], { backend, signal }: LetterTools): Promise<readonly WrittenFile[]> {
  const found: WrittenFile[] = [];
  for (const { id, name, type } of files) {
    const content = Buffer.concat(await collect(backend.attachment(ticket.id, id, signal)));
    found.push({ name: forHead(fileName(name)), type, content });
  }
  return found;
}
