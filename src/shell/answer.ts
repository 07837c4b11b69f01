import { safe } from '../output/safe.ts';
import { cut } from '../output/width.ts';

/** A word that may stand where the cursor is, and what it is. */
export interface Answer {
  readonly word: string;
  readonly says?: string | undefined;
}

/** What a shell has to know beside the words: a line that begins with a colon. */
export type Directive = ':files' | ':folders' | ':nospace';

/** How much of what a word is fits beside it in a list. */
const saysColumns = 50;

/**
 * Answers as lines: the word, a tab, what it is. Words that a terminal should not get as they are, or that would be read as a directive, are left out;
 * each word comes once.
 */
export function answerLines(answers: readonly Answer[]): readonly string[] {
  const fit = answers.filter(({ word }) => word !== '' && !word.startsWith(':') && safe(word, { lines: false }) === word);
  const once = new Map(fit.toReversed().map((answer) => [answer.word, answer]));
  return [...once.values()].toReversed().map(({ word, says }) => (says ? `${word}\t${harmless(says)}` : word));
}

const harmless = (text: string): string => cut(safe(text, { lines: false }).trim(), saysColumns);
