import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Shelf } from '../../backend/shelf.ts';
import { whyNotWritten } from '../../around/file-words.ts';
import { DeskError } from '../../errors.ts';
import { makeFolder } from '../../around/folder.ts';
import type { Article } from '../../model/article.ts';
import { foldWords } from '../../model/fold.ts';
import { readArticle, writeArticle } from './front-matter.ts';
import { shelved } from './sync.ts';

/** So many words of a title are its name. */
const mostWords = 8;

/** The id that a title or a name gives: folded words with dashes between them, folders kept. Throws `usage` where nothing is left. */
export function idFor(text: string): string {
  const parts = text.split('/').map((part) => foldWords(part).slice(0, mostWords).join('-'));
  const id = parts.filter((part) => part !== '').join('/');
  if (id === '') throw new DeskError('usage', `"${text}" gives no name for an article`, { hint: 'say one with --id' });
  return id;
}

/**
 * Adds an article: as a file in the folder, where there is one, and to the shelf. Resolves with the file's path. Throws `refused` for what a file of
 * articles may not say, and when there is an article of that id.
 */
export async function addArticle(
  shelf: Shelf,
  article: Article,
  { folder, dryRun }: { readonly folder: string | undefined; readonly dryRun: boolean },
): Promise<string | undefined> {
  const text = await writeArticle(article);
  await readArticle({ path: `${article.id}.md`, text }, article.id);
  const taken = new DeskError('refused', `there is an article "${article.id}" already`, { hint: 'say another name with --id' });
  if (await shelf.get(article.id)) throw taken;
  const path = folder === undefined ? undefined : join(folder, `${article.id}.md`);
  if (dryRun) return path;
  if (path !== undefined) {
    try {
      makeFolder(dirname(path));
      await writeFile(path, text, { flag: 'wx' });
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'EEXIST') throw taken;
      throw new DeskError('settings', `${path} could not be written: ${whyNotWritten(cause)}`, { cause });
    }
  }
  await shelf.change({ put: [shelved(article, folder ?? null)], remove: [] });
  return path;
}
