import { accounts } from './account.ts';
import { findCards } from './card.ts';
import { cookies } from './cookie.ts';
import { emails } from './email.ts';
import { ibans } from './iban.ts';
import { ips } from './ip.ts';
import { jwts } from './jwt.ts';
import { type Finder, type Found, kinds } from './kind.ts';
import { passwords } from './password.ts';
import { phoneFinder } from './phone.ts';
import { privateKeys } from './private-key.ts';
import { runs } from './run.ts';
import { tokens } from './token.ts';

const numbers: Finder = (text, add) => {
  const findPhones = phoneFinder(text, add);
  runs(text, (run) => {
    for (const rest of findCards(text, run, add)) findPhones(rest);
  });
};
const finders: readonly Finder[] = [privateKeys, jwts, cookies, passwords, tokens, emails, ibans, ips, accounts, numbers];

/** What is found in a text, in its order, nothing twice. */
export function places(text: string): readonly Found[] {
  const all: Found[] = [];
  for (const find of finders) find(text, (found) => all.push(found));
  all.sort((a, b) => a.from - b.from || b.to - a.to || rank(a) - rank(b));
  const kept: Found[] = [];
  for (const found of all) {
    const last = kept.at(-1);
    if (!last || found.from >= last.to) kept.push(found);
    else kept[kept.length - 1] = both(last, found);
  }
  return kept;
}

const rank = ({ kind }: Found): number => kinds.indexOf(kind);

/**
 * Of two that overlap, one over both, so that nothing of either is left to be read; called what tells more. But the end of a password in
 * front of a host looks like a mailbox, and is none.
 */
function both(first: Found, second: Found): Found {
  const better = rank(second) < rank(first) ? second : first;
  const isUserInfo = (secret: Found, other: Found): boolean => secret.kind === 'password' && other.kind === 'email' && other.to > secret.to;
  if (isUserInfo(first, second)) return first;
  if (second.from === first.from && isUserInfo(second, first)) return second;
  return { ...better, from: first.from, to: Math.max(first.to, second.to) };
}
