import { DeskError } from '../../errors.ts';
import type { ListChange } from '../../model/change.ts';
import { allowListed } from '../../model/decide.ts';
import { normalName } from '../../model/name.ts';
import { type Instant, isInstant } from '../../model/time.ts';

/** UTF-16 units of a message, and of any other text. */
export const longestBody = 50_000_000;
const longestText = 100_000;
/** Of names and addresses, which stand in indexes: RFC 5321 allows an address 254. */
export const longestName = 500;

/** What no store keeps the same everywhere becomes U+FFFD: NUL, and halves of surrogate pairs. */
const sound = (text: string): string => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** A text as it can be kept. Throws `refused` when it is too long. */
export function cleanText(text: string, most = longestText): string {
  if (text.length > most) {
    throw new DeskError('refused', `a text of ${text.length} characters is too long`, {
      hint: `at most ${most} are kept; attach it as a file instead`,
    });
  }
  return sound(text);
}

/** A name in normal form. Throws `refused` for an empty one. */
export function cleanName(text: string, what: string): string {
  const name = normalName(cleanText(text, longestName));
  if (name === '') throw new DeskError('refused', `${what} needs a name`);
  return name;
}

/** A name that somebody has to type, as those of agents and sites. Throws `refused` for what nobody sees or types: control characters, and turns of the direction. */
export function typeable(text: string, what: string): string {
  if (!/[\p{Cc}\p{Cs}\p{Bidi_Control}]/u.test(text)) return text;
  throw new DeskError('refused', `${what} cannot be called ${JSON.stringify(text)}`, { hint: 'use letters that can be seen' });
}

const cleanNames = (names: readonly string[]): readonly string[] =>
  [...new Set(names.map((name) => normalName(cleanText(name, longestName))))].filter(Boolean);

/** Names, without empty ones and doubles. The rule throws `refused` for more than that. */
export const namesUpTo =
  (most: number) =>
  (names: readonly string[]): readonly string[] => {
    const clean = cleanNames(names);
    allowListed(clean.length, most);
    return clean;
  };
export const cleanList = ({ add, remove }: ListChange): ListChange => ({ add: cleanNames(add), remove: cleanNames(remove) });
export const orNone = (text: string | null): string | null => (text === null ? null : cleanText(text) || null);
export const nameOrNone = (text: string | null): string | null => (text === null ? null : normalName(cleanText(text, longestName)) || null);

/** Throws `refused` for what is no instant. */
export function cleanTime(time: Instant | null): Instant | null {
  if (time === null || isInstant(time)) return time;
  throw new DeskError('refused', `${JSON.stringify(cleanText(time))} is not a time`, {
    hint: 'times are kept as 2026-11-21T22:31:35.000Z',
  });
}

/** Custom fields by their names in normal form; an empty value is none. Throws `refused` for a name that no query could say. */
export function cleanFields<V extends string | null>(fields: Readonly<Record<string, V>>): Readonly<Record<string, V | null>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const field = cleanName(name, 'a field');
      if (/[\s:.]/u.test(field))
        throw new DeskError('refused', `a field cannot be called ${field}`, { hint: 'use a name without blanks, colons and dots' });
      return [field, value === null ? null : ((cleanText(value) || null) as V | null)];
    }),
  );
}

/** A word that is not one of the known ones could never be read again. */
export const oneOf =
  <T extends string>(what: string, known: readonly T[]) =>
  (word: T): T => {
    if (known.includes(word)) return word;
    throw new DeskError('refused', `${JSON.stringify(cleanText(String(word)))} is no ${what}`, { hint: `one of ${known.join(', ')}` });
  };
