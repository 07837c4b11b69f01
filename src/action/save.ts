import { link, open, rm } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { DeskError } from '../errors.ts';
import { makeFolder } from '../around/folder.ts';
import { fileName } from '../output/safe.ts';

/** Enough tries for a free name. */
const mostTries = 1000;

function numbered(name: string, nth: number): string {
  const extension = extname(name);
  return nth === 1 ? name : `${name.slice(0, name.length - extension.length)}-${nth}${extension}`;
}

/** Gives the file its name without ever overwriting one: a hard link is refused where a name is taken. */
async function claimName(temporary: string, folder: string, name: string): Promise<string> {
  for (let nth = 1; nth <= mostTries; nth += 1) {
    const path = join(folder, numbered(name, nth));
    try {
      await link(temporary, path);
      return path;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
  throw new DeskError('refused', `${folder} has too many files called ${name}`);
}

/**
 * Saves a stranger's file into a folder under a harmless name that was free, whole or not at all; resolves with its path. Throws `settings` when it cannot be written.
 */
export async function saveInto(folder: string, wanted: string, content: AsyncIterable<Uint8Array>): Promise<string> {
  const temporary = join(folder, `.desk-${process.pid}-${Date.now()}.part`);
  try {
    makeFolder(folder);
    const file = await open(temporary, 'wx', 0o600);
    try {
      for await (const chunk of content) await file.writeFile(chunk);
      await file.sync();
    } finally {
      await file.close();
    }
    return await claimName(temporary, folder, fileName(wanted));
  } catch (cause) {
    if (cause instanceof DeskError) throw cause;
    if (['ENOTDIR', 'EEXIST'].includes((cause as NodeJS.ErrnoException).code ?? ''))
      throw new DeskError('usage', `${folder} is not a folder`, { cause });
    throw new DeskError('settings', `the file could not be saved: ${(cause as Error).message}`, {
      hint: `is ${folder} yours to write, and is there room?`,
      cause,
    });
  } finally {
    await rm(temporary, { force: true }).catch(() => {}); // where there is no folder there is no file
  }
}
