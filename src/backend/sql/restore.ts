import { copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { DeskError } from '../../errors.ts';
import type { Restored } from '../backend.ts';
import { migrate } from './migrate.ts';
import { openSqliteEngine } from './sqlite.ts';
import { sql } from './sql.ts';

async function ticketsIn(path: string, migrated: boolean): Promise<number> {
  await using engine = await openSqliteEngine(path, { readOnly: !migrated });
  if (migrated) await migrate(engine);
  const [row] = await engine.all(sql`SELECT count(*) AS tickets FROM ticket`);
  return Number(row?.['tickets'] ?? 0);
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);

/** A free name beside the desk for what is replaced. */
async function nameBeside(path: string): Promise<string> {
  for (let nth = 1; ; nth += 1) {
    const name = `${path}.before-restore-${nth}`;
    if (!(await exists(name))) return name;
  }
}

/**
 * Puts a backup in the place of an embedded desk, brought to our version of the tables; the desk that was there is kept beside it. Throws
 * `settings` when the file is no desk, `refused` when the desk has tickets and `replace` is not said.
 */
export async function restoreDesk(backup: string, into: string, { replace, dryRun }: { readonly replace: boolean; readonly dryRun: boolean }): Promise<Restored> {
  if (!(await exists(backup))) throw new DeskError('usage', `there is no file ${backup}`);
  const there = await exists(into);
  const had = there ? await ticketsIn(into, false) : 0;
  if (had > 0 && !replace) throw new DeskError('refused', `the desk has ${had} tickets`, { hint: 'say --replace; the desk that is there is kept beside the restored one' });
  if (dryRun) return { tickets: await ticketsIn(backup, false), kept: undefined };
  const temporary = `${into}.restoring`;
  try {
    await copyFile(backup, temporary);
    const tickets = await ticketsIn(temporary, true);
    const file = await open(temporary, 'r+');
    await file.sync();
    await file.close();
    const kept = had > 0 ? await nameBeside(into) : undefined;
    if (kept !== undefined) await keepAside(into, kept);
    await rename(temporary, into);
    return { tickets, kept };
  } finally {
    for (const name of [temporary, `${temporary}-wal`, `${temporary}-shm`]) await rm(name, { force: true });
  }
}

/** The desk with what has not been written back into it yet. */
async function keepAside(desk: string, kept: string): Promise<void> {
  await using engine = await openSqliteEngine(desk);
  await engine.run(sql`VACUUM INTO ${kept}`);
}
