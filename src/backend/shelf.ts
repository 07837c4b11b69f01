import type { Article } from '../model/article.ts';

/** An article with what it is found by. */
export interface Shelved {
  readonly article: Article;
  /** The folder that it came from; null when it was written here. */
  readonly source: string | null;
  /** Another text for each other content: what is the same need not be written again. */
  readonly hash: string;
  /** Its words, as they are indexed; a word that stands twice counts twice. */
  readonly terms: readonly string[];
  /** Under which it is looked up whole, such as the codes of errors. */
  readonly keys: readonly string[];
}

/** What is known of an article without reading it. */
export type ShelfMark = Pick<Shelved, 'source' | 'hash'>;

/** What changes on a shelf, all of it or nothing. */
export interface ShelfChange {
  /** In the place of what has the same id. */
  readonly put: readonly Shelved[];
  /** Ids. */
  readonly remove: readonly string[];
}

/**
 * Articles that this program keeps: in the desk, where it is one of our own, else in a local file beside it. What its words and keys mean is for
 * whoever puts them there to know.
 */
export interface Shelf extends AsyncDisposable {
  change(change: ShelfChange): Promise<void>;
  /** Every article by its id. */
  marks(): Promise<ReadonlyMap<string, ShelfMark>>;
  /** All of them, by id. */
  all(signal: AbortSignal): AsyncIterable<Article>;
  /** Undefined for an id that there is not. */
  get(id: string): Promise<Article | undefined>;
  /** Those of these ids that are there. */
  having(ids: readonly string[]): Promise<ReadonlySet<string>>;
  count(): Promise<number>;
  /** In how many articles each of these terms stands; those that stand in none are left out. */
  frequencies(terms: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Of the articles with any of these terms, at most so many that they fit best, in no order. */
  withTerms(terms: readonly string[], most: number): Promise<readonly Article[]>;
  withKeys(keys: readonly string[]): Promise<readonly Article[]>;
}
