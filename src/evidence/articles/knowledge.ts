import type { Backend } from '../../backend/backend.ts';
import type { Shelf } from '../../backend/shelf.ts';
import { DeskError } from '../../errors.ts';
import type { Article } from '../../model/article.ts';
import { didYouMean } from '../../model/nearest.ts';
import { startingArticles } from './starting.ts';

/** Where articles are. One of ours has precedence over one that came with the program, both over the backend's. */
export interface Knowledge {
  /** Those of this desk. */
  readonly shelf: Shelf;
  /** Those that came with the program and that no article of this desk has taken the place of. */
  readonly starting: readonly Article[];
  /** The backend, where it has articles of its own. */
  readonly backend: Pick<Backend, 'articles' | 'article'>;
}

/** All articles that a desk has. */
export async function knowledgeOf(shelf: Shelf, backend: Knowledge['backend']): Promise<Knowledge> {
  const starting = startingArticles();
  const replaced = await shelf.having(starting.map(({ id }) => id));
  return { shelf, starting: starting.filter(({ id }) => !replaced.has(id)), backend };
}

/** The article of that id. Throws `not-found`. */
export async function articleOf({ shelf, starting, backend }: Knowledge, id: string, signal: AbortSignal): Promise<Article> {
  const own = (await shelf.get(id)) ?? starting.find((article) => article.id === id);
  if (own) return own;
  if (backend.article) {
    try {
      return await backend.article(id, signal);
    } catch (thrown) {
      if (!(thrown instanceof DeskError) || thrown.kind !== 'not-found') throw thrown;
    }
  }
  const known = [...(await shelf.marks()).keys(), ...starting.map((article) => article.id)];
  throw new DeskError('not-found', `there is no article "${id}"`, { hint: didYouMean(id, known, 'desk kb list shows them') });
}

/** The articles of this desk and those that came with the program, by id. */
export async function* articlesOf({ shelf, starting }: Knowledge, signal: AbortSignal): AsyncIterable<Article> {
  const waiting = starting.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  for await (const article of shelf.all(signal)) {
    while (waiting[0] && waiting[0].id < article.id) yield waiting.shift() as Article;
    yield article;
  }
  yield* waiting;
}
