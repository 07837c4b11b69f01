import type { Shelf } from '../backend/shelf.ts';
import type { Answers, AskedByAgent } from './asked.ts';

/** Looks at the articles that the desk keeps. */
async function shelved<T>({ keeper }: AskedByAgent, look: (shelf: Shelf) => Promise<T>): Promise<T> {
  await using shelf = await keeper.shelf();
  return look(shelf);
}

/** The desk's own articles, as a shelf is asked for them. */
export const articleAnswers: Pick<
  Answers,
  | 'changeShelf'
  | 'articleMarks'
  | 'allArticles'
  | 'countArticles'
  | 'article'
  | 'havingArticles'
  | 'articleTerms'
  | 'articlesWithTerms'
  | 'articlesWithKeys'
> = {
  changeShelf: (change, asked) => shelved(asked, (shelf) => shelf.change(change)),
  async *articleMarks(_, asked) {
    for (const [id, mark] of await shelved(asked, (shelf) => shelf.marks())) yield { id, ...mark };
  },
  async *allArticles(_, asked) {
    await using shelf = await asked.keeper.shelf();
    yield* shelf.all(asked.signal);
  },
  countArticles: async (_, asked) => ({ count: await shelved(asked, (shelf) => shelf.count()) }),
  article: async ({ id }, asked) => (await shelved(asked, (shelf) => shelf.get(id))) ?? null,
  havingArticles: async ({ keys }, asked) => [...(await shelved(asked, (shelf) => shelf.having(keys)))],
  articleTerms: async ({ keys }, asked) =>
    [...(await shelved(asked, (shelf) => shelf.frequencies(keys)))].map(([key, count]) => ({ key, count })),
  articlesWithTerms: ({ keys, most }, asked) => shelved(asked, (shelf) => shelf.withTerms(keys, most)),
  articlesWithKeys: ({ keys }, asked) => shelved(asked, (shelf) => shelf.withKeys(keys)),
};
