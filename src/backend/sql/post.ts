import { randomBytes } from 'node:crypto';
import { type Letter, letterOf, type MailRules, type Recipient, type Step } from '../../model/notice.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import { later } from '../../model/time.ts';
import type { Connection, Sql } from './engine.ts';
import { keyApart, keyOf } from './mailing-key.ts';
import { raw, sql } from './sql.ts';
import type { Turn } from './turn.ts';

/** A letter with its Message-ID, which stands on the message that it brings, too. */
export interface Outgoing extends Letter {
  readonly messageId: string;
}

/** Ours can be told by its beginning. */
const newMessageId = ({ domain }: MailRules): string => `desk.${randomBytes(16).toString('hex')}@${domain}`;

/** What a change makes leave the desk as mail; undefined where nobody is told. */
export function outgoing({ silent, rules: { mail }, by }: Turn, step: Omit<Step, 'by'>): Outgoing | undefined {
  const letter = silent ? undefined : letterOf({ ...step, by }, mail);
  return letter && mail && { ...letter, messageId: newMessageId(mail) };
}

/** Puts a letter into the outbox, in the transaction of its change. `ticket` is as it is after it. */
export async function post(turn: Turn, letter: Outgoing, ticket: Ticket, message: number | null): Promise<void> {
  for (const recipient of letter.recipients) await insert(turn, letter, recipient, { ticket, message });
}

/** What an agent wrote and cannot be sent is there to be seen; a notice is let go. */
async function insert(
  { connection, now, at }: Turn,
  letter: Outgoing,
  { address, role }: Recipient,
  { ticket, message }: { readonly ticket: Ticket; readonly message: number | null },
): Promise<void> {
  const { kind, messageId } = letter;
  const unsent = raw(kind === 'reply' ? `'failed'` : `'dropped'`);
  const many = kind === 'received' ? manyReceipts(address, later(now, -3_600_000)) : raw('1 = 0');
  const bounced = sql`EXISTS (SELECT 1 FROM person p WHERE p.address = ${address} AND p.bounced IS NOT NULL)`;
  const kept = (bounce: Sql, loop: Sql, well: Sql): Sql =>
    sql`CASE WHEN ${bounced} THEN ${bounce} WHEN ${many} THEN ${loop} ELSE ${well} END`;
  await connection.run(sql`INSERT INTO outbox
      (ticket, key, kind, status, message, message_id, recipient, role, state, due, holder, attempts, resent, created, settled, answer, mark)
    VALUES (${ticket.id}, ${keyOf(kind, ticket)}, ${kind}, ${ticket.status}, ${message}, ${messageId}, ${address}, ${role},
      ${kept(unsent, unsent, raw(`'waiting'`))}, ${now}, NULL, 0, 0, ${at}, NULL,
      ${kept(raw(`'the address takes no mail'`), raw(`'so many receipts within the hour look like two machines that answer each other'`), raw('NULL'))}, ${randomBytes(16).toString('hex')})
    ON CONFLICT (key, recipient) DO NOTHING`);
}

/** A machine that answers each receipt with a new mail must not be kept company (RFC 3834, 2). */
const mostReceipts = 10;
const manyReceipts = (address: string, since: string): Sql =>
  sql`(SELECT count(*) FROM outbox o WHERE o.kind = 'received' AND o.recipient = ${address} AND o.created > ${since}) >= ${raw(String(mostReceipts))}`;

/** Lets go what is not handed over yet. Whoever is just sending it finds that it is no longer theirs. */
async function drop({ connection, now }: Writing, which: Sql, why: string): Promise<void> {
  await connection.run(
    sql`UPDATE outbox SET state = 'dropped', holder = NULL, settled = ${now}, answer = ${why} WHERE state IN ('waiting', 'sending') AND ${which}`,
  );
}
type Writing = Pick<Turn, 'connection' | 'now'>;

/** Nobody is told of a ticket that is gone. */
export const dropMail = (turn: Writing, ticket: TicketId): Promise<void> =>
  drop(turn, sql`ticket = ${ticket}`, 'the ticket was taken off the desk');

/** Messages go to the survivor of a merge with the mails that bring them, and what was told with them; nobody needs to hear of the other ticket any more. */
export async function moveMail(turn: Writing, from: TicketId, to: TicketId): Promise<void> {
  await drop(turn, sql`ticket = ${from} AND message IS NULL`, `the ticket was merged into ${to}`);
  await turn.connection.run(sql`UPDATE outbox SET ticket = ${to} WHERE ticket = ${from}`);
}

/** Takes people and answers, which may name them, out of the mails of a ticket; what remains is that they were sent. */
export async function eraseMail(connection: Connection, ticket: TicketId): Promise<void> {
  await connection.run(sql`UPDATE outbox SET recipient = '', key = ${keyApart}, answer = NULL WHERE ticket = ${ticket}`);
}
