import { clockAt, type Day } from '../../../model/zone.ts';
import type { Token } from '../token.ts';
import { type Part, type Role, type Word, wordOf } from './words.ts';

/** A text in tokens, and what its times are seen from. */
export interface Reading {
  readonly tokens: readonly Token[];
  readonly words: readonly Word[];
  /** When it was written, in milliseconds since 1970. */
  readonly atMs: number;
  /** The day on which it was, in the zone of the process. */
  readonly today: Day;
  readonly language: string;
}

/** What was read, and the token after it. */
export interface Read<T> {
  readonly value: T;
  readonly next: number;
}

/** A word that means nothing here. */
export const unknown: Word = {};

const dayOf = (atMs: number): Day => {
  const { year, month, day } = clockAt(atMs, undefined);
  return { year, month, day };
};

export const readingOf = (tokens: readonly Token[], atMs: number, language: string): Reading => ({
  tokens,
  words: tokens.map(({ folded }) => (folded === '' ? unknown : (wordOf(folded) ?? unknown))),
  atMs,
  today: dayOf(atMs),
  language,
});

export const wordAt = ({ words }: Reading, at: number): Word => words[at] ?? unknown;
export const has = (reading: Reading, at: number, role: Role): boolean => wordAt(reading, at).roles?.has(role) === true;

/** Whether a sign stands there; with `touching` right behind the token before. */
export function sign({ tokens }: Reading, at: number, signs: string, touching = false): boolean {
  const token = tokens[at];
  return token?.kind === 'sign' && signs.includes(token.text) && (!touching || token.touches);
}

/** A number of so many digits at least and at most; undefined if there is none. */
export function digits({ tokens }: Reading, at: number, least: number, most: number): number | undefined {
  const token = tokens[at];
  return token?.kind === 'digits' && token.text.length >= least && token.text.length <= most ? Number(token.text) : undefined;
}

export const touches = ({ tokens }: Reading, at: number): boolean => tokens[at]?.touches === true;

/** The first token from there on that has none of the roles, looking over so many at most. */
export function over(reading: Reading, at: number, roles: readonly Role[], most: number): number {
  let next = at;
  while (next - at < most && roles.some((role) => has(reading, next, role))) next++;
  return next;
}

/** A part of the day: one word, or "poslije podne", "до обеда", "madaling araw". */
export function partFrom(reading: Reading, at: number): Read<Part> | undefined {
  const { part } = wordAt(reading, at);
  if (part !== undefined && part !== 'last night') {
    const isDawn = reading.tokens[at]?.folded === 'madaling' && reading.tokens[at + 1]?.folded === 'araw';
    return { value: part, next: isDawn ? at + 2 : at + 1 };
  }
  const noonNext = wordAt(reading, at + 1).part === 'noon';
  if (noonNext && has(reading, at, 'after')) return { value: 'afternoon', next: at + 2 };
  if (noonNext && (has(reading, at, 'before') || has(reading, at, 'until'))) return { value: 'forenoon', next: at + 2 };
  return undefined;
}
