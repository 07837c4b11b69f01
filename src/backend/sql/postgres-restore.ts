import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DeskError } from '../../errors.ts';
import type { PostgresAddress, Restored } from '../backend.ts';
import { copyDesk } from './backup.ts';
import { asNumber, asText } from './decode.ts';
import { doubtMails } from './doubt.ts';
import type { Connection, Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { move, type Table, tableNames } from './move.ts';
import { type Here, upToDate } from './postgres-desk.ts';
import type { How } from './restore.ts';
import { raw, sql } from './sql.ts';
import { openSqliteEngine } from './sqlite.ts';

/**
 * Puts a backup in the place of a desk in a database, in one transaction: everybody sees the old desk or the new one. What the old one held is kept in a
 * schema beside it. Throws `usage` when there is no such file, `settings` when it is no desk, `refused` when the desk has tickets and `replace` is not said.
 */
export async function restorePostgres(file: string, address: PostgresAddress, { replace, dryRun }: How, here: Here): Promise<Restored> {
  if (!(await stat(resolve(file)).catch(() => undefined))) throw new DeskError('usage', `there is no file ${file}`);
  const folder = await mkdtemp(join(tmpdir(), 'desk-restore-'));
  try {
    const copy = join(folder, 'desk.db');
    const tickets = await copyDesk(resolve(file), copy, copy);
    await using backup = await openSqliteEngine(copy);
    await migrate(backup);
    const uncertain = await doubtMails(backup);
    await using desk = await upToDate(address, !dryRun, here);
    if (!replace) await refuseToReplace(desk);
    return dryRun ? { tickets, uncertain, kept: undefined } : { ...(await brought(backup, desk)), uncertain };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function ticketsIn(connection: Connection): Promise<number> {
  const [row] = await connection.all(sql`SELECT count(*) AS n FROM ticket`);
  return asNumber(row?.['n']);
}

async function refuseToReplace(desk: Connection): Promise<void> {
  const tickets = await ticketsIn(desk);
  if (tickets > 0)
    throw new DeskError('refused', `the desk has ${tickets} tickets`, {
      hint: 'say --replace; what is there is kept beside the restored desk',
    });
}

/** Articles and agents count as well: a desk without tickets may still be somebody's work. */
async function isEmpty(connection: Connection): Promise<boolean> {
  for (const table of tableNames) {
    const rows = await connection.all(sql`SELECT 1 AS one FROM ${raw(table)} LIMIT 1`);
    if (rows.length > 0) return false;
  }
  return true;
}

const brought = (backup: Engine, desk: Engine): Promise<Omit<Restored, 'uncertain'>> =>
  backup.write((from) =>
    desk.write(async (to) => {
      // Nobody adds anything to what is put aside.
      await to.all(sql`SELECT version FROM desk_version${desk.dialect.own('desk_version')}`);
      for (const table of tableNames) await to.run(raw(`LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`));
      const kept = (await isEmpty(to)) ? undefined : await makeRoom(to, desk);
      const tickets = await move({ from, to, engines: { from: backup, to: desk } });
      for (const [table, column] of numbered) await goOnAfter(to, table, column);
      return { tickets, kept };
    }),
  );

/** Puts what is there aside, and makes empty tables that the same people may use. */
async function makeRoom(connection: Connection, { dialect }: Engine): Promise<string> {
  const grants = await connection.all(allowed);
  const kept = await putAside(connection);
  for (const step of dialect.migrations) for (const statement of step) await connection.run(raw(statement));
  for (const { grant } of grants) await connection.run(raw(asText(grant)));
  return kept;
}

/** Statements that let people do again what they may. */
const allowed = sql`SELECT format('GRANT %s ON %I TO %s', privilege_type, table_name, CASE grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(grantee) END) AS grant
  FROM information_schema.role_table_grants WHERE table_schema = current_schema() AND grantee <> current_user`;

/** Moves the tables of the desk into a schema of their own. */
async function putAside(connection: Connection): Promise<string> {
  const rows = await connection.all(sql`SELECT nspname AS name FROM pg_namespace`);
  const taken = new Set(rows.map(({ name }) => name));
  let nth = 1;
  while (taken.has(`before_restore_${nth}`)) nth += 1;
  const schema = `before_restore_${nth}`;
  await connection.run(raw(`CREATE SCHEMA ${schema}`));
  for (const table of [...tableNames, 'search', 'article_search']) await connection.run(raw(`ALTER TABLE ${table} SET SCHEMA ${schema}`));
  await connection.run(raw(`CREATE TABLE ${schema}.desk_version AS SELECT version FROM desk_version`));
  return `schema ${schema}`;
}

/** Tables that number their rows. */
const numbered = [
  ['ticket', 'id'],
  ['message', 'id'],
  ['attachment', 'id'],
  ['event', 'id'],
  ['article', 'number'],
  ['token', 'id'],
  ['outbox', 'id'],
] as const satisfies readonly (readonly [Table, string])[];

/** New rows are numbered after those that were brought. */
async function goOnAfter(connection: Connection, table: Table, column: string): Promise<void> {
  await connection.all(
    sql`SELECT setval(pg_get_serial_sequence(${table}, ${column}), greatest(max(${raw(column)}), 1), max(${raw(column)}) IS NOT NULL) FROM ${raw(table)}`,
  );
}
