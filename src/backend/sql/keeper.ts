import { DeskError } from '../../errors.ts';
import { link, open, rm, stat } from 'node:fs/promises';
import type { Agent } from '../../model/person.ts';
import type { Finding, Keeper } from '../backend.ts';
import type { Engine } from './engine.ts';
import { sql } from './sql.ts';

/** Adds an agent, or changes what one may do. */
async function addAgent(engine: Engine, { name, role, queues }: Agent): Promise<void> {
  await engine.write((connection) =>
    connection.run(sql`INSERT INTO agent (name, role, queues, removed) VALUES (${name}, ${role}, ${JSON.stringify(queues)}, NULL)
      ON CONFLICT (name) DO UPDATE SET role = excluded.role, queues = excluded.queues, removed = NULL`),
  );
}

async function removeAgent(engine: Engine, name: string, at: string): Promise<void> {
  const removed = await engine.write((connection) => connection.run(sql`UPDATE agent SET removed = ${at} WHERE name = ${name} AND removed IS NULL`));
  if (removed === 0) throw new DeskError('not-found', `there is no agent ${name}`, { hint: 'desk agent list shows them' });
}

/** A copy that is on the disk before it has its name, and that never takes the place of another file. */
async function backup(engine: Engine, path: string): Promise<number> {
  if (await stat(path).catch(() => undefined)) throw new DeskError('refused', `${path} exists already`, { hint: 'give another name' });
  const temporary = `${path}.${process.pid}.part`;
  try {
    await engine.run(sql`VACUUM INTO ${temporary}`);
    const file = await open(temporary, 'r+');
    await file.chmod(0o600);
    await file.sync();
    await file.close();
    await link(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
  const [row] = await engine.all(sql`SELECT count(*) AS tickets FROM ticket`);
  return Number(row?.['tickets'] ?? 0);
}

const finding = (what: string, bad: number, well: string, ill: string): Finding => ({ what, well: bad === 0, says: bad === 0 ? well : ill });

async function* examine(engine: Engine): AsyncIterable<Finding> {
  const numberOf = async (statement: ReturnType<typeof sql>): Promise<number> => Number(Object.values((await engine.all(statement))[0] ?? {})[0] ?? 0);
  const check = await engine.all(sql`PRAGMA quick_check(1)`);
  const said = String(Object.values(check[0] ?? {})[0] ?? 'no answer');
  yield finding('tables', said === 'ok' ? 0 : 1, 'whole', said);
  const tickets = await numberOf(sql`SELECT count(*) FROM ticket`);
  const messages = await numberOf(sql`SELECT count(*) FROM ticket t WHERE t.messages <> (SELECT count(*) FROM message m WHERE m.ticket = t.id)`);
  yield finding('messages', messages, `${tickets} tickets`, `${messages} tickets count their messages wrong`);
  const missing = await numberOf(sql`SELECT count(*) FROM attachment a WHERE NOT EXISTS (SELECT 1 FROM blob b WHERE b.hash = a.hash)`);
  yield finding('attachments', missing, 'all there', `${missing} attachments have lost their content`);
}

/** What only a store of our own can do. */
export const keeperOf = (engine: Engine, now: () => string): Keeper => ({
  addAgent: (agent) => addAgent(engine, agent),
  removeAgent: (name) => removeAgent(engine, name, now()),
  backup: (path) => backup(engine, path),
  examine: () => examine(engine),
});
