import { authenticationResults, type CheckedBy } from './authentication-results.ts';

/** By what a sender is taken for proved. */
export interface Proving {
  /** The names under which the mail server that takes our mail writes what it found. */
  readonly checkedBy: readonly string[];
  /** Whether a name (lower case) is more than a suffix under which names are given out. */
  readonly isRegistrable: (name: string) => Promise<boolean>;
}

/**
 * Whether the mail server that takes our mail found a mail to be from the domain that it names: DMARC, or a DKIM signature of that domain or one above it. `results`
 * is the first Authentication-Results in its head (RFC 8601), as it stands there: one further down may have come with the mail.
 */
export async function isProved(results: string, from: string, { checkedBy, isRegistrable }: Proving): Promise<boolean> {
  const found = authenticationResults(results);
  const domain = domainOf(from);
  if (!found || domain === '' || !checkedBy.includes(found.server)) return false;
  const signers = found.checks.filter(({ method, result }) => method === 'dkim' && result === 'pass').map(signerOf);
  if (hasDmarc(found.checks, domain) || signers.includes(domain)) return true;
  // Who keeps a suffix under which others have names speaks for none of them.
  const above = signers.filter((signer) => signer !== '' && domain.endsWith(`.${signer}`));
  return (await Promise.all(above.map(isRegistrable))).includes(true);
}

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

/** A mail is looked at by DMARC once. */
function hasDmarc(checks: readonly CheckedBy[], domain: string): boolean {
  const [only, ...more] = checks.filter(({ method }) => method === 'dmarc');
  return more.length === 0 && only?.result === 'pass' && only.properties.get('header.from')?.toLowerCase() === domain;
}

const signerOf = ({ properties }: CheckedBy): string => domainOf(properties.get('header.d') ?? properties.get('header.i') ?? '');
