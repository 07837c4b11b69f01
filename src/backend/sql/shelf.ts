import type { Article } from '../../model/article.ts';
import type { Shelf, ShelfChange, Shelved } from '../shelf.ts';
import { asList, asNumber, asText, orNone } from './decode.ts';
import type { Connection, Engine, Sql, SqlRow } from './engine.ts';
import { limited, sql } from './sql.ts';

/** Articles a statement. */
const pageSize = 500;

const columns = sql`a.id AS id, a.title AS title, a.language AS language, a.audience AS audience, a.tags AS tags, a.url AS url,
  a.signatures AS signatures, a.body AS body`;

const articleOf = (row: SqlRow): Article => ({
  id: asText(row['id']),
  title: asText(row['title']),
  language: orNone(asText)(row['language'] ?? null),
  audience: asList(row['audience']),
  tags: asList(row['tags']),
  url: orNone(asText)(row['url'] ?? null),
  signatures: asList(row['signatures']),
  body: asText(row['body']),
});

async function numberOf(connection: Connection, id: string): Promise<number | undefined> {
  const [row] = await connection.all(sql`SELECT number FROM article WHERE id = ${id}`);
  return row && asNumber(row['number']);
}

async function put({ dialect }: Engine, connection: Connection, { article, source, hash, terms, keys }: Shelved): Promise<void> {
  const { id, title, language, url, body } = article;
  const [audience, tags, signatures] = [article.audience, article.tags, article.signatures].map((list) => JSON.stringify(list));
  await connection.run(sql`INSERT INTO article (id, source, hash, title, language, audience, tags, url, signatures, body)
    VALUES (${id}, ${source}, ${hash}, ${title}, ${language}, ${audience ?? ''}, ${tags ?? ''}, ${url}, ${signatures ?? ''}, ${body})
    ON CONFLICT (id) DO UPDATE SET source = excluded.source, hash = excluded.hash, title = excluded.title, language = excluded.language,
      audience = excluded.audience, tags = excluded.tags, url = excluded.url, signatures = excluded.signatures, body = excluded.body`);
  const number = asNumber((await numberOf(connection, id)) ?? null);
  await connection.run(dialect.indexArticle(number, terms));
  await connection.run(sql`DELETE FROM article_key WHERE article = ${number}`);
  for (const key of new Set(keys)) await connection.run(sql`INSERT INTO article_key (key, article) VALUES (${key}, ${number})`);
}

async function remove({ dialect }: Engine, connection: Connection, id: string): Promise<void> {
  const number = await numberOf(connection, id);
  if (number === undefined) return;
  await connection.run(dialect.unindexArticle(number));
  await connection.run(sql`DELETE FROM article_key WHERE article = ${number}`);
  await connection.run(sql`DELETE FROM article WHERE number = ${number}`);
}

/** How what is on a shelf is changed: in one transaction. */
type Write = (work: (connection: Connection) => Promise<void>) => Promise<void>;

async function change(engine: Engine, write: Write, { put: fresh, remove: gone }: ShelfChange): Promise<void> {
  if (fresh.length === 0 && gone.length === 0) return;
  await write(async (connection) => {
    for (const id of gone) await remove(engine, connection, id);
    for (const each of fresh) await put(engine, connection, each);
  });
}

async function* all(engine: Engine, signal: AbortSignal): AsyncIterable<Article> {
  for (let last: string | undefined = ''; last !== undefined && !signal.aborted;) {
    const rows: readonly SqlRow[] = await engine.all(
      sql`SELECT ${columns} FROM article a WHERE a.id > ${last} ORDER BY a.id${limited(pageSize)}`,
    );
    yield* rows.map(articleOf);
    last = rows.length < pageSize ? undefined : asText(rows.at(-1)?.['id']);
  }
}

/** The shelf of a desk of our own, or of a file that holds nothing else; the engine is closed with it. */
export function shelfOf(engine: Engine, write: Write = (work) => engine.write(work)): Shelf {
  const read = async (statement: Sql): Promise<readonly Article[]> => (await engine.all(statement)).map(articleOf);
  const { dialect } = engine;
  return {
    change: (asked) => change(engine, write, asked),
    async marks() {
      const rows = await engine.all(sql`SELECT id, source, hash FROM article`);
      return new Map(rows.map((row) => [asText(row['id']), { source: orNone(asText)(row['source'] ?? null), hash: asText(row['hash']) }]));
    },
    all: (signal) => all(engine, signal),
    get: async (id) => (await read(sql`SELECT ${columns} FROM article a WHERE a.id = ${id}`))[0],
    async having(ids) {
      const rows = await engine.all(sql`SELECT id FROM article WHERE id IN (${dialect.eachText(JSON.stringify(ids))})`);
      return new Set(rows.map((row) => asText(row['id'])));
    },
    count: async () => asNumber((await engine.all(sql`SELECT count(*) AS count FROM article`))[0]?.['count']),
    async frequencies(terms) {
      const rows = await engine.all(dialect.articlesCounted(JSON.stringify(terms)));
      return new Map(rows.map((row) => [asText(row['term']), asNumber(row['count'])]));
    },
    withTerms: async (terms, most) =>
      terms.length === 0
        ? []
        : read(sql`WITH found AS MATERIALIZED (${dialect.articlesWith(terms, most)})
            SELECT ${columns} FROM found JOIN article a ON a.number = found.article`),
    withKeys: (keys) =>
      read(sql`SELECT ${columns} FROM article a
        WHERE a.number IN (SELECT k.article FROM article_key k WHERE k.key IN (${dialect.eachText(JSON.stringify(keys))}))`),
    [Symbol.asyncDispose]: () => engine[Symbol.asyncDispose](),
  };
}
