/** An article of the knowledge base. */
export interface Article {
  /** Stable: the path in its folder without the ending, or the backend's own number. */
  readonly id: string;
  readonly title: string;
  /** BCP 47, lower case. */
  readonly language: string | null;
  /** Whom it is for: categories of customers; empty is everybody. */
  readonly audience: readonly string[];
  readonly tags: readonly string[];
  readonly url: string | null;
  /** Error texts and codes that it explains: `550 5.7.1`, `Relay access denied`. */
  readonly signatures: readonly string[];
  /** Markdown. */
  readonly body: string;
}

/** An article that was found, and how well it fits: higher is better, comparable within one search only. */
export interface ArticleHit {
  readonly article: Article;
  readonly score: number;
}
