import { foldWords } from '../../model/fold.ts';

/**
 * A pattern for texts folded by `folded` that finds any of these phrases, divided by commas, in any script; `*` behind a word stands for its
 * further letters.
 */
export function phrases(list: string): RegExp {
  const one = (phrase: string): string =>
    phrase
      .trim()
      .split(/\s+/)
      .map((word) => (word.endsWith('*') ? `${foldWords(word.slice(0, -1)).join(' ')}[^ ]*` : foldWords(word).join(' ')))
      .join(' ');
  return new RegExp(` (?:${list.split(',').map(one).join('|')})(?= )`);
}

/** A text as `phrases` looks at it: its words folded, a blank before and behind each. */
export const folded = (text: string): string => ` ${foldWords(text).join(' ')} `;
