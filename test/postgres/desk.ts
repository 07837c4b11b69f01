import type { Engine } from '../../src/backend/sql/engine.ts';
import { migrate } from '../../src/backend/sql/migrate.ts';
import { placeOf } from '../../src/backend/sql/postgres-place.ts';
import { openPostgresEngine } from '../../src/backend/sql/postgres.ts';
import { apply } from '../../src/backend/sql/write.ts';
import type { Outcome, Terms, Work } from '../../src/backend/backend.ts';
import type { Change } from '../../src/model/change.ts';
import { collect } from '../../src/model/stream.ts';
import { each, never, noon, rules } from '../backend/sql/desk.ts';
import { type Database, newDatabase } from './database.ts';

/** A desk in a database of its own. */
export interface PostgresDesk extends AsyncDisposable {
  readonly database: Database;
  readonly engine: Engine;
  readonly run: (work: readonly Work[], me?: string) => Promise<readonly Outcome[]>;
  /** Does one change that must not fail. */
  readonly do: (ref: Work['ref'], change: Change, some?: Partial<Terms>) => Promise<Exclude<Outcome, { did: 'failed' }>>;
}

export const openEngine = (url: string): Promise<Engine> => openPostgresEngine(placeOf(url, {}, 'ann'), { make: true });

let keys = 0;
export const terms = (some: Partial<Terms> = {}): Terms => ({ once: `pg-${(keys += 1)}`, operation: 'op', ...some });

export async function postgresDesk(): Promise<PostgresDesk> {
  const database = await newDatabase();
  const engine = await openEngine(database.url);
  await migrate(engine);
  const run: PostgresDesk['run'] = (work, me = 'ann') => collect(apply({ engine, me, now: () => noon, rules }, each(work), never));
  return {
    database,
    engine,
    run,
    async do(ref, change, some) {
      const [outcome] = await run([{ ref, change, terms: terms(some) }]);
      if (!outcome) throw new Error('no outcome');
      if (outcome.did === 'failed') throw outcome.error;
      return outcome;
    },
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}
