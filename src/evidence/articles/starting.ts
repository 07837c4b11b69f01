import type { Article } from '../../model/article.ts';
import starting from './starting.ndjson';

let read: readonly Article[] | undefined;

/** The articles that come with the program: those of the folder `starting`, made into one file by `npm run generate`. */
export function startingArticles(): readonly Article[] {
  read ??= starting
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Article);
  return read;
}
