import { domainOf, houseOf } from '../redact/house.ts';
import { keeper } from '../redact/kept.ts';
import { type Found, isSecret, type Kind } from '../redact/kind.ts';
import { places } from '../redact/places.ts';
import { maskedWords } from '../redact/report.ts';
import type { Masked } from '../redact/redactor.ts';

/** What does not belong into a reply to somebody else. Phones and IP addresses are left out: replies name the desk's own ones all the time. */
const looked: ReadonlySet<Kind> = new Set(['key', 'jwt', 'cookie', 'password', 'token', 'email', 'iban', 'card', 'account']);

/** What a reply may hold beside what its text says for itself. */
export interface Allowed {
  /** Whom it goes to, and what belongs to the desk: values, and domains written as `@us.example`. */
  readonly own: readonly string[];
  /** What its readers have read or written already. */
  readonly seen: readonly string[];
}

/** What is no word in quotation marks or behind a colon: "password: I have not used it". */
const looksSecret = (value: string): boolean => value.length >= 4 && /[^\p{L}]|\p{Ll}\p{Lu}/u.test(value);
const isAddress = (value: string): boolean => /@[^@]+\.[^@.]+$/.test(value);
const isPrivate = ({ kind, value }: Found): boolean =>
  looked.has(kind) && (kind !== 'password' || looksSecret(value)) && (kind !== 'email' || isAddress(value));

/**
 * Private data of others in a text: what neither its readers nor the desk own, and what does not stand in what they have seen. Addresses of a
 * reader's own house are theirs, unless everybody has one there. Secrets are nobody's.
 */
export function privateIn(text: string, { own, seen }: Allowed): readonly Found[] {
  const found = places(text).filter(isPrivate);
  if (found.length === 0) return [];
  const houses = new Set(own.flatMap((each) => houseOf(each) ?? []));
  const isOwn = keeper(own);
  const known = new Set(seen.flatMap(places).map(({ kind, value }) => `${kind} ${value}`));
  return found.filter(
    (each) =>
      isSecret(each.kind) ||
      !(isOwn(each) || known.has(`${each.kind} ${each.value}`) || (each.kind === 'email' && houses.has(domainOf(each.value)))),
  );
}

/** "1 e-mail address, 1 IBAN: p████@o████.org, SK••••". */
export function privateWords(found: readonly Found[]): string {
  const counts = new Map<Kind, number>();
  for (const { kind } of found) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const masked: readonly Masked[] = [...counts].map(([kind, count]) => ({ kind, count }));
  return `${maskedWords(masked)}: ${[...new Set(found.map(({ mask }) => mask))].join(', ')}`;
}
