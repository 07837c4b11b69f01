import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import { type Agent, roles } from '../../model/person.ts';
import { typeable } from './clean-text.ts';
import { asList, asOneOf, asText } from './decode.ts';
import type { Connection, SqlRow } from './engine.ts';
import { sql } from './sql.ts';

export const agentOf = (row: SqlRow): Agent => ({
  name: asText(row['name']),
  role: asOneOf('role', roles)(row['role']),
  queues: asList(row['queues']),
});

/** Somebody whom the desk does not know yet may do what agents may; where nobody looks after the desk, they do. */
export const newcomer = (name: string, known: readonly Agent[]): Agent => ({
  name,
  role: known.some(({ role }) => role === 'admin') ? 'agent' : 'admin',
  queues: [],
});

/** Who works the desk, by name. */
export async function agentsOf(connection: Connection): Promise<readonly Agent[]> {
  return (await connection.all(sql`SELECT name, role, queues FROM agent WHERE removed IS NULL ORDER BY name`)).map(agentOf);
}

/**
 * Adds an agent, or changes what one may do; one who was removed is back. Resolves with how many rows changed. Throws `refused` for a name that nobody could
 * type.
 */
export async function putAgent(connection: Connection, { name, role, queues }: Agent): Promise<number> {
  const clean = normalName(name);
  if (!/^[^\s,:]+$/u.test(typeable(clean, 'an agent'))) {
    throw new DeskError('refused', `an agent cannot be called ${JSON.stringify(name)}`, { hint: 'use one word without commas and colons' });
  }
  const held = JSON.stringify([...new Set(queues.map((queue) => normalName(typeable(queue, 'a queue'))))].filter(Boolean));
  return connection.run(sql`INSERT INTO agent (name, role, queues, removed) VALUES (${clean}, ${role}, ${held}, NULL)
    ON CONFLICT (name) DO UPDATE SET role = excluded.role, queues = excluded.queues, removed = NULL`);
}
