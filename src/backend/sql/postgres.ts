import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { noDesk } from '../../around/no-desk.ts';
import { DeskError } from '../../errors.ts';
import type { Connection, Engine, Sql, SqlRow, SqlValue } from './engine.ts';
import { locks, postgresDialect } from './postgres-dialect.ts';
import { collided, isLost, lostAnswer, postgresError } from './postgres-errors.ts';
import { type News, newsOf } from './postgres-news.ts';
import type { Place } from './postgres-place.ts';
import { close, poolOf } from './postgres-pool.ts';
import { textOf } from './sql.ts';

/** How to open a desk. `make`: also where there is none yet. */
interface Opening {
  readonly make: boolean;
}

/** Opens the database of a desk, and marks an empty one as ours. Throws `settings` for a database that is no desk of ours, leaving it untouched. */
export async function openPostgresEngine(place: Place, { make }: Opening): Promise<Engine> {
  const pool = poolOf(place);
  try {
    await begin(pool, place, make);
    return engine(pool, place.shown, newsOf(pool, place));
  } catch (thrown) {
    await close(pool);
    throw postgresError(thrown, place.shown);
  }
}

interface Found {
  readonly ours: string;
  readonly others: number;
  readonly version: number;
  readonly encoding: string;
}

const oldest = 130_000;

/** Looks at the database, and gives an empty one our mark before anything else. */
async function begin(pool: pg.Pool, { shown }: Place, make: boolean): Promise<void> {
  const { rows } =
    await pool.query<Found>(`SELECT EXISTS (SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'desk_version') AS ours,
    (SELECT count(*) FROM pg_class c WHERE c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
      AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')) AS others,
    current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding`);
  const [found] = rows;
  if (found?.ours === 't') return;
  if (!found || found.others > 0) {
    throw new DeskError('settings', `the database at ${shown} belongs to another program`, {
      hint: 'make an empty one for the desk; this one was left as it is',
    });
  }
  if (found.version < oldest) throw new DeskError('settings', `the database at ${shown} is older than PostgreSQL 13`);
  if (found.encoding !== 'UTF8') {
    throw new DeskError('settings', `the database at ${shown} is in ${found.encoding}`, {
      hint: 'make one in UTF8: createdb --encoding=UTF8 --template=template0',
    });
  }
  if (!make) throw noDesk(shown);
  await pool.query(`BEGIN; SELECT pg_advisory_xact_lock(${locks.making}); CREATE TABLE IF NOT EXISTS desk_version (version BIGINT NOT NULL);
    INSERT INTO desk_version (version) SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM desk_version); COMMIT`);
}

type Client = pg.Pool | pg.PoolClient;

/** A whole number has the type that it is compared with; any other one has its own. */
const marks =
  (values: readonly SqlValue[]): ((position: number) => string) =>
  (position) => {
    const value = values[position - 1];
    return typeof value === 'number' && !Number.isSafeInteger(value) ? `$${position}::float8` : `$${position}`;
  };

/** Statements that are literals of our program are prepared once for each connection. */
const prepared = new WeakMap<readonly string[], { readonly name: string; readonly text: string }>();
let count = 0;

function known(statement: Sql): { readonly name?: string; readonly text: string } {
  const { texts, values } = statement;
  const text = (): string => textOf(statement, marks(values));
  if (!Object.isFrozen(texts) || values.some((value) => typeof value === 'number' && !Number.isSafeInteger(value))) return { text: text() };
  const named = prepared.get(texts) ?? { name: `desk${(count += 1)}`, text: text() };
  prepared.set(texts, named);
  return named;
}

/** NUL is no character of a text here. */
const sound = (value: SqlValue): SqlValue => (typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value);

async function query(client: Client, statement: Sql, place: string, after = ''): Promise<pg.QueryResult<SqlRow>> {
  const { text, ...named } = known(statement);
  try {
    return await client.query<SqlRow>({ ...(after === '' ? named : {}), text: text + after, values: statement.values.map(sound) });
  } catch (thrown) {
    throw postgresError(thrown, place);
  }
}

const connectionOf = (client: Client, place: string): Connection => ({
  all: async (statement) => (await query(client, statement, place)).rows,
  run: async (statement) => (await query(client, statement, place)).rowCount ?? 0,
  insert: async (statement) => Number((await query(client, statement, place, ' RETURNING id')).rows[0]?.['id']),
});

/** Remembers the first statement that went wrong: nothing after it is done, whoever caught its error. */
function watched(connection: Connection): { readonly connection: Connection; readonly fault: () => unknown } {
  let fault: unknown;
  const noting = async <T>(asked: Promise<T>): Promise<T> => {
    try {
      return await asked;
    } catch (thrown) {
      fault ??= thrown;
      throw thrown;
    }
  };
  return {
    connection: {
      all: (statement) => noting(connection.all(statement)),
      run: (statement) => noting(connection.run(statement)),
      insert: (statement) => noting(connection.insert(statement)),
    },
    fault: () => fault,
  };
}

/** One connection from the pool; one that is lost, or may be within a transaction, is not given back. */
async function borrowed<T>(pool: pg.Pool, place: string, use: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((thrown: unknown) => {
    throw postgresError(thrown, place);
  });
  // While it is borrowed, its loss is told by the statement that fails.
  const ignore = (): void => undefined;
  client.on('error', ignore);
  try {
    const result = await use(client);
    client.release();
    return result;
  } catch (thrown) {
    const usable =
      !isLost(thrown) &&
      (await client.query('ROLLBACK').then(
        () => true,
        () => false,
      ));
    client.release(!usable);
    throw thrown;
  } finally {
    client.off('error', ignore);
  }
}

async function committed(client: pg.PoolClient, place: string): Promise<void> {
  try {
    await client.query('COMMIT');
  } catch (thrown) {
    const told = postgresError(thrown, place);
    throw isLost(told) ? lostAnswer(place, thrown) : told;
  }
}

function transaction<T>(pool: pg.Pool, place: string, start: string, work: (connection: Connection) => Promise<T>): Promise<T> {
  return borrowed(pool, place, async (client) => {
    await client.query(start).catch((thrown: unknown) => {
      throw postgresError(thrown, place);
    });
    const { connection, fault } = watched(connectionOf(client, place));
    const result = await work(connection);
    if (fault() !== undefined) throw fault();
    await committed(client, place);
    return result;
  });
}

/** So often are transactions tried that stand in each other's way. */
const mostTries = 12;

async function again<T>(act: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (thrown) {
      if (!collided(thrown) || tries === mostTries) throw thrown;
    }
    await sleep(Math.random() * 5 * tries);
  }
}

// Whoever reads events in their order must know who may still add some that come before.
const startWriting = `BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock_shared(${locks.writing})`;
const startReading = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

const [desk, writing] = locks.writing.split(', ');
const writers = `SELECT virtualtransaction AS id FROM pg_locks WHERE locktype = 'advisory' AND classid = ${desk} AND objid = ${writing}
  AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`;

async function settled(pool: pg.Pool, place: string): Promise<void> {
  const now = async (): Promise<readonly string[]> => {
    try {
      return (await pool.query<{ id: string }>(writers)).rows.map(({ id }) => id);
    } catch (thrown) {
      throw postgresError(thrown, place);
    }
  };
  const before = new Set(await now());
  for (let waitMs = 1; before.size > 0 && (await now()).some((id) => before.has(id)); waitMs = Math.min(waitMs * 2, 50))
    await sleep(waitMs);
}

/** Tables that texts are erased from. */
const erasable = 'ticket, attribute, message, event, person, blob, search, outbox, contact, contact_way, contact_for';

/** Several connections read and write at once; those who change the same ticket wait for each other. */
function engine(pool: pg.Pool, place: string, news: News): Engine {
  const alone = connectionOf(pool, place);
  return {
    place,
    dialect: postgresDialect,
    all: alone.all,
    run: (statement) => again(() => alone.run(statement)),
    insert: alone.insert,
    read: (work) => transaction(pool, place, startReading, work),
    write: async (work) => {
      const result = await again(() => transaction(pool, place, startWriting, work));
      news.written();
      return result;
    },
    listen: news.listen,
    settled: () => settled(pool, place),
    scrub: async () => {
      await query(pool, { texts: [`VACUUM ${erasable}`], values: [] }, place);
    },
    async [Symbol.asyncDispose]() {
      await news[Symbol.asyncDispose]();
      await close(pool);
    },
  };
}
