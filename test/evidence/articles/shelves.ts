import type { Shelf } from '../../../src/backend/shelf.ts';
import type { Article } from '../../../src/model/article.ts';

export const never = new AbortController().signal;

/** A shelf without articles. */
export const emptyShelf: Shelf = {
  change: async () => {},
  marks: async () => new Map(),
  async *all() {},
  get: async () => undefined,
  having: async () => new Set(),
  count: async () => 0,
  frequencies: async () => new Map(),
  withTerms: async () => [],
  withKeys: async () => [],
  [Symbol.asyncDispose]: async () => {},
};

/** An article of which only some things matter. */
export const articleWith = (given: Partial<Article> & Pick<Article, 'id'>): Article => ({
  title: given.id,
  language: null,
  audience: [],
  tags: [],
  url: null,
  signatures: [],
  body: '',
  ...given,
});
