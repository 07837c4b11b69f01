import { rm } from 'node:fs/promises';
import { copyDesk, writeNew } from './backup.ts';
import type { Engine } from './engine.ts';
import { migrate } from './migrate.ts';
import { move } from './move.ts';
import { openSqliteEngine } from './sqlite.ts';

/**
 * Writes a desk, as it is at one moment, to a new file: an embedded desk that only the user can read. Others may use the desk meanwhile. Resolves with the
 * number of its tickets. Throws `refused` when the file exists, `settings` when it cannot be written.
 */
export const backup = (desk: Engine, path: string): Promise<number> =>
  writeNew(path, async (temporary) => {
    const made = `${temporary}.desk`;
    try {
      await makeDesk(desk, made);
      // Compactly, and without what lies beside a desk in use.
      return await copyDesk(made, temporary, path);
    } finally {
      for (const name of [made, `${made}-wal`, `${made}-shm`]) await rm(name, { force: true }).catch(() => undefined); // there is no such folder
    }
  });

async function makeDesk(desk: Engine, path: string): Promise<void> {
  await using file = await openSqliteEngine(path);
  await migrate(file);
  await desk.read((from) => file.write((to) => move({ from, to, engines: { from: desk, to: file } })));
}
