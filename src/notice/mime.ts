import MailComposer from 'nodemailer/lib/mail-composer';
import type { HeldMail } from '../backend/outbox.ts';
import { ownIdHeader } from '../model/mail-mark.ts';
import type { Person } from '../model/person.ts';
import { htmlOf } from './html.ts';
import type { WrittenMail } from './letter.ts';

/** A mail as it goes to a mail server: for one recipient. */
export interface SealedMail {
  readonly from: string;
  readonly to: string;
  readonly content: Buffer;
}

/** By it whoever sends mail around in a circle is found out. */
const loopHeader = 'X-Deskhand-Loop';

const mailbox = ({ address, name }: Person) => ({ address, name: name ?? '' });
const bracketed = (id: string): string => `<${id}>`;

/** A type as strangers' mails and browsers name it, or none at all. */
const soundType = (type: string): string => (/^[\w.+-]{1,80}\/[\w.+-]{1,80}$/.test(type) ? type : 'application/octet-stream');

/** As texts have them in mails, however they are encoded there. */
const withLineEnds = (text: string): string => text.replaceAll('\n', '\r\n');

/** What keeps machines from answering. */
const automaticHeaders = ({ automatic }: WrittenMail): Readonly<Record<string, string>> =>
  automatic === undefined ? {} : { 'Auto-Submitted': `auto-${automatic}`, 'X-Auto-Response-Suppress': 'All' };

/** Encodes a mail (MIME) for one of its recipients: plain text, the same as HTML, and files. Nothing is fetched or read for it. */
export async function sealed(mail: WrittenMail, { recipient, mark }: Pick<HeldMail, 'recipient' | 'mark'>): Promise<SealedMail> {
  const { references, language } = mail;
  const node = new MailComposer({
    from: mailbox(mail.from),
    replyTo: mailbox(mail.replyTo),
    to: mail.to.map(mailbox),
    cc: mail.cc.map(mailbox),
    subject: mail.subject,
    date: mail.date,
    messageId: bracketed(mail.messageId),
    ...(references.length > 0 && { inReplyTo: bracketed(references.at(-1) ?? ''), references: references.map(bracketed).join(' ') }),
    headers: {
      ...automaticHeaders(mail),
      [ownIdHeader]: [mail.messageId, ...(mark === null ? [] : [mark])].map(bracketed).join(' '),
      [loopHeader]: mail.from.address,
      ...(language !== undefined && /^[a-z0-9-]+$/i.test(language) && { 'Content-Language': language }),
    },
    text: withLineEnds(mail.text),
    html: withLineEnds(htmlOf(mail.text, language)),
    attachments: mail.attachments.map(({ name, type, content }) => ({
      filename: name,
      contentType: soundType(type),
      content: Buffer.from(content),
      contentDisposition: 'attachment',
    })),
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  node.setEnvelope({ from: mail.from.address, to: [recipient] });
  const envelope = node.getEnvelope();
  return { from: envelope.from || '', to: envelope.to[0] ?? '', content: await node.build() };
}
