import { DeskError } from '../../errors.ts';

/** How long a writer waits for another process to finish. */
export const waitMs = 30_000;

interface SqliteFault {
  readonly code: number;
  readonly extended: number;
  readonly message: string;
}

const codes = { perm: 3, busy: 5, locked: 6, readonly: 8, ioerr: 10, corrupt: 11, full: 13, cantopen: 14, auth: 23, notadb: 26 } as const;

/** SQLite's own words for them (sqlite3ErrStr): the addon for Node 20 tells no code for what goes wrong while rows are read. */
const words: Readonly<Record<string, number>> = {
  'database is locked': codes.busy,
  'database table is locked': codes.locked,
  'attempt to write a readonly database': codes.readonly,
  'disk I/O error': codes.ioerr,
  'database disk image is malformed': codes.corrupt,
  'database or disk is full': codes.full,
  'unable to open database file': codes.cantopen,
  'file is not a database': codes.notadb,
};

/** SQLite's result code (https://sqlite.org/rescode.html) in an error of the binding; undefined for any other error. */
function faultOf(thrown: unknown): SqliteFault | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown) || thrown.code !== 'ERR_SQLITE_ERROR') return undefined;
  const { message } = thrown;
  const extended = 'errcode' in thrown && typeof thrown.errcode === 'number' ? thrown.errcode : (words[message] ?? 1);
  return { code: extended & 0xff, extended, message };
}

/** SQLITE_READONLY_DBMOVED: the file is not where it was opened. */
const moved = 1032;

/** Whether another connection was in the way: worth waiting for. */
export const isBusy = (thrown: unknown): boolean => thrown instanceof DeskError && thrown.kind === 'unreachable';

/** Whether there was no room on the disk, or none that could be used. */
export function isFull(thrown: unknown): boolean {
  const fault = thrown instanceof DeskError ? faultOf(thrown.cause) : undefined;
  return fault?.code === codes.full || fault?.code === codes.ioerr;
}

/** What a damaged desk is answered with, wherever the damage shows. */
export const damaged = (path: string, cause?: unknown): DeskError =>
  new DeskError('settings', `the desk at ${path} is damaged`, {
    hint: 'bring back a backup with desk restore; the damaged file is left as it is',
    cause,
  });

/** What a desk that may not be written is answered with. */
export const unwritable = (path: string, cause?: unknown): DeskError =>
  new DeskError('settings', `the desk at ${path} can only be read`, {
    hint: 'give yourself the right to write the file and its folder',
    cause,
  });

function meaning({ code, extended, message }: SqliteFault, path: string, cause: unknown): DeskError {
  switch (code) {
    case codes.busy:
    case codes.locked:
      return new DeskError('unreachable', `the desk at ${path} is busy: somebody else is writing to it`, {
        hint: 'try again in a moment',
        place: path,
        cause,
      });
    case codes.full:
      return new DeskError('settings', `the disk is full: the desk at ${path} cannot grow`, {
        hint: 'make room; what was acknowledged is kept',
        cause,
      });
    case codes.ioerr:
      return new DeskError('settings', `the disk failed or is full: ${message} (${path})`, {
        hint: 'make room or look after the disk; what was acknowledged is kept',
        cause,
      });
    case codes.corrupt:
    case codes.notadb:
      return damaged(path, cause);
    case codes.readonly:
      if (extended === moved) return new DeskError('settings', `the desk at ${path} was moved or removed while in use`, { cause });
      return unwritable(path, cause);
    case codes.perm:
    case codes.auth:
    case codes.cantopen:
      return new DeskError('settings', `the desk at ${path} cannot be opened: ${message}`, {
        hint: 'look at the rights of the file and its folder',
        cause,
      });
    default:
      return new DeskError('bug', message, { cause });
  }
}

/** An error of the binding as one that a user can act on; other errors are returned as they are. */
export function sqliteError(thrown: unknown, path: string): unknown {
  const fault = faultOf(thrown);
  return fault ? meaning(fault, path, thrown) : thrown;
}
