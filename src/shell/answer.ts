import { cutNarrow, isNarrow } from '../output/narrow.ts';
import { safe } from '../output/safe.ts';

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
export async function answerLines(answers: readonly Answer[]): Promise<readonly string[]> {
  const fit = answers.filter(({ word }) => word !== '' && !word.startsWith(':') && safe(word, { lines: false }) === word);
  const once = new Map(fit.toReversed().map((answer) => [answer.word, answer]));
  return Promise.all([...once.values()].toReversed().map(async ({ word, says }) => (says ? `${word}\t${await short(says)}` : word)));
}

async function short(text: string): Promise<string> {
  const harmless = safe(text, { lines: false }).trim();
  if (isNarrow(harmless)) return cutNarrow(harmless, saysColumns);
  // How wide any text is takes long to learn; most are short whatever they are made of.
  return harmless.length <= saysColumns / 2 ? harmless : (await import('../output/width.ts')).cut(harmless, saysColumns);
}
