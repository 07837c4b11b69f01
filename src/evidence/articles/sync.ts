import { createHash } from 'node:crypto';
import type { Shelf, Shelved } from '../../backend/shelf.ts';
import { DeskError } from '../../errors.ts';
import type { Article } from '../../model/article.ts';
import { type FromFile, articlesIn } from './folder.ts';
import { keyOf, readSignature } from './signature.ts';
import { termsOf } from './term.ts';

/** What a sync did with an article or a file. */
export interface Synced {
  readonly did: 'added' | 'changed' | 'removed' | 'unchanged' | 'refused' | 'skipped';
  readonly id: string;
  readonly title: string | null;
  readonly message: string | null;
}

/** Grows when articles are to be indexed otherwise: the next sync does it. */
const indexing = 1;

/** Articles written in one transaction. */
const batchSize = 500;

/** An article with what it is found by. */
export const shelved = (article: Article, source: string | null): Shelved => ({
  article,
  source,
  hash: createHash('sha256')
    .update(JSON.stringify([indexing, article]))
    .digest('hex')
    .slice(0, 32),
  terms: termsOf(article),
  keys: article.signatures.flatMap((signature) => keyOf(readSignature(signature)) ?? []),
});

export interface SyncOptions {
  readonly dryRun: boolean;
  /** Also where a folder that had articles has none now. */
  readonly evenEmpty: boolean;
  /** The ids that other folders brought in this run. */
  readonly taken: Map<string, string>;
  readonly signal: AbortSignal;
}

/**
 * Brings the shelf to what a folder has: new and changed articles are put there, those that came from it and are gone are removed. What cannot be
 * read is refused, and its earlier text stays. Throws what reading the folder throws, and `refused` when it has no article any more.
 */
export async function* syncFolder(shelf: Shelf, folder: string, options: SyncOptions): AsyncIterable<Synced> {
  const before = await shelf.marks();
  const seen = new Set<string>();
  let articles = 0;
  let waiting: Shelved[] = [];
  const flush = async (): Promise<void> => {
    const put = waiting;
    waiting = [];
    if (!options.dryRun) await shelf.change({ put, remove: [] });
  };
  for await (const file of articlesIn(folder, options.signal)) {
    if (!('left' in file) || file.left === 'refused') seen.add(file.id);
    const row = rowOf(file, folder, options.taken);
    if ('left' in row) {
      yield { did: row.left, id: file.id, title: null, message: row.why };
      continue;
    }
    articles++;
    const fresh = shelved(row.article, folder);
    const known = before.get(file.id);
    const same = known?.hash === fresh.hash && known.source === folder;
    if (!same) waiting.push(fresh);
    if (waiting.length >= batchSize) await flush();
    yield { did: same ? 'unchanged' : known ? 'changed' : 'added', id: file.id, title: row.article.title, message: null };
  }
  if (options.signal.aborted) return;
  const gone = [...before].filter(([id, { source }]) => source === folder && !seen.has(id)).map(([id]) => id);
  if (articles === 0 && gone.length > 0 && !options.evenEmpty)
    throw new DeskError('refused', `${folder} has no article any more, and ${gone.length} came from it`, {
      hint: 'is it the right folder? --yes removes them',
    });
  await flush();
  if (!options.dryRun) await shelf.change({ put: [], remove: gone });
  for (const id of gone) yield { did: 'removed', id, title: null, message: null };
}

/** Of two folders with the same id the first one has it. */
function rowOf(file: FromFile, folder: string, taken: Map<string, string>): FromFile {
  const other = taken.get(file.id);
  if ('left' in file) return file;
  if (other !== undefined)
    return { path: file.path, id: file.id, left: 'refused', why: `${file.path}: ${other} has an article of that name, too` };
  taken.set(file.id, folder);
  return file;
}
