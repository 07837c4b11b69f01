import { constants } from 'node:fs';
import { copyFile, link, open, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { whyNotWritten } from '../../around/file-words.ts';
import { DeskError } from '../../errors.ts';
import { sqliteDialect } from './sqlite-dialect.ts';
import { lookAt } from './sqlite-file.ts';
import { connect, type Link } from './sqlite-link.ts';

/**
 * Writes a desk, as it is at one moment, to a new file that only the user can read; others may use the desk meanwhile. The copy is on the disk
 * before it has its name. Resolves with the number of its tickets. Throws `refused` when the file exists, `settings` when it cannot be written.
 */
export const backup = (desk: string, path: string): Promise<number> => writeNew(path, (temporary) => copyDesk(desk, temporary, path));

/** Has a file written beside its place, and gives it its name when it is on the disk. Throws `refused` when there is one, `settings`. */
export async function writeNew(path: string, write: (temporary: string) => Promise<number>): Promise<number> {
  const target = resolve(path);
  if (await stat(target).catch(() => undefined)) throw taken(path);
  await stat(dirname(target)).catch((cause: unknown) => {
    throw notWritten(path, cause);
  });
  const temporary = `${target}.${process.pid}.part`;
  try {
    const tickets = await write(temporary);
    await name(temporary, target, path);
    return tickets;
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined); // there is no such folder
  }
}

const taken = (path: string): DeskError => new DeskError('refused', `${path} exists already`, { hint: 'give another name' });

const notWritten = (path: string, cause: unknown): DeskError =>
  new DeskError('settings', `${path} could not be written: ${whyNotWritten(cause)}`, { cause });

/**
 * Copies a desk into a new file, compactly and with what waits in the log beside it; resolves with the number of its tickets. `shown` is what the user
 * calls the copy. Throws `settings`: for a file that is no desk as opening it does, and when the copy cannot be written.
 */
export async function copyDesk(desk: string, path: string, shown: string): Promise<number> {
  try {
    // First empty and for the user alone: SQLite would make it for everybody.
    await (await open(path, 'wx', 0o600)).close();
    const tickets = copyInto(desk, path);
    await synced(path);
    return tickets;
  } catch (thrown) {
    throw thrown instanceof DeskError ? thrown : notWritten(shown, thrown);
  }
}

function copyInto(desk: string, path: string): number {
  const source = connect(desk, 'copying', lookAt(desk, sqliteDialect.migrations.length) === 'read-only');
  try {
    source.exec(`VACUUM INTO '${path.replaceAll("'", "''")}'`);
  } finally {
    source.close();
  }
  const copy = connect(path, 'copying', true);
  try {
    return ticketsOf(copy);
  } finally {
    copy.close();
  }
}

/** Counts the tickets of a desk. One that was made but never got its tables has none. */
export const ticketsOf = (desk: Link): number =>
  desk.number(`EXISTS (SELECT 1 FROM sqlite_schema WHERE name = 'ticket')`) === 0 ? 0 : desk.number('(SELECT count(*) FROM ticket)');

/** Waits until a file, or the names in a folder, are on the disk. */
export async function synced(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Gives the copy its name, never in place of another file. Some file systems cannot give a second name to a file. */
async function name(temporary: string, target: string, path: string): Promise<void> {
  try {
    await link(temporary, target).catch((thrown: NodeJS.ErrnoException) => {
      if (thrown.code === 'EEXIST') throw thrown;
      return copyFile(temporary, target, constants.COPYFILE_EXCL).then(() => synced(target));
    });
  } catch (thrown) {
    throw (thrown as NodeJS.ErrnoException).code === 'EEXIST' ? taken(path) : notWritten(path, thrown);
  }
  await synced(dirname(target));
}
