import { wayOf } from '../../model/contact.ts';
import type { Incoming, Message } from '../../model/message.ts';
import { mayVouch } from '../../model/permission.ts';
import { type Filed, senderOf } from '../../model/sender.ts';
import type { Ticket } from '../../model/ticket.ts';
import { asNumber } from './decode.ts';
import { sql } from './sql.ts';
import type { Turn } from './turn.ts';

/** Who a message is from, as it is kept with it. */
export type KnownSender = Pick<Message, 'sender' | 'proof' | 'actingFor'>;

/** What the file says of whoever has one of these addresses or phones, by these. */
async function filed({ connection }: Pick<Turn, 'connection'>, one: string, other: string): Promise<ReadonlyMap<string, Filed>> {
  const rows = await connection.all(sql`SELECT w.way AS way, w.contact AS contact, f.other AS other
    FROM contact_way w LEFT JOIN contact_for f ON f.contact = w.contact WHERE w.way IN (${one}, ${other})`);
  const found = new Map<string, Filed>();
  for (const row of rows) {
    const way = String(row['way']);
    const actsFor = row['other'] === null ? [] : [asNumber(row['other'])];
    found.set(way, { contact: asNumber(row['contact']), actsFor: [...(found.get(way)?.actsFor ?? []), ...actsFor] });
  }
  return found;
}

/** Who a message is from that comes from outside. Of what an import brings nothing is known; a proof counts from who may vouch for it. */
export async function knownSender(
  turn: Turn,
  { requester }: Pick<Ticket, 'requester'>,
  author: string,
  { proof: stated }: Pick<Incoming, 'proof'>,
): Promise<KnownSender | undefined> {
  if (turn.silent || author === '') return undefined;
  const [wrote, asked] = [wayOf(author), wayOf(requester ?? '')];
  const proof = stated && mayVouch(turn.roster.me, stated) ? stated : undefined;
  const file = await filed(turn, wrote, asked);
  const { sender, other } = senderOf({ author: file.get(wrote), requester: file.get(asked), proof });
  return { sender, proof: proof ?? null, actingFor: other ? requester : null };
}
