import type { ChangeOf } from '../../model/change.ts';
import { noTicket } from '../../model/permission.ts';
import { relations, type Ticket, type TicketId } from '../../model/ticket.ts';
import type { Connection, SqlRow } from './engine.ts';
import { linksOf, removeLink } from './link.ts';
import { forgetPerson } from './people.ts';
import { dropMail, eraseMail } from './post.ts';
import { save } from './save.ts';
import { sql } from './sql.ts';
import { indexBodies } from './thread-store.ts';
import { type Done, done, type Turn, unchanged } from './turn.ts';

/** Takes a ticket out of every list, and out of the links of others; a deleted one can still be erased. */
export async function remove(turn: Turn, ticket: Ticket, change: ChangeOf<'delete'>): Promise<Done> {
  if (ticket.gone === change.as) return unchanged(ticket);
  if (ticket.gone !== null && change.as !== 'erased') throw noTicket(ticket.id);
  await unlinkAll(turn, ticket);
  await dropMail(turn, ticket.id);
  const after: Ticket = { ...ticket, gone: change.as, links: 0 };
  return done(change.as === 'erased' ? await erase(turn, ticket, after) : await save(turn, ticket, after, { kind: 'delete' }));
}

async function unlinkAll(turn: Turn, ticket: Ticket): Promise<void> {
  if (ticket.links === 0) return;
  for (const { relation, other: id } of await linksOf(turn.connection, ticket.id)) {
    await removeLink(turn.connection, ticket.id, relation, id);
    const other = await turn.tickets.find(id);
    if (other)
      await save(turn, other, { ...other, links: other.links - 1 }, { kind: 'unlink', other: `${relations[relation]}:${ticket.id}` });
  }
}

/**
 * Takes the texts and the people of a ticket away for good: what remains is that there was a ticket, what became of it, and which agent did
 * what to it when. A file that another ticket has too stays with that one.
 */
async function erase(turn: Turn, ticket: Ticket, after: Ticket): Promise<Ticket> {
  const { connection } = turn;
  const people = await peopleOf(connection, ticket);
  await eraseFiles(turn, ticket.id);
  await connection.run(sql`UPDATE message SET body = '', cc = '[]', bcc = '[]', message_id = NULL, author_name = NULL, acting_for = NULL,
    author = CASE WHEN kind = 'request' THEN '' ELSE author END WHERE ticket = ${ticket.id}`);
  await connection.run(sql`UPDATE event SET before = '{}', after = '{}', moved = NULL WHERE ticket = ${ticket.id}`);
  await eraseMail(connection, ticket.id);
  const empty = { ...after, subject: '', requester: null, cc: [], tags: [], place: null, fields: {} };
  const saved = await save(turn, ticket, empty, { kind: 'delete', tells: ['gone'] });
  await indexBodies(turn, saved, []);
  for (const address of people) {
    await connection.run(sql`UPDATE event SET by = '' WHERE ticket = ${ticket.id} AND by = ${address}`);
    await forgetPerson(turn, address);
  }
  return saved;
}

const listOf = (value: SqlRow[string] | undefined): readonly string[] => JSON.parse(String(value ?? '[]')) as readonly string[];

/** The addresses that the ticket and its messages name. */
async function peopleOf(connection: Connection, ticket: Ticket): Promise<ReadonlySet<string>> {
  const rows = await connection.all(sql`SELECT kind, author, cc, bcc FROM message WHERE ticket = ${ticket.id}`);
  const named = rows.flatMap((row) => [
    ...(row['kind'] === 'request' ? [String(row['author'])] : []),
    ...listOf(row['cc']),
    ...listOf(row['bcc']),
  ]);
  return new Set([...(ticket.requester === null ? [] : [ticket.requester]), ...ticket.cc, ...named]);
}

async function eraseFiles({ connection, dialect }: Turn, ticket: TicketId): Promise<void> {
  const files = await connection.all(
    sql`DELETE FROM attachment WHERE message IN (SELECT id FROM message WHERE ticket = ${ticket}) RETURNING hash`,
  );
  for (const { hash } of files) {
    // Whoever brings the same file at this moment is waited for: then it is still needed.
    if (dialect.alone) await connection.all(sql`SELECT 1 AS one FROM blob b WHERE b.hash = ${String(hash)}${dialect.own('b')}`);
    await connection.run(
      sql`DELETE FROM blob WHERE hash = ${String(hash)} AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.hash = blob.hash)`,
    );
  }
}
