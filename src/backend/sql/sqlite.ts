import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DeskError } from '../../errors.ts';
import type { Connection, Engine, Sql, SqlRow } from './engine.ts';
import { openSqlite, type Sqlite, type Statement } from './sqlite-binding.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { isBusy, sqliteError, unwritable, waitMs } from './sqlite-errors.ts';
import { applicationId, type FileState, lookAt, makeFile, readOnlyName } from './sqlite-file.ts';
import { sql, textOf } from './sql.ts';

/** A connection of SQLite's own; `exec` is for what starts and ends a transaction. */
interface Link extends Connection {
  exec(text: string): void;
  close(): void;
}

/** So many statements are kept prepared; queries that users type make new ones without end. */
const keptStatements = 200;

/**
 * Opens the embedded desk's database; makes the file when there is none, or an empty one. A desk that the user may not write is opened for
 * reading, as it stands at that moment. Throws `settings` for a file that is not a desk of ours, leaving it untouched.
 */
export async function openSqliteEngine(path: string, { readOnly = false } = {}): Promise<Engine> {
  const place = resolve(path);
  const state = lookAt(place, sqliteDialect.migrations.length);
  if (state === 'new' && readOnly) throw new DeskError('settings', `there is no desk at ${place}`);
  if (state === 'new') await begin(place);
  return engine(place, readOnly ? 'read-only' : state);
}

/** Gives a fresh file our mark before anything else, so that it is known as ours from its first page on. Others may do so at the same time. */
async function begin(path: string): Promise<void> {
  makeFile(path);
  const link = connect(path, 'writing');
  try {
    await patiently(() => link.exec('BEGIN IMMEDIATE'));
    const [row] = await link.all({
      texts: ['SELECT (SELECT count(*) FROM sqlite_schema) + application_id AS known FROM pragma_application_id'],
      values: [],
    });
    if (row?.['known'] === 0) link.exec(`PRAGMA application_id = ${applicationId}`);
    link.exec('COMMIT');
    await patiently(() => link.exec('PRAGMA journal_mode = WAL'));
  } catch (thrown) {
    throw sqliteError(thrown, path);
  } finally {
    link.close();
  }
}

/** Tries again while another process is in the way. The event loop goes on meanwhile, unlike in SQLite's own waiting. */
async function patiently(act: () => void): Promise<void> {
  const end = performance.now() + waitMs;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 1.5, 20)) {
    try {
      return act();
    } catch (thrown) {
      if (!isBusy(thrown) || performance.now() > end) throw thrown;
    }
    await sleep(pauseMs * (0.5 + Math.random()));
  }
}

/**
 * `secure_delete`: what is erased is overwritten in the file. The cache is in KiB. A writer waits in `patiently` instead of in SQLite.
 */
const settings = {
  writing:
    'PRAGMA busy_timeout = 0; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -16000; PRAGMA trusted_schema = OFF',
  reading: `PRAGMA busy_timeout = ${waitMs}; PRAGMA query_only = ON; PRAGMA cache_size = -16000; PRAGMA trusted_schema = OFF`,
} as const;

function connect(path: string, use: keyof typeof settings, readOnly = false): Link {
  try {
    const database = openSqlite(readOnly ? readOnlyName(path) : path, { readOnly });
    database.exec(settings[use]);
    return linkTo(database, path);
  } catch (thrown) {
    throw sqliteError(thrown, path);
  }
}

/** Prepares each statement once: a literal of our program is known by its texts, one that was put together by its whole text. */
function statementsOf(database: Sqlite): (statement: Sql) => Statement<SqlRow> {
  const literal = new WeakMap<readonly string[], Statement<SqlRow>>();
  const composed = new Map<string, Statement<SqlRow>>();
  const byText = (text: string): Statement<SqlRow> => {
    const known = composed.get(text);
    if (known) return known;
    const [oldest] = composed.keys();
    if (composed.size >= keptStatements && oldest !== undefined) composed.delete(oldest);
    const made = database.prepare(text);
    composed.set(text, made);
    return made;
  };
  return ({ texts }) => {
    const known = literal.get(texts);
    if (known) return known;
    const statement = byText(textOf({ texts, values: [] }, () => '?'));
    if ('raw' in texts) literal.set(texts, statement);
    return statement;
  };
}

function linkTo(database: Sqlite, path: string): Link {
  const prepared = statementsOf(database);
  const telling = <T>(act: () => T): T => {
    try {
      return act();
    } catch (thrown) {
      throw sqliteError(thrown, path);
    }
  };
  return {
    all: async (statement) => telling(() => prepared(statement).all(...statement.values)),
    run: async (statement) => telling(() => Number(prepared(statement).run(...statement.values).changes)),
    insert: async (statement) => telling(() => Number(prepared(statement).run(...statement.values).lastInsertRowid)),
    exec: (text) => database.exec(text),
    close: () => database.close(),
  };
}

/** Runs one piece of work after the other. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function within<T>(link: Link, path: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  try {
    const result = await work(link);
    link.exec('COMMIT');
    return result;
  } catch (thrown) {
    try {
      link.exec('ROLLBACK');
    } catch {
      // SQLite has already rolled back by itself (a full disk, for example)
    }
    throw sqliteError(thrown, path);
  }
}

/** How much of the index is rewritten at a time, in pages: others may write in between. */
const mergedPages = 2000;

/**
 * The index forgets an erased text only when it is merged with the rest (https://sqlite.org/fts5.html#the_merge_command); freed pages are
 * overwritten because of `secure_delete`; what waits beside the file is brought into it and cut off.
 */
async function scrub(link: Link): Promise<void> {
  for (let pages = -mergedPages; ; pages = mergedPages) {
    const before = await changesOf(link);
    await patiently(() => link.exec(`INSERT INTO search (search, rank) VALUES ('merge', ${pages})`));
    if ((await changesOf(link)) - before < 2) break;
  }
  await patiently(() => link.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
}

async function changesOf(link: Link): Promise<number> {
  const [row] = await link.all(sql`SELECT total_changes() AS changes`);
  return Number(row?.['changes']);
}

/**
 * One connection writes, in turn; others read, each with its own view, so that a long list and a change never wait for each other.
 * They are opened when they are needed: most commands need one.
 */
function engine(path: string, state: FileState): Engine {
  const readOnly = state === 'read-only';
  const idle: Link[] = [];
  const open = new Set<Link>();
  const inTurn = queue();
  let writer: Link | undefined;
  const opened = (use: keyof typeof settings): Link => {
    const link = connect(path, use, readOnly);
    open.add(link);
    return link;
  };
  const toWrite = (): Link => {
    if (readOnly) throw unwritable(path);
    return (writer ??= opened('writing'));
  };
  const reading = async <T>(work: (link: Link) => Promise<T>): Promise<T> => {
    const link = idle.pop() ?? opened('reading');
    try {
      return await work(link);
    } finally {
      idle.push(link);
    }
  };
  return {
    place: path,
    dialect: sqliteDialect,
    all: (statement) => reading((link) => link.all(statement)),
    run: (statement) => inTurn(async () => toWrite().run(statement)),
    insert: (statement) => inTurn(async () => toWrite().insert(statement)),
    read: (work) =>
      reading(async (link) => {
        link.exec('BEGIN');
        return within(link, path, work);
      }),
    write: (work) =>
      inTurn(async () => {
        const link = toWrite();
        await patiently(() => link.exec('BEGIN IMMEDIATE')).catch((thrown: unknown) => {
          throw sqliteError(thrown, path);
        });
        return within(link, path, work);
      }),
    scrub: () => inTurn(() => scrub(toWrite())),
    [Symbol.asyncDispose]: async () => {
      await inTurn(async () => undefined);
      for (const link of open) link.close();
      open.clear();
    },
  };
}
