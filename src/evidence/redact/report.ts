import { type Kind, kinds } from './kind.ts';
import type { Masked } from './redactor.ts';

/** What no mask covers: said wherever masking is reported, so that nobody relies on it for more than it does. */
export const notCovered =
  'Not recognised: names, user names, street addresses, dates of birth and document numbers. Read it before it goes out.';

const words: Readonly<Record<Kind, readonly [one: string, many: string]>> = {
  key: ['private key', 'private keys'],
  jwt: ['JWT', 'JWTs'],
  cookie: ['cookie', 'cookies'],
  password: ['password', 'passwords'],
  token: ['token', 'tokens'],
  email: ['e-mail address', 'e-mail addresses'],
  iban: ['IBAN', 'IBANs'],
  card: ['card number', 'card numbers'],
  ip: ['IP address', 'IP addresses'],
  account: ['account number', 'account numbers'],
  phone: ['phone number', 'phone numbers'],
};

/** How many values were masked. */
export const maskedCount = (masked: readonly Masked[]): number => masked.reduce((sum, { count }) => sum + count, 0);

/** `3 e-mail addresses, 1 token`; `nothing` when there was nothing to mask. */
export const maskedWords = (masked: readonly Masked[]): string =>
  masked.map(({ kind, count }) => `${count} ${words[kind][count === 1 ? 0 : 1]}`).join(', ') || 'nothing';

/** The counts of several texts together, in the order of `kinds`. */
export function addUp(all: readonly (readonly Masked[])[]): readonly Masked[] {
  const sums = new Map<Kind, number>();
  for (const { kind, count } of all.flat()) sums.set(kind, (sums.get(kind) ?? 0) + count);
  return kinds.flatMap((kind) => (sums.has(kind) ? [{ kind, count: sums.get(kind) ?? 0 }] : []));
}

/** One sentence or two for whoever is about to send or show it: what was masked, and what is not covered. */
export const maskedNote = (masked: readonly Masked[]): string => `Masked: ${maskedWords(masked)}. ${notCovered}`;
