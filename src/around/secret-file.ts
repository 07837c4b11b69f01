import { readFile, stat } from 'node:fs/promises';
import { DeskError } from '../errors.ts';
import { whyNotOpened } from './file-words.ts';

/** The first line of a file that holds a secret (`holds`: "the password for the mail server"). Throws `settings` for one that is not there, is empty, or that others can read. */
export async function secretIn(path: string, holds: string): Promise<string> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw new DeskError('settings', `there is no file ${path}, which is to hold ${holds}`);
  if ((found.mode & 0o077) !== 0 && process.platform !== 'win32')
    throw new DeskError('settings', `${path} holds ${holds}, and others can read it`, { hint: `chmod 600 ${path}` });
  const [line = ''] = (await readFile(path, 'utf8').catch(unreadable(path, holds))).split(/\r?\n/);
  if (line === '') throw new DeskError('settings', `${path} is to hold ${holds}, and is empty`);
  return line;
}

const unreadable =
  (path: string, holds: string) =>
  (cause: unknown): never => {
    throw new DeskError('settings', `${path}, which is to hold ${holds}, cannot be read: ${whyNotOpened(cause)}`, { cause });
  };
