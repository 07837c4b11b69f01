import type { Dialect, Sql, WordQuery, WordTest } from './engine.ts';
import { articleTables, indexes, laterSteps, tables } from './schema.ts';
import { join, limited, raw, sql } from './sql.ts';
import { sqliteLines } from './sqlite-lines.ts';

/** Tables that are only read by their key: their rows lie in the key's own tree. */
const clustered = ['attribute', 'link', 'once', 'article_key'];
const placed = (table: string): string =>
  clustered.some((name) => table.startsWith(`CREATE TABLE ${name} `)) ? `${table} WITHOUT ROWID` : table;

/**
 * Full text over words that are folded already: letters, digits and whatever is not ASCII belong to a word, which is what the tokenizer `ascii` does.
 * Contentless: the texts are not kept a second time.
 */
const search = `CREATE VIRTUAL TABLE search USING fts5 (subject, text, content='', contentless_delete=1, tokenize='ascii')`;

/** The same for articles, and in how many of them each term stands (https://sqlite.org/fts5.html#the_fts5vocab_virtual_table_module). */
const articleSearch = [
  `CREATE VIRTUAL TABLE article_search USING fts5 (terms, content='', contentless_delete=1, tokenize='ascii')`,
  `CREATE VIRTUAL TABLE article_term USING fts5vocab (article_search, row)`,
];

/** Stands in the index where a message ends, so that no phrase runs across two of them. Folded words hold no private-use character. */
const boundary = '\uE000';
const indexed = (words: readonly string[]): string => words.map((word) => word || boundary).join(' ');

/** A query in FTS5's language (https://sqlite.org/fts5.html#full_text_query_syntax): one phrase. */
function phrase({ within, words, prefix }: WordTest): string {
  const quoted = `"${words.join(' ').replaceAll('"', '')}"`;
  return `${within === 'subject' ? 'subject : ' : ''}${quoted}${prefix ? ' *' : ''}`;
}

const expression = (query: WordQuery): string =>
  'words' in query ? phrase(query) : `(${query.of.map(expression).join(query.kind === 'and' ? ' AND ' : ' OR ')})`;

/** Only one writes at a time, and its indexes take keys of any length. */
const nothing = (): Sql => raw('');

const anyOf = (terms: readonly string[]): string => terms.map((term) => `"${term.replaceAll('"', '')}"`).join(' OR ');

export const sqliteDialect: Dialect = {
  name: 'sqlite',
  migrations: [
    [...tables.map(placed), ...indexes, search],
    [...articleTables.map(placed), ...articleSearch],
    ...laterSteps.map((step) => step.map(placed)),
  ],
  version: raw('SELECT user_version AS version FROM pragma_user_version'),
  own: nothing,
  kept: nothing,
  free: nothing,
  alone: undefined,
  indexedKey: nothing,
  setVersion: (version) => raw(`PRAGMA user_version = ${version}`),
  found: (words) => sql`SELECT rowid AS ticket FROM search WHERE search MATCH ${expression(words)}`,
  matches: (ticket, words) => sql`${ticket} IN (SELECT rowid FROM search WHERE search MATCH ${phrase(words)})`,
  index: (ticket, { subject, text }) =>
    sql`INSERT OR REPLACE INTO search (rowid, subject, text) VALUES (CAST(${ticket} AS INTEGER), ${indexed(subject)}, ${indexed(text)})`,
  array: (values) => sql`json_array(${join(values, ', ')})`,
  indexArticle: (article, terms) =>
    sql`INSERT OR REPLACE INTO article_search (rowid, terms) VALUES (CAST(${article} AS INTEGER), ${terms.join(' ')})`,
  unindexArticle: (article) => sql`DELETE FROM article_search WHERE rowid = CAST(${article} AS INTEGER)`,
  articlesWith: (terms, most) =>
    sql`SELECT rowid AS article FROM article_search WHERE article_search MATCH ${anyOf(terms)} ORDER BY rank${limited(most)}`,
  articlesCounted: (terms) => sql`SELECT term, doc AS count FROM article_term WHERE term IN (SELECT value FROM json_each(${terms}))`,
  list: (select) => sql`(WITH listed (value) AS (${select}) SELECT json_group_array(value) FROM listed)`,
  each: (ids) => sql`SELECT key AS place, value AS id FROM json_each(${ids})`,
  eachText: (texts) => sql`SELECT value FROM json_each(${texts})`,
  holds: (value, text) => sql`instr(${value}, ${text}) > 0`,
  millis: (instant) => sql`(unixepoch(${instant}) * 1000 + CAST(substr(${instant}, 21, 3) AS INTEGER))`,
  lines: sqliteLines,
  articleTerms: {
    // https://sqlite.org/fts5.html#the_fts5vocab_virtual_table_module
    prepare: [
      raw(`CREATE VIRTUAL TABLE IF NOT EXISTS temp.article_place USING fts5vocab (main, article_search, instance)`),
      raw(
        'CREATE TEMP TABLE IF NOT EXISTS article_count AS SELECT doc, term, count(*) AS count FROM temp.article_place GROUP BY doc, term',
      ),
      raw('CREATE INDEX IF NOT EXISTS temp.article_count_doc ON article_count (doc)'),
    ],
    terms: (article) => sql`SELECT term, count FROM temp.article_count WHERE doc = ${article}`,
  },
  health: {
    unsought: raw('SELECT count(*) AS n FROM ticket t WHERE NOT EXISTS (SELECT 1 FROM search_docsize s WHERE s.id = t.id)'),
    bytes: raw('SELECT page_count * page_size AS n FROM pragma_page_count, pragma_page_size'),
    // https://sqlite.org/pragma.html#pragma_quick_check
    whole: raw('PRAGMA quick_check(3)'),
  },
};
