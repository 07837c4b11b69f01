import { resolve } from 'node:path';
import { DeskError } from '../../errors.ts';
import type { Connection, Engine, Sql } from './engine.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { applicationId, lookAt, makeFile } from './sqlite-file.ts';
import { connect, connectionOf, type Link, patiently } from './sqlite-link.ts';
import { keepLog, type Links, linksTo } from './sqlite-links.ts';
import { sql } from './sql.ts';

/** How to open a desk. `moves`: its file is to be moved when it is closed, so nothing may lie beside it, and nobody else may use it. */
interface Opening {
  readonly readOnly?: boolean;
  readonly moves?: boolean;
}

/**
 * Opens the embedded desk's database; makes the file when there is none, or an empty one. A desk that the user may not write is opened for
 * reading, as it stands at that moment. Throws `settings` for a file that is not a desk of ours, leaving it untouched.
 */
export async function openSqliteEngine(path: string, { readOnly = false, moves = false }: Opening = {}): Promise<Engine> {
  const place = resolve(path);
  const state = lookAt(place, sqliteDialect.migrations.length);
  if (state === 'new' && readOnly) throw new DeskError('settings', `there is no desk at ${place}`);
  if (state === 'new') await begin(place);
  return engine(place, linksTo(place, { readOnly: readOnly || state === 'read-only', moves }));
}

/** Gives a fresh file our mark before anything else, so that it is known as ours from its first page on. Others may do so at the same time. */
async function begin(path: string): Promise<void> {
  makeFile(path);
  const link = connect(path, 'writing');
  try {
    await patiently(() => link.exec('BEGIN IMMEDIATE'));
    if (link.number('(SELECT count(*) FROM sqlite_schema) + (SELECT application_id FROM pragma_application_id)') === 0)
      link.exec(`PRAGMA application_id = ${applicationId}`);
    // Without a log, whoever looks at the file keeps it from being written.
    await patiently(() => link.exec('COMMIT'));
    await patiently(() => keepLog(link));
  } finally {
    link.close();
  }
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

/** Ends a transaction that was begun, with its work or without any of it. */
async function within<T>(link: Link, work: (connection: Connection) => Promise<T>): Promise<T> {
  try {
    const result = await work(connectionOf(link));
    link.exec('COMMIT');
    return result;
  } catch (thrown) {
    try {
      link.exec('ROLLBACK');
    } catch {
      // SQLite has already rolled back by itself (a full disk, for example)
    }
    throw thrown;
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
    const before = changesOf(link);
    await patiently(() => link.exec(`INSERT INTO search (search, rank) VALUES ('merge', ${pages})`));
    if (changesOf(link) - before < 2) break;
  }
  await patiently(() => link.exec('PRAGMA wal_checkpoint(TRUNCATE)'));
}

const changesOf = (link: Link): number => Number(link.all(sql`SELECT total_changes() AS changes`)[0]?.['changes']);

/** Those who write take turns; those who read do not wait for them, so that a long list and a change never hold each other up. */
function engine(path: string, links: Links): Engine {
  const inTurn = queue();
  const alone = (statement: Sql) => inTurn(() => patiently(() => links.toWrite().run(statement)));
  return {
    place: path,
    dialect: sqliteDialect,
    all: (statement) => links.reading(async (link) => link.all(statement)),
    run: async (statement) => (await alone(statement)).changes,
    insert: async (statement) => (await alone(statement)).id,
    read: (work) =>
      links.reading(async (link) => {
        link.exec('BEGIN');
        return within(link, work);
      }),
    write: (work) =>
      inTurn(async () => {
        const link = links.toWrite();
        await patiently(() => link.exec('BEGIN IMMEDIATE'));
        return within(link, work);
      }),
    scrub: () => inTurn(() => scrub(links.toWrite())),
    [Symbol.asyncDispose]: async () => {
      await inTurn(async () => links.settle());
      links.close();
    },
  };
}
