import { type Agent, roles } from '../../model/person.ts';
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

/** One agent, also one who has not come yet. */
export async function agentNamed(connection: Connection, name: string): Promise<Agent> {
  const agents = await agentsOf(connection);
  return agents.find((agent) => agent.name === name) ?? newcomer(name, agents);
}
