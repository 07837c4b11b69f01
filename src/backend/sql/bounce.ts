import type { ChangeOf, Unreached } from '../../model/change.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { Connection } from './engine.ts';
import { own } from './own.ts';
import { sql } from './sql.ts';
import type { Done, Turn } from './turn.ts';

/** Notes that a mail of ours came back, and marks those whom it can never reach. Of others than the ticket's own people it says nothing: anybody can write a bounce. */
export async function bounce(turn: Turn, ticket: Ticket, change: ChangeOf<'bounce'>): Promise<Done> {
  const done = await own(turn, ticket, change);
  for (const { address, says } of change.gone)
    if (await isReader(turn.connection, ticket, address)) await bounced(turn.connection, address, says, turn.at);
  for (const each of change.returned?.from ?? []) await cameBack(turn, ticket.id, change.returned?.ids ?? [], each);
  return done;
}

/** A mail that came back was not told: it counts as one that was refused. */
async function cameBack(
  { connection, dialect, now }: Turn,
  ticket: TicketId,
  ids: readonly string[],
  { address, says }: Unreached,
): Promise<void> {
  await connection.run(sql`UPDATE outbox SET state = 'failed', holder = NULL, settled = ${now}, answer = ${`it came back: ${says}`}
    WHERE ticket = ${ticket} AND recipient = ${address} AND message_id IN (${dialect.eachText(JSON.stringify(ids))}) AND state IN ('sent', 'handed', 'uncertain')`);
}

async function isReader(connection: Connection, { id, requester, cc }: Ticket, address: string): Promise<boolean> {
  if (address === requester || cc.includes(address)) return true;
  return (await connection.all(sql`SELECT 1 AS one FROM outbox WHERE ticket = ${id} AND recipient = ${address} LIMIT 1`)).length > 0;
}

/** Marks an address that takes no mail, with what was said of it: from now on no notice is sent there. */
export async function bounced(connection: Connection, address: string, says: string, at: Instant): Promise<void> {
  await connection.run(sql`INSERT INTO person (address, bounced, bounce) VALUES (${address}, ${at}, ${says})
    ON CONFLICT (address) DO UPDATE SET bounced = excluded.bounced, bounce = excluded.bounce WHERE person.bounced IS NULL`);
}

/** A mail server took a mail for it, or they wrote themselves. */
export async function reachable(connection: Connection, address: string): Promise<void> {
  await connection.run(sql`UPDATE person SET bounced = NULL, bounce = NULL WHERE address = ${address} AND bounced IS NOT NULL`);
}
