import { hash } from 'node:crypto';
import { join } from 'node:path';
import type { Backend } from '../../backend/backend.ts';
import { openShelf } from '../../backend/open.ts';
import type { Shelf } from '../../backend/shelf.ts';
import { type ForeignProfile, isOwn, type Profile } from '../../around/settings.ts';

/** The file beside a foreign desk, one for each: the host, so that people know it, and what tells two desks on one host apart. */
function fileName(profile: ForeignProfile): string {
  const { backend, url, user } = profile;
  const mark = hash('sha256', JSON.stringify([backend, url, user]));
  return `${backend}-${new URL(url).hostname.replaceAll(/[^a-z0-9.-]/gi, '_')}-${mark.slice(0, 8)}.db`;
}

/** Where a desk's articles are kept: in it, where it is one of our own, else in a local file. Throws `settings`. */
export async function shelfFor(backend: Backend, profile: Profile, folder: string): Promise<Shelf> {
  if (backend.keeper) return backend.keeper.shelf();
  if (isOwn(profile)) throw new Error('a desk of our own keeps its articles itself');
  return openShelf(join(folder, fileName(profile)));
}
