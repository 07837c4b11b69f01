import { foldText } from '../../model/fold.ts';
import type { Article } from '../../model/article.ts';

/** Most languages of a desk change words at their end: of a word so many letters are looked at. A number is looked at as a whole. */
const stemLength = 6;

/** What a folded word is indexed as. */
export const termOf = (word: string): string => (/\d/.test(word) ? word : word.slice(0, stemLength));

/** The parts of an article that are read as one passage each, its title first. */
export const passagesOf = ({ title, tags, signatures, body }: Article): readonly string[] =>
  [title, [...tags, ...signatures].join(' '), ...body.split('\n')].map(foldText).filter((passage) => passage !== '');

/** What an article is found by: each word of its title counts twice. */
export function termsOf(article: Article): readonly string[] {
  const passages = passagesOf(article);
  return [passages[0] ?? '', ...passages].flatMap((passage) => passage.split(' ')).map(termOf);
}

/** The shortest and the longest run of letters that words are compared by where they differ. */
const [shortest, longest] = [3, 4];

/** The runs of letters of a folded word; its beginning and its end count as a letter. */
export function runsOf(word: string): readonly string[] {
  const whole = `^${word}$`;
  const runs: string[] = [];
  for (let length = shortest; length <= longest; length++)
    for (let from = 0; from + length <= whole.length; from++) runs.push(whole.slice(from, from + length));
  return runs;
}

/** How many runs `runsOf` gives for a word of so many letters. */
export const runCount = (letters: number): number => {
  let count = 0;
  for (let length = shortest; length <= longest; length++) count += Math.max(0, letters + 3 - length);
  return count;
};
