import { isIPv4, isIPv6 } from 'node:net';
import { canonicalIp } from './ip.ts';
import { type Found, isSecret } from './kind.ts';

const bare = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();

/** Fewer digits would make a stranger's number the requester's own. */
const fewestDigits = 7;
/** How many of the last digits say whose phone it is, with or without the country's prefix. */
const phoneDigits = 9;

/**
 * Whether something found is the requester's own. Addresses are compared without case, IP addresses in their one form, numbers and IBANs
 * without what stands between, phones by their last nine digits. Secrets are nobody's own.
 */
export function keeper(keep: readonly string[]): (found: Found) => boolean {
  const values = new Set<string>();
  for (const own of keep.map((text) => text.trim())) {
    values.add(own.toLowerCase());
    if (isIPv4(own) || isIPv6(own)) values.add(canonicalIp(own));
    else if (!own.includes('@') && own.replace(/\D/g, '').length >= fewestDigits) {
      values.add(bare(own));
      if (/^[+\d(][\d ()./-]*$/.test(own)) values.add(own.replace(/\D/g, '').slice(-phoneDigits));
    }
  }
  return ({ kind, value }) => !isSecret(kind) && values.has(kind === 'phone' ? value.slice(-phoneDigits) : value);
}
