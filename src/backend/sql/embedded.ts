import { normalName } from '../../model/name.ts';
import type { Backend, Opening } from '../backend.ts';
import { keeperOf } from './keeper.ts';
import { migrate } from './migrate.ts';
import { openSqliteEngine } from './sqlite.ts';
import { sqlStore } from './store.ts';

/** Opens the embedded desk in a file, which is made when there is none. Throws `settings` for what is no desk of ours, or cannot be read. */
export async function openEmbedded(path: string, opening: Opening): Promise<Backend> {
  const engine = await openSqliteEngine(path);
  try {
    await migrate(engine);
  } catch (thrown) {
    await engine[Symbol.asyncDispose]();
    throw thrown;
  }
  return sqlStore('embedded', engine, { ...opening, me: normalName(opening.me) }, keeperOf(engine, opening.now));
}
