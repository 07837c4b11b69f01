import pg from 'pg';
import type { Connection, Engine, Sql, SqlRow, SqlValue } from '../../src/backend/sql/engine.ts';
import { locks } from '../../src/backend/sql/postgres-dialect.ts';
import { placeOf } from '../../src/backend/sql/postgres-place.ts';
import { openPostgresEngine } from '../../src/backend/sql/postgres.ts';
import { textOf } from '../../src/backend/sql/sql.ts';
import { openSqlite } from '../../src/backend/sql/sqlite-binding.ts';
import { openSqliteEngine } from '../../src/backend/sql/sqlite.ts';
import { claimFirst } from '../../src/backend/sql/write.ts';
import type { Rules } from '../../src/model/decide.ts';
import { unfinished } from '../../src/model/ticket.ts';
import type { Condition } from '../../src/query/query.ts';

/** What the agents take their tickets from. */
export const waiting = (queue: string): Condition => ({
  kind: 'and',
  of: [
    { kind: 'is', field: 'status', values: unfinished },
    { kind: 'none', field: 'owner' },
    { kind: 'is', field: 'queue', values: [queue] },
  ],
});

interface Said {
  readonly statement: Sql;
  readonly rows: readonly SqlRow[];
}

/** The statements of one claim as the desk itself makes it, beside its transaction's begin and end. */
export interface Recorded {
  readonly said: readonly Said[];
  /** Which of them found the ticket. */
  readonly finding: number;
  readonly ticket: number;
  readonly key: string;
}

const hourMs = 3_600_000;
const rules: Rules = { queue: 'support', answerWithinMs: { low: 96 * hourMs, normal: 48 * hourMs, high: 24 * hourMs, urgent: 4 * hourMs } };

/** Claims a ticket of the queue on a desk, and closes it. */
async function record(engine: Engine, queue: string): Promise<Recorded> {
  await using opened = engine;
  const said: Said[] = [];
  const noted = async (statement: Sql, rows: Promise<readonly SqlRow[]>): Promise<readonly SqlRow[]> => {
    said.push({ statement, rows: await rows });
    return rows;
  };
  const noting = (connection: Connection): Connection => ({
    all: (statement) => noted(statement, connection.all(statement)),
    run: async (statement) =>
      (
        await noted(
          statement,
          connection.run(statement).then(() => []),
        )
      ).length,
    insert: async (statement) => {
      const id = await connection.insert(statement);
      await noted(statement, Promise.resolve([]));
      return id;
    },
  });
  const listened: Engine = { ...opened, write: (work) => opened.write((connection) => work(noting(connection))) };
  const key = 'recorded:first';
  const writer = { engine: listened, me: 'ana', now: () => new Date().toISOString(), rules };
  const outcome = await claimFirst(writer, waiting(queue), { once: key, operation: 'recorded' });
  if (outcome?.did !== 'done') throw new Error(`nothing was claimed: ${JSON.stringify(outcome)}`);
  const ticket = outcome.ticket.id;
  const finding = said.findIndex(({ rows: [row] }) => row !== undefined && Object.keys(row).length === 1 && row['id'] === ticket);
  return { said, finding, ticket, key };
}

/** The same values for another ticket, under another key. */
const valuesFor = ({ statement }: Said, recorded: Recorded, ticket: number, key: string): readonly SqlValue[] =>
  statement.values.map((value) => (value === recorded.ticket ? ticket : value === recorded.key ? key : value));

export const recordPostgres = async (url: string, queue: string): Promise<Recorded> =>
  record(await openPostgresEngine(placeOf(url, {}, 'bench'), { make: false }), queue);

/** Clients without a desk claim all tickets with the same statements, each on a connection of its own. Resolves with the tickets, and how long it took. */
export async function bareOnPostgres(url: string, recorded: Recorded, agents: number): Promise<{ ms: number; tickets: number[] }> {
  const texts = recorded.said.map(({ statement }) => textOf(statement, (at) => `$${at}`));
  const clients = Array.from({ length: agents }, () => new pg.Client({ connectionString: url }));
  await Promise.all(clients.map((client) => client.connect()));
  const tickets: number[] = [];
  const work = async (client: pg.Client, agent: number): Promise<void> => {
    for (let nth = 0; ; nth++) {
      await client.query(`BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; SELECT pg_advisory_xact_lock_shared(${locks.writing})`);
      let ticket = recorded.ticket;
      for (const [at, said] of recorded.said.entries()) {
        const values = [...valuesFor(said, recorded, ticket, `${agent}:${nth}`)];
        const { rows } = await client.query<{ id: string }>({ name: `s${at}`, text: texts[at] ?? '', values });
        if (at !== recorded.finding) continue;
        if (!rows[0]) return void (await client.query('ROLLBACK'));
        ticket = Number(rows[0].id);
      }
      await client.query('COMMIT');
      tickets.push(ticket);
    }
  };
  const started = performance.now();
  await Promise.all(clients.map(work));
  const ms = performance.now() - started;
  await Promise.all(clients.map((client) => client.end()));
  return { ms, tickets };
}

export const recordSqlite = async (file: string, queue: string): Promise<Recorded> => record(await openSqliteEngine(file), queue);

/** The same on an SQLite file, where only one writes at a time: one connection, with the desk's own PRAGMAs. */
export function bareOnSqlite(file: string, recorded: Recorded): { ms: number; tickets: number[] } {
  const database = openSqlite(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA wal_autocheckpoint = 10000');
  const statements = recorded.said.map(({ statement }) => database.prepare(textOf(statement, () => '?')));
  const tickets: number[] = [];
  const started = performance.now();
  for (let nth = 0; ; nth++) {
    database.exec('BEGIN IMMEDIATE');
    let ticket: number | undefined = recorded.ticket;
    for (const [at, said] of recorded.said.entries()) {
      const rows: SqlRow[] = statements[at]?.all(...valuesFor(said, recorded, ticket, `bare:${nth}`)) ?? [];
      if (at !== recorded.finding) continue;
      if (!rows[0]) {
        database.exec('ROLLBACK');
        const ms = performance.now() - started;
        database.close();
        return { ms, tickets };
      }
      ticket = Number(rows[0]['id']);
    }
    database.exec('COMMIT');
    tickets.push(ticket);
  }
}
