import { addressesOf } from './addresses.ts';
import { complaintIn, isFeedback, isHotmailComplaint } from './complaint.ts';
import { failuresIn, isDeliveryStatus } from './delivery-status.ts';
import { failuresInText } from './free-form.ts';
import { statusFrom, tellsOfFailure } from './reason.ts';
import type { Failure, Parts, Report, Returned } from './report.ts';
import { cutReturned, headIn, isReturned, returnedBy } from './returned.ts';
import { fromMachine, isMailSystem, isReportSubject } from './sender.ts';

/** Reports are short; what comes below is the mail that came back. */
const mostText = 64 * 1024;

/**
 * What a mail reports of a mail of ours: for other programs (RFC 3464, RFC 5965), else in one of the forms that mail systems write for people. Undefined for
 * every other mail. Anybody can write one: what it says counts only where the mail that came back was ours.
 */
export function reportIn(parts: Parts): Report | undefined {
  return parts.attached.some(isFeedback) || isHotmailComplaint(parts) ? complaintIn(parts) : bounceIn(parts);
}

function bounceIn(parts: Parts): Report | undefined {
  const { header, attached } = parts;
  // What a customer forwards to us, asking what it means, is no report to us.
  if (!reportType.test(header('content-type')) && !fromMachine(header)) return undefined;
  const { before, head } = cutReturned(parts.text.slice(0, mostText));
  const heads = [...attached.filter(isReturned).map(headIn), ...(head ? [head] : [])];
  const returned = returnedBy(heads);
  const told = failuresIn(attached.filter(isDeliveryStatus));
  if (told.length > 0) return { kind: 'bounce', failures: unique(told), returned };
  if (!isFreeForm(parts, before, heads.length > 0)) return undefined;
  // Some systems tell the mail's head first, and then what happened.
  const failures =
    [before, parts.text].map((text) => freeForm(header, text.slice(0, mostText), returned)).find((found) => found.length > 0) ?? [];
  return failures.length === 0 ? undefined : { kind: 'bounce', failures, returned };
}

const reportType = /^multipart\/report/i;

/** A mail system wrote it, and it tells of a failure; or some machine did, with more of what such a mail has. */
function isFreeForm({ header }: Parts, text: string, cameBack: boolean): boolean {
  if (header('x-failed-recipients') !== '') return true;
  const about = isReportSubject(header('subject'));
  return tellsOfFailure(text) ? about || cameBack || isMailSystem(header) : about && cameBack;
}

function freeForm(header: Parts['header'], text: string, returned: Returned): readonly Failure[] {
  const us = new Set(addressesOf(`${header('to')} ${header('from')} ${header('cc')}`));
  const named = addressesOf(header('x-failed-recipients'));
  const meant = named.length > 0 ? named : returned.to;
  const others = failuresInText(text, us, meant);
  const found = others.length > 0 ? others : failuresInText(text, new Set(), meant);
  if (named.length === 0 && found.length > 0) return found;
  const whom = named.length > 0 ? named : returned.to.filter((address) => !us.has(address)).slice(0, 1);
  const status = statusFrom(text);
  return whom.map((address) => found.find((failure) => failure.address === address) ?? { address, status, says: '' });
}

const unique = (failures: readonly Failure[]): readonly Failure[] =>
  failures.filter(({ address }, at) => failures.findIndex((other) => other.address === address) === at);
