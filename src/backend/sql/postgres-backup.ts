import { open } from 'node:fs/promises';
import { writeNew } from './backup.ts';
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
    await (await open(temporary, 'wx', 0o600)).close();
    await using file = await openSqliteEngine(temporary, { moves: true });
    await migrate(file);
    return desk.read((from) => file.write((to) => move({ from, to, engines: { from: desk, to: file } })));
  });
