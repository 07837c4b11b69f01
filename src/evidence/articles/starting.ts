import type { Article } from '../../model/article.ts';
import starting from './starting.ndjson';
import { termsOf } from './term.ts';

/** A line of the file: an article, and its terms, each once, so that they need not be worked out by every search. */
interface Line {
  readonly article: Article;
  readonly terms: string;
}

let read: ReadonlyMap<Article, ReadonlySet<string>> | undefined;

function lines(): ReadonlyMap<Article, ReadonlySet<string>> {
  const texts = starting.split('\n').filter((line) => line !== '');
  return (read ??= new Map(
    texts.map((text) => {
      const { article, terms } = JSON.parse(text) as Line;
      return [article, new Set(terms.split(' '))];
    }),
  ));
}

/** The articles that come with the program: those of the folder `starting`, made into one file by `npm run generate`. */
export const startingArticles = (): readonly Article[] => [...lines().keys()];

/** The terms of such an article. */
export const startingTerms = (article: Article): ReadonlySet<string> => lines().get(article) ?? new Set(termsOf(article));
