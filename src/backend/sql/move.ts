import { asNumber, asText } from './decode.ts';
import type { Connection, Engine, Sql, SqlRow, SqlValue } from './engine.ts';
import { join, limited, raw, sql } from './sql.ts';
import { indexThread } from './thread-store.ts';

/** The tables of a desk by what their rows are read along: all of a desk, beside the indexes of words, which are made anew. */
const contents = {
  agent: ['name', 'role', 'queues', 'removed'],
  person: ['address', 'name', 'words', 'bounced', 'bounce'],
  ticket: [
    'id',
    'version',
    'active',
    'subject',
    'status',
    'priority',
    'queue',
    'owner',
    'requester',
    'channel',
    'category',
    'side',
    'language',
    'created',
    'updated',
    'due',
    'closed',
    'first_reply',
    'waiting_since',
    'until',
    'merged_into',
    'gone',
    'messages',
    'links',
  ],
  attribute: ['ticket', 'name', 'value', 'key'],
  message: ['id', 'ticket', 'kind', 'author', 'author_name', 'at', 'body', 'cc', 'bcc', 'message_id', 'sender', 'proof', 'acting_for'],
  blob: ['hash', 'content'],
  attachment: ['id', 'message', 'name', 'type', 'size', 'hash'],
  link: ['ticket', 'relation', 'other'],
  event: ['id', 'ticket', 'at', 'by', 'kind', 'operation', 'before', 'after', 'message', 'other', 'moved'],
  once: ['key', 'at', 'forever', 'ticket', 'message'],
  article: ['number', 'id', 'source', 'hash', 'title', 'language', 'audience', 'tags', 'url', 'signatures', 'body'],
  article_key: ['key', 'article'],
  contact: ['id', 'name', 'words'],
  contact_way: ['way', 'contact', 'kind'],
  contact_for: ['contact', 'other'],
  token: ['id', 'agent', 'name', 'hash', 'created', 'expires', 'used', 'revoked'],
  site: ['name', 'hash', 'queue', 'category', 'origins', 'authenticated', 'created', 'used'],
  outbox: [
    'id',
    'ticket',
    'key',
    'kind',
    'status',
    'message',
    'message_id',
    'recipient',
    'role',
    'state',
    'due',
    'holder',
    'attempts',
    'resent',
    'created',
    'settled',
    'answer',
    'mark',
  ],
} as const;
export type Table = keyof typeof contents;
export const tableNames = Object.keys(contents) as readonly Table[];

/** By which columns the rows of a table are read in pages: those of its key. */
const keys: Readonly<Record<Table, number>> = {
  agent: 1,
  person: 1,
  ticket: 1,
  attribute: 3,
  message: 1,
  blob: 1,
  attachment: 1,
  link: 3,
  event: 1,
  once: 1,
  article: 1,
  article_key: 2,
  contact: 1,
  contact_way: 1,
  contact_for: 2,
  token: 1,
  site: 1,
  outbox: 1,
};

/** The columns of a table; the first few are its key. */
export const columnsOf = (table: Table): readonly string[] => contents[table];

/** Rows a statement; contents of attachments may be large. */
const pageSize = (table: Table): number => (table === 'blob' ? 4 : 500);

const list = (columns: readonly string[]): Sql => raw(columns.join(', '));

/** Rows after this one: by the first column, or where that is the same by the next. */
function beyond(columns: readonly string[], last: SqlRow): Sql {
  const values = columns.map((column) => sql`${last[column] ?? null}`);
  return sql`(${list(columns)}) > (${join(values, ', ')})`;
}

/** All rows of a table, a page at a time, in the order of its key. */
export async function* rowsOf(connection: Connection, table: Table): AsyncIterable<readonly SqlRow[]> {
  const [columns, size] = [columnsOf(table), pageSize(table)];
  const key = columns.slice(0, keys[table]);
  for (let last: SqlRow | undefined, ended = false; !ended;) {
    const where: Sql = last ? sql` WHERE ${beyond(key, last)}` : sql``;
    const rows: readonly SqlRow[] = await connection.all(
      sql`SELECT ${list(columns)} FROM ${raw(table)}${where} ORDER BY ${list(key)}${limited(size)}`,
    );
    if (rows.length > 0) yield rows;
    last = rows.at(-1);
    ended = rows.length < size;
  }
}

async function put(connection: Connection, table: Table, rows: readonly SqlRow[]): Promise<void> {
  const columns = columnsOf(table);
  const row = (values: SqlRow): Sql =>
    sql`(${join(
      columns.map((column) => sql`${emptyKept(values[column] ?? null)}`),
      ', ',
    )})`;
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    await connection.run(sql`INSERT INTO ${raw(table)} (${list(columns)}) VALUES ${join(rows.slice(at, at + rowsAtOnce).map(row), ', ')}`);
  }
}

/** SQLite takes some 32,000 values a statement. */
const rowsAtOnce = 100;

/** node:sqlite takes an empty view of an empty buffer for NULL. */
const emptyKept = (value: SqlValue): SqlValue => (value instanceof Uint8Array && value.byteLength === 0 ? Buffer.alloc(0) : value);

/** A desk that is moved: what is read, and where it goes. */
export interface Moving {
  readonly from: Connection;
  readonly to: Connection;
  readonly engines: { readonly from: Engine; readonly to: Engine };
}

/** Copies all that a desk holds into an empty one, numbers and dates as they are, and makes its indexes of words; resolves with the number of tickets. */
export async function move({ from, to, engines }: Moving): Promise<number> {
  for (const table of tableNames) for await (const rows of rowsOf(from, table)) await put(to, table, rows);
  const tickets = await indexTickets(from, to, engines.to);
  await indexArticles(from, to, engines);
  return tickets;
}

async function indexTickets(from: Connection, to: Connection, { dialect }: Engine): Promise<number> {
  let count = 0;
  for await (const rows of rowsOf(from, 'ticket')) {
    for (const { id, subject } of rows) await indexThread({ connection: to, dialect }, asNumber(id), asText(subject));
    count += rows.length;
  }
  return count;
}

/** What articles are found by is made from more than their texts, elsewhere: it is copied as it is indexed. */
async function indexArticles(from: Connection, to: Connection, engines: Moving['engines']): Promise<void> {
  const { prepare, terms } = engines.from.dialect.articleTerms;
  for (const statement of prepare) await from.run(statement);
  for await (const rows of rowsOf(from, 'article')) {
    for (const { number } of rows) {
      const counted = await from.all(terms(asNumber(number)));
      const found = counted.flatMap(({ term, count }) => Array<string>(asNumber(count)).fill(asText(term)));
      await to.run(engines.to.dialect.indexArticle(asNumber(number), found));
    }
  }
}
