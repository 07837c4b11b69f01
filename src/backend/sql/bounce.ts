import type { Instant } from '../../model/time.ts';
import type { Connection } from './engine.ts';
import { sql } from './sql.ts';

/** Marks an address that takes no mail, with what was said of it: from now on no notice is sent there. */
export async function bounced(connection: Connection, address: string, says: string, at: Instant): Promise<void> {
  await connection.run(sql`INSERT INTO person (address, bounced, bounce) VALUES (${address}, ${at}, ${says})
    ON CONFLICT (address) DO UPDATE SET bounced = excluded.bounced, bounce = excluded.bounce WHERE person.bounced IS NULL`);
}

/** A mail server took a mail for it. */
export async function reachable(connection: Connection, address: string): Promise<void> {
  await connection.run(sql`UPDATE person SET bounced = NULL, bounce = NULL WHERE address = ${address} AND bounced IS NOT NULL`);
}
