import type { AttachmentDraft, Incoming } from '../../model/message.ts';
import type { Mail } from '../mail.ts';
import { saidIn } from '../quotes/said.ts';
import { isProved, type Proving } from './proof.ts';

/** Characters of a message that somebody might read; the whole is a file beside it. */
const mostBody = 200_000;

/** The text of a mail as a file. */
const original = (text: string): AttachmentDraft => ({
  name: 'original.txt',
  type: 'text/plain; charset=utf-8',
  content: Buffer.from(text),
});

/** What a message says that is made of a mail: of an `answer` only what its writer wrote. */
export function bodyOf({ text }: Mail, answer: boolean): string {
  const said = answer ? saidIn(text).text : text;
  return said.length > mostBody ? `${said.slice(0, mostBody)}…` : said;
}

/**
 * A mail as a message: of an `answer` only what its writer wrote, since the rest stands above it in the ticket. Whatever is left out is kept as a file, so that
 * nothing is lost.
 */
export async function messageOf(mail: Mail, answer: boolean, proving: Proving): Promise<Incoming> {
  const body = bodyOf(mail, answer);
  const attachments = body.trim() === mail.text.trim() ? mail.attachments : [...mail.attachments, original(mail.text)];
  return {
    body,
    author: mail.from?.address ?? 'unknown',
    ...(mail.from?.name !== undefined && { authorName: mail.from.name }),
    ...(mail.messageId !== undefined && { messageId: mail.messageId }),
    ...(mail.cc.length > 0 && { cc: mail.cc }),
    ...(attachments.length > 0 && { attachments }),
    ...(mail.automatic !== 'no' && { automatic: true }),
    ...(mail.from && (await isProved(mail.checked, mail.from.address, proving)) && { proof: 'mail' as const }),
  };
}
