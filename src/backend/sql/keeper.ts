import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import type { Agent } from '../../model/person.ts';
import type { Instant } from '../../model/time.ts';
import type { Keeper, Store } from '../backend.ts';
import type { Engine } from './engine.ts';
import { sql } from './sql.ts';
import { tokensOf } from './tokens.ts';

/** Adds an agent, or changes what one may do; one who was removed is back. Throws `refused` for a name that nobody could type. */
async function addAgent(engine: Engine, { name, role, queues }: Agent): Promise<void> {
  const clean = normalName(name);
  if (!/^[^\s,:]+$/u.test(clean)) {
    throw new DeskError('refused', `an agent cannot be called ${JSON.stringify(name)}`, { hint: 'use one word without commas and colons' });
  }
  const held = JSON.stringify([...new Set(queues.map(normalName))].filter(Boolean));
  await engine.write((connection) =>
    connection.run(sql`INSERT INTO agent (name, role, queues, removed) VALUES (${clean}, ${role}, ${held}, NULL)
      ON CONFLICT (name) DO UPDATE SET role = excluded.role, queues = excluded.queues, removed = NULL`),
  );
}

async function removeAgent(engine: Engine, name: string, at: Instant): Promise<void> {
  const removed = await engine.write((connection) =>
    connection.run(sql`UPDATE agent SET removed = ${at} WHERE name = ${normalName(name)} AND removed IS NULL`),
  );
  if (removed === 0) throw new DeskError('not-found', `there is no agent ${name}`, { hint: 'desk agent list shows them' });
}

/** What a desk of our own keeps beside its tickets. */
export const keeperOf = (engine: Engine, now: () => Instant): Keeper => ({
  tokens: tokensOf(engine, now),
  addAgent: (agent) => addAgent(engine, agent),
  removeAgent: (name) => removeAgent(engine, name, now()),
  shelf: async () => ({ ...(await import('./shelf.ts')).shelfOf(engine), [Symbol.asyncDispose]: async () => {} }),
});

/** What can be done where the desk lies, but for having it worked by others. */
export const storeOf = (engine: Engine, backup: (path: string) => Promise<number>): Omit<Store, 'as'> => ({
  backup,
  async *examine(signal) {
    yield* (await import('./examine.ts')).examine(engine, signal);
  },
});
