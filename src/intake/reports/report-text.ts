import { decodeWords } from 'postal-mime';
import type { Attached } from './report.ts';
import { headIn, isReturned, returnedBy } from './returned.ts';

const statusType = /^(?:message|text)\/(?:global-)?(?:delivery-status|disposition-notification|feedback-report)$/;
const told = ['From', 'To', 'Cc', 'Subject', 'Date', 'Message-ID'];

const decoder = new TextDecoder();

/** Whether a part is what a report says for other programs: of a delivery, a receipt, a complaint (RFC 3464, 8098, 5965). */
export const isStatus = ({ type }: Attached): boolean => statusType.test(type);

/** The text of a report with what its machine-readable parts say: the status, and the head of the mail that came back (RFC 3462, 3464). */
export function withReport(text: string, attached: readonly Attached[]): string {
  const statuses = attached.filter(isStatus).map(({ content }) => decoder.decode(content));
  const returned = attached.filter(isReturned).map(headLines);
  const parts = [text, ...statuses, ...returned].map((part) =>
    part
      .replaceAll('\r\n', '\n')
      .replaceAll(/\n{3,}/g, '\n\n')
      .trim(),
  );
  return parts.filter((part) => part !== '').join('\n\n');
}

function headLines(part: Attached): string {
  const head = headIn(part);
  const lines = told.map((name) => ({ name, value: head.of(name.toLowerCase()) ?? '' }));
  return lines.flatMap(({ name, value }) => (value === '' ? [] : `${name}: ${decodeWords(value)}`)).join('\n');
}

/** The Message-IDs of the mails that a report is about. */
export const returnedIds = (attached: readonly Attached[]): readonly string[] =>
  attached.some(isStatus) ? returnedBy(attached.filter(isReturned).map(headIn)).ids : [];
