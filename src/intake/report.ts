import { type Attachment, decodeWords } from 'postal-mime';
import { headOf, idsIn } from './head.ts';

const statusType = /^message\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)$/;
const returnedType = /^(?:text|message)\/(?:rfc822|global)(?:-headers)?$/;
const told = ['From', 'To', 'Cc', 'Subject', 'Date', 'Message-ID'];

const decoder = new TextDecoder();
const bytesOf = ({ content }: Attachment): Uint8Array =>
  typeof content === 'string' ? Buffer.from(content) : content instanceof Uint8Array ? content : new Uint8Array(content);

/** The text of a report with what its machine-readable parts say: the status, and the head of the mail that came back (RFC 3462, 3464). */
export function withReport(text: string, attachments: readonly Attachment[]): string {
  const statuses = attachments.filter(({ mimeType }) => statusType.test(mimeType)).map((part) => decoder.decode(bytesOf(part)));
  const returned = attachments.filter(({ mimeType }) => returnedType.test(mimeType)).map((part) => headLines(bytesOf(part)));
  const parts = [text, ...statuses, ...returned].map((part) =>
    part
      .replaceAll('\r\n', '\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
  );
  return parts.filter((part) => part !== '').join('\n\n');
}

function headLines(raw: Uint8Array): string {
  const head = headOf(raw);
  const lines = told.map((name) => ({ name, value: head.of(name.toLowerCase()) ?? '' }));
  return lines.flatMap(({ name, value }) => (value === '' ? [] : `${name}: ${decodeWords(value)}`)).join('\n');
}

/** The Message-ID of the mail that a report is about. */
export function returnedId(attachments: readonly Attachment[]): readonly string[] {
  const reported = attachments.some(({ mimeType }) => statusType.test(mimeType));
  const returned = reported ? attachments.filter(({ mimeType }) => returnedType.test(mimeType)) : [];
  return returned.flatMap((part) => idsIn(headOf(bytesOf(part)).of('message-id')).slice(0, 1));
}
