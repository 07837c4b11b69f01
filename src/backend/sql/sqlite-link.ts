import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection, Sql, SqlRow } from './engine.ts';
import { openSqlite, type Sqlite, type Statement } from './sqlite-binding.ts';
import { isBusy, sqliteError, waitMs } from './sqlite-errors.ts';
import { readOnlyName } from './sqlite-file.ts';
import { textOf } from './sql.ts';

/** An open file. What SQLite does, it does at once: only waiting for others takes turns of the event loop. Throws DeskError. */
export interface Link {
  all(statement: Sql): readonly SqlRow[];
  run(statement: Sql): { readonly changes: number; readonly id: number };
  /** For what starts and ends a transaction. */
  exec(text: string): void;
  /**
   * The number that an expression stands for. Leaves no statement behind: the addon for Node 20 lets go of a closed file only when all its
   * statements are gone.
   */
  number(expression: string): number;
  close(): void;
}

/** So many statements are kept prepared; queries that users type make new ones without end. */
const keptStatements = 200;

/** A clock that never goes back. Asking `performance` for it loads a part of Node that takes 4 ms. */
const uptimeMs = (): number => process.uptime() * 1000;

/** Tries again while another process is in the way. The event loop goes on meanwhile, unlike in SQLite's own waiting. */
export async function patiently<T>(act: () => T, forMs = waitMs): Promise<T> {
  const end = uptimeMs() + forMs;
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 1.5, 4)) {
    try {
      return act();
    } catch (thrown) {
      if (!isBusy(thrown) || uptimeMs() > end) throw thrown;
    }
    await sleep(pauseMs * (0.5 + Math.random()));
  }
}

// An import touches the same pages of its indexes again and again: they are held (in KiB), and brought into the file less often (in pages).
const ample = 'PRAGMA cache_size = -64000; PRAGMA wal_autocheckpoint = 10000';

/**
 * `secure_delete`: what is erased is overwritten in the file. A writer waits with `patiently` instead of in SQLite, but not for
 * its settings: they look at the file, which somebody may just be making, or closing as the last one.
 */
const settings = {
  writing: `PRAGMA busy_timeout = ${waitMs}; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; ${ample}; PRAGMA trusted_schema = OFF; PRAGMA busy_timeout = 0`,
  reading: `PRAGMA busy_timeout = ${waitMs}; PRAGMA query_only = ON; PRAGMA cache_size = -16000; PRAGMA trusted_schema = OFF`,
  copying: `PRAGMA busy_timeout = ${waitMs}; PRAGMA trusted_schema = OFF`,
} as const;
export type Use = keyof typeof settings;

/** Opens a desk's file. A writer waits with `patiently`. Throws DeskError. */
export function connect(path: string, use: Use, readOnly = false): Link {
  let database: Sqlite | undefined;
  try {
    database = openSqlite(readOnly ? readOnlyName(path) : path, { readOnly });
    database.exec(settings[use]);
    return linkTo(database, path);
  } catch (thrown) {
    database?.close();
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
    if (Object.isFrozen(texts)) literal.set(texts, statement);
    return statement;
  };
}

function told(database: Sqlite, expression: string): number {
  let number = Number.NaN;
  database.function('tell', {}, (value) => {
    number = Number(value);
    return null;
  });
  database.exec(`SELECT tell(${expression})`);
  return number;
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
    all: (statement) => telling(() => prepared(statement).all(...statement.values)),
    run: (statement) => {
      const { changes, lastInsertRowid } = telling(() => prepared(statement).run(...statement.values));
      return { changes: Number(changes), id: Number(lastInsertRowid) };
    },
    exec: (text) => telling(() => database.exec(text)),
    number: (expression) => telling(() => told(database, expression)),
    close: () => database.close(),
  };
}

export const connectionOf = (link: Link): Connection => ({
  all: async (statement) => link.all(statement),
  run: async (statement) => link.run(statement).changes,
  insert: async (statement) => link.run(statement).id,
});
