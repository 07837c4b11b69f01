import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DeskError } from '../../errors.ts';
import type { Article } from '../../model/article.ts';
import { readArticle } from './front-matter.ts';

/** A text that is longer is no article. */
const mostBytes = 1_000_000;

/** What became of a file: an article, or why it is none. */
export type FromFile =
  | { readonly path: string; readonly id: string; readonly article: Article }
  | { readonly path: string; readonly id: string; readonly left: 'refused' | 'skipped'; readonly why: string };

const ending = /\.(?:md|markdown)$/i;
const passedOver = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/** Throws `usage` for what is no folder. */
export async function checkFolder(folder: string): Promise<void> {
  const stats = await lstat(join(folder, '.')).catch(() => undefined);
  if (!stats?.isDirectory()) throw new DeskError('usage', `there is no folder ${folder}`);
}

/** The paths of all Markdown files below a folder, in order; what begins with a dot, such as `.git`, and links are passed over. */
async function* pathsBelow(folder: string, within: string, signal: AbortSignal): AsyncIterable<string> {
  const entries = await readdir(join(folder, within), { withFileTypes: true }).catch((cause: Error) => {
    throw new DeskError('settings', `${join(folder, within)} cannot be read: ${cause.message}`, { cause });
  });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
    if (signal.aborted) return;
    const path = within === '' ? entry.name : `${within}/${entry.name}`;
    if (passedOver(entry.name)) continue;
    if (entry.isDirectory()) yield* pathsBelow(folder, path, signal);
    else if (entry.isFile() && ending.test(entry.name)) yield path;
  }
}

async function textOf(file: string, path: string): Promise<string> {
  const { size } = await lstat(file);
  if (size > mostBytes) throw new DeskError('refused', `${path}: over ${mostBytes / 1e6} MB, which is no article`);
  const bytes = await readFile(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DeskError('refused', `${path}: not UTF-8`, { hint: 'save it as UTF-8', cause });
  }
}

async function fromFile(folder: string, path: string): Promise<FromFile> {
  const id = path.replace(ending, '').normalize('NFC');
  try {
    const article = await readArticle({ path, text: await textOf(join(folder, path), path) }, id);
    return article ? { path, id, article } : { path, id, left: 'skipped', why: 'no front matter' };
  } catch (thrown) {
    const why =
      thrown instanceof DeskError ? [thrown.message, thrown.hint].filter(Boolean).join('; ') : `${path}: ${(thrown as Error).message}`;
    return { path, id, left: 'refused', why };
  }
}

/** Reads all articles below a folder. Throws `usage` for what is no folder, `settings` for one that cannot be read. */
export async function* articlesIn(folder: string, signal: AbortSignal): AsyncIterable<FromFile> {
  await checkFolder(folder);
  for await (const path of pathsBelow(folder, '', signal)) yield await fromFile(folder, path);
}
