import { headOf } from '../head.ts';
import { addressesOf } from './addresses.ts';
import { nothingReturned, type Attached, type Parts, type Report } from './report.ts';
import { headIn, isReturned, returnedBy } from './returned.ts';

/** Whether a part is a provider's feedback (RFC 5965). */
export const isFeedback = ({ type }: Attached): boolean => type === 'message/feedback-report';

/** What is no complaint: mail that somebody called no spam, and what DMARC and DKIM tell about a domain. */
const noComplaint = /^(?:not-spam|auth-failure|dmarc|virus|opt-out-list)/;
/** Hotmail sends the mail that came back alone, under a subject of its own. */
export const isHotmailComplaint = ({ header, attached }: Parts): boolean =>
  /^complaint about message from /i.test(header('subject')) && attached.some(isReturned);

/** The complaint that a mail reports; undefined where it reports none. */
export function complaintIn({ attached }: Parts): Report | undefined {
  const feedback = attached.filter(isFeedback).map(({ content }) => headOf(content));
  const heads = attached.filter(isReturned).map(headIn);
  const returned = heads.length > 0 ? returnedBy(heads) : nothingReturned;
  if (feedback.length > 0 && feedback.every((head) => noComplaint.test(head.of('feedback-type')?.toLowerCase() ?? ''))) return undefined;
  const told = feedback.flatMap((head) => addressesOf(`${head.of('original-rcpt-to') ?? ''} ${head.of('removal-recipient') ?? ''}`));
  const [address] = [...told, ...returned.to];
  const failures = address === undefined ? [] : [{ address, status: '5.7.0', says: '' }];
  return { kind: 'complaint', failures, returned };
}
