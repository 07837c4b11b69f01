import type { ChangeOf, Unreached } from '../../model/change.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { Connection, Sql } from './engine.ts';
import { own } from './own.ts';
import { sql } from './sql.ts';
import type { Done, Turn } from './turn.ts';

/** Notes that a mail of ours came back, and marks those whom it can never reach. Of whom no mail of ours that came back was to it says nothing: anybody can write a bounce. */
export async function bounce(turn: Turn, ticket: Ticket, change: ChangeOf<'bounce'>): Promise<Done> {
  const done = await own(turn, ticket, change);
  const { ids = [], from = [] } = change.returned ?? {};
  for (const { address, says } of change.gone)
    if ((await turn.connection.all(sql`${theirs(turn, ticket.id, ids, address)} LIMIT 1`)).length > 0)
      await bounced(turn.connection, address, says, turn.at);
  for (const each of from) await cameBack(turn, ticket.id, ids, each);
  return done;
}

/** A mail that came back was not told: it counts as one that was refused. */
async function cameBack(turn: Turn, ticket: TicketId, ids: readonly string[], { address, says }: Unreached): Promise<void> {
  await turn.connection
    .run(sql`UPDATE outbox SET state = 'failed', holder = NULL, settled = ${turn.now}, answer = ${`it came back: ${says}`}
    WHERE id IN (${theirs(turn, ticket, ids, address)})`);
}

/**
 * The mails that left us for that address and bear one of these ids. Whoever else got the mail knows its Message-ID, too: so that alone counts only where nobody did, and
 * else its mark.
 */
function theirs({ dialect }: Turn, ticket: TicketId, ids: readonly string[], address: string): Sql {
  const returned = dialect.eachText(JSON.stringify(ids));
  return sql`SELECT o.id FROM outbox o WHERE o.ticket = ${ticket} AND o.recipient = ${address} AND o.state IN ('sent', 'handed', 'uncertain')
    AND (o.mark IN (${returned}) OR (o.message_id IN (${returned}) AND NOT EXISTS (SELECT 1 FROM outbox p WHERE p.message_id = o.message_id AND p.id <> o.id)))`;
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
