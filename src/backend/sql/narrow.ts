import { unfinished } from '../../model/ticket.ts';
import type { Condition, Leaf } from '../../query/query.ts';
import { columnOf, type View } from './columns.ts';
import type { Connection, Sql, WordQuery } from './engine.ts';
import { join, limited, raw, sql } from './sql.ts';
import { type Clause, clauseOf, indexed, indexOf, sqlOf, statusesOf } from './where.ts';

/** Where the tickets of a condition are read from. */
export interface Narrowing {
  /** What follows FROM: `ticket t`, and the index of words where words are looked for. */
  readonly from: Sql;
  /** What follows WHERE; gone tickets never pass. */
  readonly where: Sql;
  /** The ticket's id, in whose order tickets are found at no cost. */
  readonly id: Sql;
  /** Whether only unfinished tickets are looked for: their most pressing come first at no cost. */
  readonly active: boolean;
  /** Whether the words lead: then a page from the middle may cost as much as all of them. */
  readonly byWords: boolean;
}

/** An index is asked first whether it has at most so many tickets: then it leads. */
const few = 500;

/** The clause as a query of the index of words; undefined when anything else is in it. */
function wordsOf(clause: Clause): WordQuery | undefined {
  if (clause.kind === 'leaf') return clause.leaf.kind === 'words' && !clause.negated ? clause.leaf : undefined;
  const of = clause.of.map(wordsOf).filter((each) => each !== undefined);
  return of.length === clause.of.length && of.length > 0 ? { kind: clause.kind, of } : undefined;
}

const hasPrefix = (words: WordQuery): boolean => ('of' in words ? words.of.some(hasPrefix) : words.prefix);

const isActive = (clause: Clause): boolean =>
  clause.kind === 'leaf' &&
  'field' in clause.leaf &&
  clause.leaf.field === 'status' &&
  statusesOf(clause).every((status) => unfinished.includes(status));

type Named = Extract<Leaf, { kind: 'is' }>;

/** Terms that an index answers and of which none, one or very many tickets may be. */
function leadOf(clause: Clause, active: boolean): Named | undefined {
  if (clause.kind !== 'leaf' || clause.negated || clause.leaf.kind !== 'is') return undefined;
  const { field } = clause.leaf;
  return 'attribute' in columnOf(field) || field === 'id' || field === 'requester' || (field === 'owner' && active)
    ? clause.leaf
    : undefined;
}

/** Whether at most a few tickets are so; asks the index and stops there. */
async function isFew(connection: Connection, lead: Named, view: View): Promise<boolean> {
  const some = sql`SELECT 1 AS one ${indexOf(lead, view)}${limited(few + 1)}`;
  const [row] = await connection.all(sql`SELECT count(*) AS found FROM (${some}) first`);
  return Number(row?.['found'] ?? 0) <= few;
}

/** The term that leads to few tickets. Only asked where the database could not see it: how many have a tag differs by a million times. */
async function leading(connection: Connection, all: readonly Clause[], words: boolean, view: View): Promise<Clause | undefined> {
  const active = all.some(isActive);
  for (const clause of all) {
    const lead = leadOf(clause, active);
    if (lead && (words || 'attribute' in columnOf(lead.field)) && (await isFew(connection, lead, view))) return clause;
  }
  return undefined;
}

/** How the tickets that a condition holds for are come by; may ask the database how many there are. */
export async function narrowing(connection: Connection, condition: Condition, view: View): Promise<Narrowing> {
  const clause = clauseOf(condition);
  const all = clause.kind === 'and' ? clause.of : [clause];
  const words = all.map(wordsOf).filter((each) => each !== undefined);
  const others = all.filter((each) => !wordsOf(each));
  const active = all.some(isActive);
  const lead = await leading(connection, others, words.length > 0, view);
  const terms = others.map((each) =>
    each === lead && each.kind === 'leaf' && each.leaf.kind === 'is' ? indexed(each.leaf, view) : sqlOf(each, view),
  );
  const where = join([...(active ? [] : [raw('t.gone IS NULL')]), ...terms], ' AND ', '1 = 1');
  const tickets = { from: raw('ticket t'), where, id: raw('t.id'), active, byWords: false };
  const [first, ...more] = words;
  if (!first) return tickets;
  const sought: WordQuery = more.length === 0 ? first : { kind: 'and', of: words };
  const found = sql`(${view.dialect.found(sought)}) w`;
  // A word is soon looked up for a ticket, the beginning of one is not.
  if (lead && !hasPrefix(sought)) return { ...tickets, from: sql`ticket t CROSS JOIN ${found}`, where: sql`w.ticket = t.id AND ${where}` };
  return {
    ...tickets,
    from: sql`${found} CROSS JOIN ticket t`,
    where: sql`t.id = w.ticket AND ${where}`,
    id: raw('w.ticket'),
    byWords: true,
  };
}
