import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DeskError } from '../../errors.ts';
import type { SqlRow, SqlValue } from './engine.ts';

/**
 * An open SQLite database: the part of `node:sqlite` that a desk uses. Foreign keys are on, "double quotes" are never strings.
 * The rest of the defaults differs between the builds (`synchronous`): set each PRAGMA that matters.
 * SQLite's own errors have `code` 'ERR_SQLITE_ERROR' and SQLite's extended result code in `errcode`.
 */
export interface Sqlite {
  prepare(sql: string): Statement<SqlRow>;
  exec(sql: string): void;
  /** Makes a function callable in SQL; what it throws comes out of the statement that called it. */
  function(name: string, options: { readonly deterministic?: boolean }, run: (...values: SqlValue[]) => SqlValue): void;
  close(): void;
}

/** Values are bound by position, or by name: an object of names without their `:`. An integer beyond 2^53 in a row throws. */
export interface Statement<R> {
  run(...values: Bound): { readonly changes: number; readonly lastInsertRowid: number };
  get(...values: Bound): R | undefined;
  all(...values: Bound): R[];
  /** Rows as they are read. Until it is read or returned to its end, the statement holds a read transaction open. */
  iterate(...values: Bound): IterableIterator<R>;
}

export type Bound = readonly SqlValue[] | readonly [Readonly<Record<string, SqlValue>>];

/**
 * Opens a database file, or `:memory:`; creates a missing file unless `readOnly`. Throws SQLite's error.
 * Node's own SQLite where there is one (22.13 and later), else the same API as an addon. To be used on the main thread only.
 */
export function openSqlite(path: string, options: { readonly readOnly?: boolean } = {}): Sqlite {
  driver ??= (builtIn() ?? addon()).DatabaseSync;
  return new driver(path, options);
}

interface Driver {
  readonly DatabaseSync: new (path: string, options: { readonly readOnly?: boolean }) => Sqlite;
}

let driver: Driver['DatabaseSync'] | undefined;

/** Some Node versions warn that SQLite is experimental; that is nothing for a support agent. Other warnings pass. */
function builtIn(): Driver | undefined {
  const { emitWarning } = process;
  const unlessSqlite = (warning: string | Error, ...rest: unknown[]): void => {
    if (!String(warning).startsWith('SQLite is an experimental feature')) Reflect.apply(emitWarning, process, [warning, ...rest]);
  };
  process.emitWarning = unlessSqlite;
  try {
    return process.getBuiltinModule('node:sqlite') as Driver | undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

/** The .node file by itself: the JavaScript around it in @photostructure/sqlite, and what `require` does before it loads one, take longer than loading it. */
function loaded(file: string): Driver {
  const module = { exports: {} };
  process.dlopen(module, file);
  return module.exports as Driver;
}

function addon(): Driver {
  const bundled = join(import.meta.dirname, 'sqlite'); // put there by scripts/build.js
  const builds = existsSync(bundled) ? bundled : join(import.meta.dirname, '../../../node_modules/@photostructure/sqlite/prebuilds');
  const folder = join(builds, `${process.platform}-${process.arch}`);
  try {
    return loaded(join(folder, '@photostructure+sqlite.glibc.node'));
  } catch (cause) {
    const musl = join(folder, '@photostructure+sqlite.musl.node');
    if (existsSync(musl)) return loaded(musl);
    const hint = 'Node 22.13 and later have SQLite built in.';
    throw new DeskError('settings', `SQLite does not run with Node ${process.versions.node} on this system`, { hint, cause });
  }
}
