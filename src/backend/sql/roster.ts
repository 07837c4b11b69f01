import { DeskError } from '../../errors.ts';
import { nearest } from '../../model/nearest.ts';
import { allow, type Permission } from '../../model/permission.ts';
import type { Agent } from '../../model/person.ts';
import { agentOf, newcomer } from './agents.ts';
import type { Connection, Dialect, Engine } from './engine.ts';
import { sql } from './sql.ts';

/** Who works the desk, as it is while the write lock is held. */
export interface Roster {
  /** Who makes the changes, and what they may. */
  readonly me: Agent;
  /** All who work or have worked here; `true` for those who were removed. */
  readonly removed: ReadonlyMap<string, boolean>;
}

/** Reads who works the desk. Throws `denied` when whoever makes the changes was removed from it. */
export async function readRoster(connection: Connection, { alone }: Dialect, name: string): Promise<Roster> {
  const roster = await rosterFor(connection, name);
  if (!alone || roster.removed.has(name) || roster.me.role !== 'admin') return roster;
  // Of several who come to a desk that nobody looks after, one does from then on.
  await connection.all(alone.agents);
  return rosterFor(connection, name);
}

/** One agent, also one who has not come yet. Throws `denied` for one who was removed. */
export const agentNamed = async (connection: Connection, name: string): Promise<Agent> => (await rosterFor(connection, name)).me;

async function rosterFor(connection: Connection, name: string): Promise<Roster> {
  const rows = await connection.all(sql`SELECT name, role, queues, removed FROM agent`);
  const removed = new Map(rows.map((row) => [String(row['name']), row['removed'] !== null]));
  if (removed.get(name)) {
    throw new DeskError('denied', `${name} was removed from this desk`, { hint: `let somebody add you again: desk agent add ${name}` });
  }
  const agents = rows.filter((row) => row['removed'] === null).map(agentOf);
  return { me: agents.find((agent) => agent.name === name) ?? newcomer(name, agents), removed };
}

/** Whether a ticket may be given to that agent. Throws `not-found`. */
export function checkOwner({ me, removed }: Roster, name: string): void {
  if (name === me.name || removed.get(name) === false) return;
  const near = removed.has(name)
    ? undefined
    : nearest(
        name,
        [...removed.keys()].filter((each) => removed.get(each) === false),
      );
  const what = removed.has(name) ? `${name} was removed from this desk` : `there is no agent ${name}`;
  throw new DeskError('not-found', what, { hint: near ? `did you mean ${near}?` : `desk agent add ${name}` });
}

/**
 * One transaction of an agent who may do that, as the desk is in it. Who looks after the desk is changed by one after the other. Throws `denied`.
 */
export function writing<T>(
  { engine, me }: { readonly engine: Engine; readonly me: string },
  permission: Permission,
  work: (connection: Connection, roster: Roster) => Promise<T>,
): Promise<T> {
  const { dialect } = engine;
  return engine.write(async (connection) => {
    if (permission === 'administer' && dialect.alone) await connection.all(dialect.alone.agents);
    const roster = await readRoster(connection, dialect, me);
    allow(roster.me, permission);
    await remember(connection, roster);
    return work(connection, roster);
  });
}

/** Whoever works here is one of its agents from the first change on. */
export async function remember(connection: Connection, { me: { name, role }, removed }: Roster): Promise<void> {
  if (removed.has(name)) return;
  await connection.run(
    sql`INSERT INTO agent (name, role, queues, removed) VALUES (${name}, ${role}, '[]', NULL) ON CONFLICT (name) DO NOTHING`,
  );
}
