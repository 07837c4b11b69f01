import { isUtf8 } from 'node:buffer';
import PostalMime, { type Address, addressParser, type Attachment, decodeWords, type Email } from 'postal-mime';
import { DeskError } from '../errors.ts';
import { type AttachmentDraft, mostCopied } from '../model/message.ts';
import { addressesIn } from '../model/address.ts';
import { ownIdHeader } from '../model/mail-mark.ts';
import { normalName } from '../model/name.ts';
import { type Instant, toInstant } from '../model/time.ts';
import { automaticIn } from './automatic.ts';
import { headOf, idsIn, looksLikeMail } from './head.ts';
import type { Correspondent, Mail } from './mail.ts';
import { keyOf, withoutNul } from './record.ts';
import { repaired } from './repair.ts';
import type { Attached } from './reports/report.ts';
import { reportIn } from './reports/report-in.ts';
import { isStatus, returnedIds, withReport } from './reports/report-text.ts';
import { oneLine } from './subject.ts';
import { latin1Of, utf8Valid, withoutC1 } from './transfer.ts';
import { withoutUuencoded } from './uuencode.ts';

/**
 * What makes a mail this one: who wrote it, what about, its Message-ID (or, where it has none, when), and its body. Not the rest of the head, which differs with the
 * way it came: servers on the way also add a date. Nor line ends, which differ with the file that it is kept in.
 */
export function mailKey(raw: Uint8Array): string {
  const head = headOf(raw);
  const body = latin1Of(raw.subarray(head.bodyAt)).replaceAll('\r\n', '\n').replaceAll('\r', '\n').trimEnd();
  const named = head.of('message-id') === undefined ? 'date' : 'message-id';
  return keyOf('mail', ...[named, 'from', 'subject'].map((name) => head.of(name) ?? ''), body);
}

/**
 * Reads a mail (RFC 5322, MIME), broken ones as well as can be done. Attached mails stay attachments. Throws DeskError `refused` with the reason when
 * it is no mail, or made to exhaust its reader.
 */
export async function readMail(raw: Uint8Array): Promise<Mail> {
  if (!looksLikeMail(raw)) throw new DeskError('refused', 'no mail: it has none of the header lines of a mail');
  const email = await parsed(repaired(raw));
  const head = headOf(raw);
  const header = (name: string): string => headerText(head.of(name) ?? '');
  const body = await bodyOf(email, raw.subarray(head.bodyAt));
  const { text, files } = withoutUuencoded(sound(body.text));
  const attached = email.attachments.map((part): Attached => ({ type: part.mimeType.toLowerCase(), content: bytesOf(part) }));
  const tells = reportType.test(header('content-type')) || attached.some(isStatus);
  return {
    from: writerOf(email),
    ...peopleOf(email),
    deliveredTo: addressesIn(['delivered-to', 'x-original-to'].map((name) => header(name)).join(',')).filter((address) =>
      address.includes('@'),
    ),
    subject: oneLine(sound(email.subject ?? '')),
    date: dateOf(email.date),
    messageId: idsIn(email.messageId)[0],
    ourId: idsIn(header(ownIdHeader.toLowerCase()))[0],
    references: referencesOf(email, returnedIds(attached)),
    text: tells || text.trim() === '' ? sound(withReport(text, attached)) : text,
    attachments: [
      ...email.attachments.map(attachmentOf),
      ...files.map((file) => ({ ...file, type: 'application/octet-stream' })),
      ...(body.html ? [body.html] : []),
    ],
    // As it stands: what strangers wrote in encoded words must not become part of what the server says.
    checked: isFromOne(email) ? (head.of('authentication-results') ?? '') : '',
    language: languageOf(head.of('content-language')),
    automatic: tells ? 'generated' : automaticIn(header),
    report: reportIn({ header, text, attached }),
  };
}

const reportType = /^multipart\/report/i;

/** A header's value as it reads: its encoded words, or its bytes where they are UTF-8. */
const headerText = (value: string): string => sound(decodeWords(utf8Valid(value) ? Buffer.from(value, 'latin1').toString() : value));

/** What the parser gave, as stores can keep it. */
const sound = (text: string): string => withoutNul(withoutC1(text));

/** Of a head, in bytes; mail servers bear less (Exim a megabyte, Sendmail 32 kB). The parser takes a list of people apart in the square of its length. */
const mostHead = 512 * 1024;

async function parsed(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw, { forceRfc822Attachments: true, maxHeadersSize: mostHead });
  } catch (cause) {
    throw new DeskError('refused', `no readable mail: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}

/** The text to read, and the HTML that it was made of, where that is too long to be read to its end. */
interface Body {
  readonly text: string;
  readonly html?: AttachmentDraft;
}

/** Plain text before HTML; where the parts could not be told apart, all that stands below the head. */
async function bodyOf({ text = '', html = '', attachments }: Email, body: Uint8Array): Promise<Body> {
  if (text.trim() !== '') return { text: text.replaceAll('\r\n', '\n').trimEnd() };
  if (html !== '') {
    const { mostHtml, textOfHtml } = await import('./html.ts');
    const whole: AttachmentDraft = { name: 'mail.html', type: 'text/html; charset=utf-8', content: Buffer.from(html) };
    return { text: textOfHtml(html), ...(html.length > mostHtml && { html: whole }) };
  }
  if (attachments.length > 0) return { text: '' };
  return { text: new TextDecoder(isUtf8(body) ? 'utf-8' : 'windows-1252').decode(body).replaceAll(/\r\n?/g, '\n').trim() };
}

const mailboxes = (address: Address): readonly { readonly name: string; readonly address: string }[] =>
  address.group ? address.group : [{ name: address.name, address: address.address ?? '' }];

function writerOf({ from, sender, replyTo = [] }: Email): Correspondent | undefined {
  const [found] = [from, ...replyTo, sender]
    .flatMap((address) => (address ? mailboxes(address) : []))
    .filter(({ address, name }) => address || name);
  if (!found) return undefined;
  const name = sound(found.name).trim();
  return { address: normalName(sound(found.address) || name), name: name === '' || name === found.address ? undefined : name };
}

/** Of several whom a mail is from it cannot be told who was looked at. */
const isFromOne = ({ headers }: Email): boolean =>
  headers.filter(({ key }) => key === 'from').flatMap(({ value }) => addressParser(value, { flatten: true })).length === 1;

function peopleOf({ to = [], cc = [] }: Email): Pick<Mail, 'to' | 'cc'> {
  const named = (list: readonly Address[]): readonly string[] => [
    ...new Set(
      list
        .flatMap(mailboxes)
        .map(({ address }) => normalName(sound(address)))
        .filter((address) => address.includes('@')),
    ),
  ];
  return { to: named(to), cc: named(cc).slice(0, mostCopied) };
}

function dateOf(date: string | undefined): Instant | undefined {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) || ms < 0 || ms > Date.UTC(9999, 0) ? undefined : toInstant(ms);
}

/** In-Reply-To before References, of which the last is the nearest (RFC 5322, 3.6.4). */
function referencesOf(email: Email, returned: readonly string[]): readonly string[] {
  const nearestFirst = [...idsIn(email.inReplyTo), ...idsIn(email.references).toReversed(), ...returned];
  const own = idsIn(email.messageId)[0];
  return [...new Set(nearestFirst)].filter((id) => id !== own);
}

const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content instanceof Uint8Array ? content : new Uint8Array(content);

function attachmentOf(part: Attachment, index: number): AttachmentDraft {
  const { filename, mimeType } = part;
  const name = oneLine(sound(filename ?? ''));
  return {
    name: name === '' ? `${mimeType === 'message/rfc822' ? 'mail' : 'part'}-${index + 1}${endings[mimeType] ?? ''}` : name,
    type: mimeType,
    content: bytesOf(part),
  };
}

const endings: Readonly<Record<string, string>> = {
  'message/rfc822': '.eml',
  'text/html': '.html',
  'text/plain': '.txt',
  'text/calendar': '.ics',
};

const languageOf = (value: string | undefined): string | undefined => /^[a-z]{2,3}(?:-[a-z\d]{2,8})*/i.exec(value ?? '')?.[0].toLowerCase();
