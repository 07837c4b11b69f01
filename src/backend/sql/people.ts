import { foldText } from '../../model/fold.ts';
import type { Ticket } from '../../model/ticket.ts';
import type { Connection } from './engine.ts';
import { sql } from './sql.ts';
import type { Turn } from './turn.ts';

/** Remembers somebody outside; a name, once known, is only replaced by another. */
export async function rememberPerson(connection: Connection, address: string, name: string | null | undefined): Promise<void> {
  if (address === '') return;
  const words = name ? ` ${foldText(name)}` : null;
  await connection.run(sql`INSERT INTO person (address, name, words) VALUES (${address}, ${name || null}, ${words})
    ON CONFLICT (address) DO UPDATE SET name = excluded.name, words = excluded.words WHERE excluded.name IS NOT NULL AND excluded.name IS DISTINCT FROM person.name`);
}

/** Remembers whom a change brought to a ticket. */
export async function rememberComers(connection: Connection, before: Ticket | undefined, after: Ticket, name?: string): Promise<void> {
  const { requester } = after;
  if (requester !== null && requester !== before?.requester) await rememberPerson(connection, requester, name);
  if (after.cc === before?.cc) return;
  for (const address of after.cc) if (!before?.cc.includes(address)) await rememberPerson(connection, address, undefined);
}

/** Forgets somebody outside whom no other ticket names as its requester or in its copies. */
export async function forgetPerson({ connection, dialect }: Pick<Turn, 'connection' | 'dialect'>, address: string): Promise<void> {
  if (dialect.alone) await connection.all(sql`SELECT 1 AS one FROM person p WHERE p.address = ${address}${dialect.own('p')}`);
  await connection.run(sql`DELETE FROM person WHERE address = ${address}
    AND NOT EXISTS (SELECT 1 FROM ticket t WHERE t.requester = ${address})
    AND NOT EXISTS (SELECT 1 FROM attribute a WHERE a.name = 'cc' AND a.key = ${address})`);
}
