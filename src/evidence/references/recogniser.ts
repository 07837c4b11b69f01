import { foldText } from '../../model/fold.ts';
import type { Reference, ReferenceSource } from '../../model/reference.ts';
import type { Libraries } from './libraries.ts';

/** A reference without where its text stands. */
export type Found = Omit<Reference, 'foundIn'>;

/**
 * Finds the references of one kind, or of kinds that go together, in a text. Takes a time that grows with the text and no faster, whatever
 * the text: its patterns have bounds, and begin only where a word begins.
 *
 * The patterns stay away from the flags `i` and `u` and from classes of Unicode: together they take milliseconds to compile, each of them, and a
 * ticket is shown in less. `\u00c0-\u1fff` stands for the letters of all scripts that part words by blanks; words of people are
 * compared folded.
 */
export type Recogniser = (text: string, source: ReferenceSource, libraries: Libraries) => Iterable<Found>;

/** A recogniser for what one pattern finds: `read` gives the value of a match, or undefined where it only looked like one. */
export const byPattern = (
  kind: Found['kind'],
  pattern: RegExp,
  read: (match: RegExpExecArray, text: string) => string | undefined,
): Recogniser =>
  function* (text) {
    for (const match of text.matchAll(pattern)) {
      const value = read(match, text);
      if (value !== undefined) yield { kind, value, from: match.index, to: match.index + match[0].length };
    }
  };

/** What stands right before a place: the end of its line, that many units at most. */
export function before(text: string, at: number, length: number): string {
  const cut = text.slice(Math.max(0, at - length), at);
  return cut.slice(cut.lastIndexOf('\n') + 1);
}

/** What stands right after a place: the rest of its line, that many units at most. */
export function after(text: string, at: number, length: number): string {
  const cut = text.slice(at, at + length);
  const end = cut.indexOf('\n');
  return end < 0 ? cut : cut.slice(0, end);
}

/** The words before a place on its line, folded, with a blank before each. A word that was cut is among them. */
export const wordsBefore = (text: string, at: number, length: number): string => ` ${foldText(before(text, at, length))}`;

/** The words after a place on its line, folded, with a blank before each. */
export const wordsAfter = (text: string, at: number, length: number): string => ` ${foldText(after(text, at, length))}`;

/** A pattern that finds a folded word which begins like one of these; `=` behind it where it must be the whole word. */
export const beginningWith = (words: string, end = ''): RegExp =>
  new RegExp(
    ` (?:${words
      .trim()
      .split(/\s+/)
      .map((word) => (word.endsWith('=') ? `${word.slice(0, -1)}(?= |$)` : `${word}[^ ]{0,12}`))
      .join('|')})${end}`,
  );
