/** What a column may hold, in both engines. */
export type SqlValue = string | number | null | Uint8Array;
export type SqlRow = Readonly<Record<string, SqlValue>>;

/** A statement with its values apart from its text: values never become text. Made by `sql`, never by hand. */
export interface Sql {
  /** Text pieces; a value stands between each two. */
  readonly texts: readonly string[];
  readonly values: readonly SqlValue[];
}

/** One conversation with the database. */
export interface Connection {
  /** All rows of a statement; also runs what returns none. */
  all(statement: Sql): Promise<readonly SqlRow[]>;
  /** Runs a statement and tells how many rows it changed. */
  run(statement: Sql): Promise<number>;
  /** Runs an INSERT of one row into a table that numbers its rows (`id`), and tells the new number. */
  insert(statement: Sql): Promise<number>;
}

/**
 * A database. The store writes its SQL once; what the engines do not share is in `dialect`. Outside of a transaction `all` is for reading and
 * `run` for writing. Errors come as DeskError: `settings` for a damaged, full, foreign or unwritable database, `unreachable` for a busy or
 * absent one.
 */
export interface Engine extends Connection, AsyncDisposable {
  /** Where it is, for messages: a path, or a URL without secrets. */
  readonly place: string;
  readonly dialect: Dialect;
  /**
   * One transaction that writes: all of it or nothing, on rows that nobody else changes meanwhile (`Dialect.own`). Where several write at once, its work is
   * run again from the beginning when two stood in each other's way: nothing is left of the run before. Throws `uncertain` when the server went away while
   * it was told to keep what was done.
   */
  write<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** One unchanging view of the data for everything read inside. */
  read<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  /** Resolves when all that were writing when it was called have ended. Absent where only one writes at a time. */
  settled?(): Promise<void>;
  /** Begins to listen for what others write. Absent where nobody tells. */
  listen?(): Listening;
  /** Clears what erased texts have left behind in the database's files. */
  scrub(): Promise<void>;
}

/** Resolves when something may have been written since it was called last, or after some seconds; the first time at once. */
export type Listening = (signal: AbortSignal) => Promise<void>;

/** Where the two engines speak differently. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';
  /** Statements of one migration step, in order. */
  readonly migrations: readonly (readonly string[])[];
  /** Reads how many steps were made, as `version`. */
  readonly version: Sql;
  readonly setVersion: (version: number) => Sql;
  /** Ends a query of rows, by their table's alias, that are the writer's own until its transaction ends. Nothing where only one writes at a time. */
  readonly own: (alias: string) => Sql;
  /** The same for rows that others may use, but not change. */
  readonly kept: (alias: string) => Sql;
  /** The same, leaving out those that somebody else has. */
  readonly free: (alias: string) => Sql;
  /** Statements after which one writer at a time changes the net of links, or the list of agents. */
  readonly alone: Readonly<Record<'links' | 'agents', Sql>> | undefined;
  /** What a condition on keys of `attribute a` needs to be answered by its index. */
  readonly indexedKey: (keys: readonly SqlValue[]) => Sql;
  /** True for tickets whose index holds these folded words in a row; `ticket` is the SQL of the ticket's id. */
  readonly matches: (ticket: Sql, words: WordTest) => Sql;
  /** A query of the same tickets, as `ticket`: joined to and ordered by it, the newest come without all being looked for. */
  readonly found: (words: WordQuery) => Sql;
  /** Puts the folded words of a ticket into the index, in place of what was there. */
  readonly index: (ticket: number, words: { readonly subject: readonly string[]; readonly text: readonly string[] }) => Sql;
  /** A JSON array of these values, as text. */
  readonly array: (values: readonly Sql[]) => Sql;
  /** Puts the terms of an article into their index, in place of what was there, by its number; and takes them out. */
  readonly indexArticle: (article: number, terms: readonly string[]) => Sql;
  readonly unindexArticle: (article: number) => Sql;
  /** A query of the articles that have any of these terms, at least one, as `article`, the best first by BM25. */
  readonly articlesWith: (terms: readonly string[], most: number) => Sql;
  /** A query of rows `term` and `count`: in how many articles each term of a JSON array of texts stands. */
  readonly articlesCounted: (terms: string) => Sql;
  /** A JSON array of the values of a one-column query, in its order; `[]` for none. */
  readonly list: (select: Sql) => Sql;
  /** A query of rows `place` (from 0) and `id`, out of a JSON array of ids; `ids` is its SQL. */
  readonly each: (ids: Sql) => Sql;
  /** A query of the texts in a JSON array of texts. */
  readonly eachText: (texts: string) => Sql;
  /** True where the text is part of the value. */
  readonly holds: (value: Sql, text: string) => Sql;
  /** Milliseconds since 1970 of an instant. */
  readonly millis: (instant: Sql) => Sql;
  /** A query of rows `term` and `count` for the terms of an article by its number, and what has to be run first. */
  readonly articleTerms: { readonly prepare: readonly Sql[]; readonly terms: (article: number) => Sql };
  /** What tells of its health: queries of a number `n`, and one whose rows say what is damaged, or `ok`. */
  readonly health: { readonly unsought: Sql; readonly bytes: Sql; readonly whole: Sql | undefined };
  /** Lines made by the database: for the source of a page of tickets, a query of one row `chunk` (bytes or text), `count`, `low` and `high` (of the ids). */
  readonly lines: (format: LineFormat, cells: readonly Cell[]) => (source: Sql) => Sql;
}

export type LineFormat = 'ndjson' | 'csv' | 'csv-defused';

/** A value in a line. */
export interface Cell {
  readonly name: string;
  /** A `word` is one of a few known ones, or a time: nothing in it has to be escaped. */
  readonly kind: 'number' | 'word' | 'text' | 'list';
  /** Over `ticket t`; of a list, the query of its values. */
  readonly value: Sql;
  /** Whether a stranger wrote it. */
  readonly strange: boolean;
}

/** Word tests put together: what an index answers in one go. */
export type WordQuery = WordTest | { readonly kind: 'and' | 'or'; readonly of: readonly WordQuery[] };

export interface WordTest {
  readonly within: 'all' | 'subject';
  readonly words: readonly string[];
  readonly prefix: boolean;
}
