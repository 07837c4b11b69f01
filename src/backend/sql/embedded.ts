import type { DeskHere, Opening } from '../backend.ts';
import type { Shelf } from '../shelf.ts';
import type { Engine } from './engine.ts';
import { migrated } from './migrate.ts';
import { openSqliteEngine } from './sqlite.ts';
import { sqlStore } from './store.ts';

const upToDate = async (path: string): Promise<Engine> => migrated(await openSqliteEngine(path));

/** Opens the embedded desk in a file, which is made when there is none. Throws `settings` for what is no desk of ours, or cannot be read. */
export async function openEmbedded(path: string, opening: Opening): Promise<DeskHere> {
  const engine = await upToDate(path);
  const copy = async (to: string): Promise<number> => (await import('./backup.ts')).backup(engine.place, to);
  return sqlStore('embedded', engine, opening, copy);
}

/** Opens a file of the same kind for its articles alone: they lie beside a desk that is elsewhere. */
export async function openShelf(path: string): Promise<Shelf> {
  const engine = await upToDate(path);
  return (await import('./shelf.ts')).shelfOf(engine);
}
