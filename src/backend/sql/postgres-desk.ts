import type { World } from '../../around/world.ts';
import type { DeskHere, Opening, PostgresAddress } from '../backend.ts';
import type { Engine } from './engine.ts';
import { migrated } from './migrate.ts';
import { placeOf } from './postgres-place.ts';
import { openPostgresEngine } from './postgres.ts';
import { sqlStore } from './store.ts';

/** What of the outside world tells how the database is reached: its environment and the name of the user. */
export type Here = Pick<World, 'env' | 'user'>;

/** Opens the database of a desk and brings its tables up to date. Throws `settings`, `signed-out`, `unreachable`. */
export async function upToDate({ url }: PostgresAddress, make: boolean, { env, user }: Here): Promise<Engine> {
  return migrated(await openPostgresEngine(placeOf(url, env, user), { make }));
}

/** Opens a desk in a PostgreSQL database, which is made when there is none. Throws `settings` for what is no desk of ours, `signed-out`, `unreachable`. */
export async function openPostgres(address: PostgresAddress, opening: Opening, here: Here): Promise<DeskHere> {
  const engine = await upToDate(address, opening.make !== false, here);
  const copy = async (path: string): Promise<number> => (await import('./postgres-backup.ts')).backup(engine, path);
  return sqlStore('postgres', engine, opening, copy);
}
