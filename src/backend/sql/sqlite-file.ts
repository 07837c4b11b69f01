import { accessSync, closeSync, constants, openSync, readSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DeskError } from '../../errors.ts';
import { makeFolder } from '../../around/folder.ts';
import { damaged } from './sqlite-errors.ts';

/** "desk" in ASCII: SQLite's `application_id` of our files. */
export const applicationId = 0x6465736b;

/** What lies at a path: nothing yet, a desk, or a desk that we may not write. Anything else is refused. */
export type FileState = 'new' | 'desk' | 'read-only';

/**
 * Looks at the file without opening it as a database, so that whatever is not ours stays untouched.
 * `newest` is the newest version that we understand. Throws `settings`.
 */
export function lookAt(path: string, newest: number): FileState {
  const stats = statsOf(path);
  if (stats?.isDirectory()) throw new DeskError('settings', `${path} is a folder, not a desk`);
  if (stats && !stats.isFile()) throw new DeskError('settings', `${path} is not a file`);
  if (!stats || stats.size === 0) return 'new';
  checkHeader(path, newest);
  return may(path, constants.W_OK) && may(dirname(path), constants.W_OK) ? 'desk' : 'read-only';
}

/** Makes an empty file that only the user can read, and the folders that it needs. What is there already is left as it is. */
export function makeFile(path: string): void {
  try {
    makeFolder(dirname(path), 0o700);
    closeSync(openSync(path, 'a', 0o600));
  } catch (cause) {
    throw inaccessible(path, cause);
  }
}

/**
 * How SQLite is to be given a desk that may only be read. Without changes that wait beside it (`-wal`), it is read as it stands: SQLite could not
 * make the files that it shares with other processes.
 */
export function readOnlyName(path: string): string {
  if (statsOf(`${path}-wal`)?.size) return path;
  return `${pathToFileURL(path).href}?immutable=1`;
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (cause) {
    throw inaccessible(path, cause);
  }
}

function may(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

function inaccessible(path: string, cause: unknown): DeskError {
  const why = cause instanceof Error ? cause.message.replace(/,.*/, '') : String(cause);
  return new DeskError('settings', `the desk at ${path} cannot be opened: ${why}`, {
    hint: 'look at the rights of the file and its folder',
    cause,
  });
}

/** The first 100 bytes of the file: https://sqlite.org/fileformat2.html#the_database_header */
function headerOf(path: string): Buffer {
  const header = Buffer.alloc(100);
  try {
    const file = openSync(path, 'r');
    try {
      return header.subarray(0, readSync(file, header, 0, header.length, 0));
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw inaccessible(path, cause);
  }
}

function checkHeader(path: string, newest: number): void {
  const header = headerOf(path);
  if (header.length < 100 || header.toString('latin1', 0, 16) !== 'SQLite format 3\0') {
    throw new DeskError('settings', `${path} is not a desk, or it is damaged`, {
      hint: 'name another file, or bring back a backup with desk restore',
    });
  }
  if (header.readUInt32BE(68) !== applicationId) {
    throw new DeskError('settings', `${path} belongs to another program`, {
      hint: 'name another file for the desk; this one was left as it is',
    });
  }
  if (header.readUInt32BE(60) > newest) throw newer(path);
  const pageSize = header.readUInt16BE(16);
  if (pageSize < 512 && pageSize !== 1) throw damaged(path);
}

/** What a desk that a later version made is answered with. */
export const newer = (place: string): DeskError =>
  new DeskError('settings', `the desk at ${place} was made by a newer version of this program`, {
    hint: 'update this program; the desk was left as it is',
  });
