import { DeskError } from '../../errors.ts';
import type { ChangeOf } from '../../model/change.ts';
import { refuseMerged } from '../../model/decide.ts';
import { type Relation, relations, type Ticket, type TicketId } from '../../model/ticket.ts';
import type { Connection } from './engine.ts';
import { save } from './save.ts';
import { sql } from './sql.ts';
import { present } from './tickets.ts';
import { type Done, done, type Turn, unchanged } from './turn.ts';

/** Writes a link, once from each side: "the ticket is child of the other" and "the other is parent of the ticket". */
export async function addLink(connection: Connection, ticket: TicketId, relation: Relation, other: TicketId): Promise<void> {
  await connection.run(
    sql`INSERT INTO link (ticket, relation, other) VALUES (${ticket}, ${relation}, ${other}), (${other}, ${relations[relation]}, ${ticket})`,
  );
}

export async function removeLink(connection: Connection, ticket: TicketId, relation: Relation, other: TicketId): Promise<void> {
  await connection.run(sql`DELETE FROM link WHERE (ticket = ${ticket} AND relation = ${relation} AND other = ${other})
    OR (ticket = ${other} AND relation = ${relations[relation]} AND other = ${ticket})`);
}

export async function isLinked(connection: Connection, ticket: TicketId, relation: Relation, other: TicketId): Promise<boolean> {
  const rows = await connection.all(
    sql`SELECT 1 AS one FROM link WHERE ticket = ${ticket} AND relation = ${relation} AND other = ${other}`,
  );
  return rows.length > 0;
}

const isRelation = (text: unknown): text is Relation => typeof text === 'string' && text in relations;

/** The links of a ticket, also to tickets that are gone. */
export async function linksOf(
  connection: Connection,
  ticket: TicketId,
): Promise<readonly { readonly relation: Relation; readonly other: TicketId }[]> {
  const rows = await connection.all(sql`SELECT relation, other FROM link WHERE ticket = ${ticket} ORDER BY relation, other`);
  return rows.flatMap(({ relation, other }) => (isRelation(relation) ? [{ relation, other: Number(other) }] : []));
}

/** Whether a link would make a ticket its own ancestor. */
export async function closesCircle(connection: Connection, ticket: TicketId, relation: Relation, other: TicketId): Promise<boolean> {
  if (relation !== 'parent' && relation !== 'child') return false;
  const [parent, child] = relation === 'parent' ? [ticket, other] : [other, ticket];
  const rows = await connection.all(sql`WITH RECURSIVE above (id) AS (
      SELECT CAST(${parent} AS BIGINT) UNION SELECT l.other FROM link l JOIN above ON l.ticket = above.id AND l.relation = 'child')
    SELECT 1 AS one FROM above WHERE id = ${child}`);
  return rows.length > 0;
}

/** Both tickets get the event, each from its own side. */
export async function link(turn: Turn, ticket: Ticket, { relation, to }: ChangeOf<'link'>): Promise<Done> {
  const { connection } = turn;
  refuseMerged(ticket);
  if (to === ticket.id) throw new DeskError('refused', `${to} cannot be linked to itself`);
  const other = await present(turn, to);
  if (await isLinked(connection, ticket.id, relation, to)) return unchanged(ticket);
  if (await closesCircle(connection, ticket.id, relation, to)) {
    throw new DeskError('refused', `${ticket.id} cannot be ${relation} of ${to}: it would be its own ancestor`, {
      hint: `look at their links first: desk show ${to}`,
    });
  }
  await addLink(connection, ticket.id, relation, to);
  return bothSaved(turn, ticket, other, { kind: 'link', relation, by: 1 });
}

export async function unlink(turn: Turn, ticket: Ticket, { relation, to }: ChangeOf<'unlink'>): Promise<Done> {
  const { connection } = turn;
  const other = await present(turn, to, { evenGone: true });
  if (!(await isLinked(connection, ticket.id, relation, to))) return unchanged(ticket);
  await removeLink(connection, ticket.id, relation, to);
  return bothSaved(turn, ticket, other, { kind: 'unlink', relation, by: -1 });
}

interface Step {
  readonly kind: 'link' | 'unlink';
  readonly relation: Relation;
  /** By how much the count of links grows. */
  readonly by: 1 | -1;
}

async function bothSaved(turn: Turn, ticket: Ticket, other: Ticket, { kind, relation, by }: Step): Promise<Done> {
  const saved = await save(turn, ticket, { ...ticket, links: ticket.links + by }, { kind, other: `${relation}:${other.id}` });
  await save(turn, other, { ...other, links: other.links + by }, { kind, other: `${relations[relation]}:${ticket.id}` });
  return done(saved);
}
