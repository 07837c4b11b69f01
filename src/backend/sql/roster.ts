import { DeskError } from '../../errors.ts';
import { nearest } from '../../model/nearest.ts';
import type { Connection, Dialect } from './engine.ts';
import { sql } from './sql.ts';

/** Who works the desk, as it is while the write lock is held. `true` for those who were removed. */
export interface Roster {
  readonly me: string;
  readonly removed: ReadonlyMap<string, boolean>;
}

/** Reads who works the desk. Throws `denied` when I was removed from it. */
export async function readRoster(connection: Connection, me: string): Promise<Roster> {
  const rows = await connection.all(sql`SELECT name, removed FROM agent`);
  const removed = new Map(rows.map((row) => [String(row['name']), row['removed'] !== null]));
  if (removed.get(me)) {
    throw new DeskError('denied', `${me} was removed from this desk`, { hint: `let somebody add you again: desk agent add ${me}` });
  }
  return { me, removed };
}

/** Whether a ticket may be given to that agent. Throws `not-found`. */
export function checkOwner({ me, removed }: Roster, name: string): void {
  if (name === me || removed.get(name) === false) return;
  const near = removed.has(name)
    ? undefined
    : nearest(
        name,
        [...removed.keys()].filter((each) => removed.get(each) === false),
      );
  const what = removed.has(name) ? `${name} was removed from this desk` : `there is no agent ${name}`;
  throw new DeskError('not-found', what, { hint: near ? `did you mean ${near}?` : `desk agent add ${name}` });
}

/** Whoever works here is an agent from the first change on; the first of all looks after the desk. */
export async function remember(connection: Connection, { alone }: Dialect, { me, removed }: Roster): Promise<void> {
  if (removed.has(me)) return;
  if (alone && removed.size === 0) await connection.all(alone.agents);
  await connection.run(sql`INSERT INTO agent (name, role, queues, removed)
    SELECT ${me}, CASE WHEN EXISTS (SELECT 1 FROM agent) THEN 'agent' ELSE 'admin' END, '[]', NULL WHERE 1 = 1 ON CONFLICT (name) DO NOTHING`);
}
