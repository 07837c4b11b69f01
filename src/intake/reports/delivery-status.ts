import { normalName } from '../../model/name.ts';
import { headOf, type Head } from '../head.ts';
import { addressesOf } from './addresses.ts';
import type { Attached, Failure } from './report.ts';
import { briefly, statusFrom } from './reason.ts';

const statusType = /^(?:message|text)\/(?:global-)?delivery-status$/;

/** Whether a part is what a mail system tells of a delivery for other programs (RFC 3464). */
export const isDeliveryStatus = ({ type }: Attached): boolean => statusType.test(type);

const mostGroups = 500;
const mostBytes = 1024 * 1024;
const decoder = new TextDecoder();

/** Whom the status parts of a report say that a mail did not reach. What arrived, was relayed or expanded is none of it. */
export function failuresIn(parts: readonly Attached[]): readonly Failure[] {
  return parts.flatMap(({ content }) => groupsOf(decoder.decode(content.subarray(0, mostBytes))).flatMap(failureOf));
}

/** A group of lines for the mail, then one for each recipient; some writers forget the empty line between them. */
const groupsOf = (text: string): readonly Head[] =>
  text
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n\s*\n/)
    .slice(0, mostGroups)
    .map((group) => headOf(Buffer.from(group.trim())));

function failureOf(group: Head): readonly Failure[] {
  const action = group.of('action')?.toLowerCase() ?? '';
  if (/^(?:delivered|relayed|expanded|deliverable)/.test(action)) return [];
  const address =
    addressIn(group.of('original-recipient')) ?? addressIn(group.of('final-recipient')) ?? addressIn(group.of('x-actual-recipient'));
  if (address === undefined) return [];
  const says = briefly((group.of('diagnostic-code') ?? '').replace(/^[\w-]+\s*;\s*/, ''));
  const status = statusFrom(`${says} ${action}`, /\d\.\d+\.\d+/.exec(group.of('status') ?? '')?.[0]);
  return [{ address, says, status: action.startsWith('delayed') ? `4${status.slice(1)}` : status }];
}

/** "rfc822; <ann@example.com>" and what is made of it; a name without a domain is none that a mail went to. */
function addressIn(value: string | undefined): string | undefined {
  const said = (value ?? '').replace(/^[\w-]+\s*;/, '').trim();
  return addressesOf(said)[0] ?? (/^<?[^\s<>@]+@[^\s<>@]+>?$/.test(said) ? normalName(said.replaceAll(/[<>]/g, '')) : undefined);
}
