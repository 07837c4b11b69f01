import { orClosed } from '../../around/closing.ts';
import { DeskError } from '../../errors.ts';
import type { Connection, Engine } from './engine.ts';
import { raw, sql } from './sql.ts';
import { newer } from './sqlite-file.ts';

async function versionOf(connection: Connection, { version }: Pick<Engine['dialect'], 'version'>): Promise<number> {
  const [row] = await connection.all(version);
  return Number(row?.['version'] ?? 0);
}

/**
 * Brings a desk to the version of its tables that this program knows; each step is made whole or not at all, also when several processes open
 * the desk at once. A desk that needs nothing is only read. Throws `settings` for a desk that a newer program made.
 */
export async function migrate(engine: Engine, to = engine.dialect.migrations.length): Promise<void> {
  const version = await versionOf(engine, engine.dialect);
  if (version > to) throw newer(engine.place);
  for (let done = version === to; !done;) done = await engine.write((connection) => step(connection, engine, to));
}

/** A desk that was just opened, brought to that version; it is closed where that cannot be done. Throws what `migrate` throws. */
export const migrated = (engine: Engine): Promise<Engine> =>
  orClosed(engine, async () => {
    await migrate(engine);
    return engine;
  });

/** Makes the next step, unless another process was first; true when none is left. */
async function step(connection: Connection, engine: Engine, to: number): Promise<boolean> {
  const { dialect } = engine;
  // Whoever comes second waits here, and finds what the first has made.
  const version = await versionOf(connection, { version: sql`${dialect.version}${dialect.own('desk_version')}` });
  if (version > to) throw newer(engine.place);
  const statements = engine.dialect.migrations[version];
  if (version === to) return true;
  if (!statements) throw new DeskError('bug', `no step leads from version ${version} to ${to}`);
  for (const statement of statements) await connection.run(raw(statement));
  await connection.run(engine.dialect.setVersion(version + 1));
  return version + 1 === to;
}
