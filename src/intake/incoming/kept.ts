import { createHash, randomUUID } from 'node:crypto';
import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../around/folder.ts';
import { DeskError } from '../../errors.ts';

/** Mails that could not be taken in, as files that only the user can read. */
export interface KeptMails {
  /** Where they are. */
  readonly folder: string;
  /** Keeps a mail, whole or not at all; resolves with its path. The same mail is kept once. Throws `settings` when it cannot be written. */
  keep(raw: AsyncIterable<Uint8Array>): Promise<string>;
  /** The paths of those that are kept. */
  list(): Promise<readonly string[]>;
  read(path: string): Promise<Uint8Array>;
  remove(path: string): Promise<void>;
}

/** The mails that are kept in the user's state folder. */
export function keptMails(state: string): KeptMails {
  const folder = join(state, 'intake');
  return {
    folder,
    async keep(raw) {
      const temporary = join(folder, `.${randomUUID()}.part`);
      try {
        makeFolder(folder, 0o700);
        const path = join(folder, `${await written(temporary, raw)}.eml`);
        await rename(temporary, path);
        await synced(folder);
        return path;
      } catch (cause) {
        throw new DeskError('settings', `the mail could not be kept: ${(cause as Error).message}`, {
          hint: `is ${folder} yours to write, and is there room?`,
          cause,
        });
      } finally {
        await rm(temporary, { force: true }).catch(() => {}); // where there is no folder there is no file
      }
    },
    async list() {
      const names = await readdir(folder).catch(() => []);
      return names
        .filter((name) => /^[\da-f]+\.eml$/.test(name))
        .toSorted()
        .map((name) => join(folder, name));
    },
    read: (path) => readFile(path),
    remove: (path) => rm(path, { force: true }),
  };
}

/** Writes a file that is on the disk when this resolves; with what its content is called. */
async function written(path: string, raw: AsyncIterable<Uint8Array>): Promise<string> {
  const file = await open(path, 'wx', 0o600);
  const hash = createHash('sha256');
  try {
    for await (const chunk of raw) {
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return hash.digest('hex').slice(0, 32);
}

async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}
