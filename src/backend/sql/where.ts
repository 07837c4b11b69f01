import { DeskError } from '../../errors.ts';
import { priorities, type Status, statuses, unfinished } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import { fieldOf } from '../../query/fields.ts';
import type { Condition, Leaf } from '../../query/query.ts';
import { type AttributeColumn, columnOf, type PlainColumn, statusNow, type View } from './columns.ts';
import type { Dialect, Sql, SqlValue } from './engine.ts';
import { join, raw, sql } from './sql.ts';

type Words = Extract<Leaf, { kind: 'words' }>;
type Comparison = Exclude<Leaf, Words>;

/** A condition whose `not`s have been carried down to its leaves: so no comparison with NULL is ever negated. */
export type Clause =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Clause[] }
  | { readonly kind: 'leaf'; readonly leaf: Leaf; readonly negated: boolean };

/** Carries `not` down to the leaves and lays `and` in `and`, `or` in `or` flat. */
export function clauseOf(condition: Condition, negated = false): Clause {
  switch (condition.kind) {
    case 'not':
      return clauseOf(condition.of, !negated);
    case 'and':
    case 'or': {
      const kind = (condition.kind === 'and') === negated ? 'or' : 'and';
      const of = condition.of.map((each) => clauseOf(each, negated)).flatMap((each) => (each.kind === kind ? each.of : [each]));
      return of.length === 1 && of[0] ? of[0] : { kind, of };
    }
    default:
      return { kind: 'leaf', leaf: condition, negated };
  }
}

const truth = (holds: boolean): Sql => raw(holds ? '1 = 1' : '1 = 0');

/** Which of a few known words a comparison holds for. */
function held<T extends string>(known: readonly T[], leaf: Comparison, negated: boolean): readonly T[] {
  const holds = (word: T, rank: number): boolean => {
    switch (leaf.kind) {
      case 'is':
        return leaf.values.includes(word);
      case 'part':
        return leaf.at === 'start' ? word.startsWith(leaf.text) : leaf.at === 'end' ? word.endsWith(leaf.text) : word.includes(leaf.text);
      case 'none':
        return false;
      case 'between':
        return (leaf.from === undefined || rank >= Number(leaf.from)) && (leaf.to === undefined || rank < Number(leaf.to));
    }
  };
  return known.filter((word, rank) => holds(word, rank) !== negated);
}

const among = (value: Sql, values: readonly SqlValue[], negated = false): Sql => {
  const [only, ...others] = values;
  if (only === undefined) return truth(negated);
  if (others.length === 0) return sql`${value} ${raw(negated ? '<>' : '=')} ${only}`;
  const marks = join(
    values.map((each) => sql`${each}`),
    ', ',
  );
  return sql`${value} ${raw(negated ? 'NOT IN' : 'IN')} (${marks})`;
};

type LeafClause = Extract<Clause, { kind: 'leaf' }>;

/** The statuses that a clause about the status lets pass. */
export const statusesOf = ({ leaf, negated }: LeafClause): readonly Status[] =>
  leaf.kind === 'words' ? statuses : held(statuses, leaf, negated);

/** What is unfinished has indexes of its own, on `active`. */
function statusIs(wanted: readonly Status[], now: Instant): Sql {
  const open = wanted.filter((status) => unfinished.includes(status));
  if (wanted.length === statuses.length || wanted.length === 0) return truth(wanted.length > 0);
  if (open.length === 0) return among(raw('t.status'), wanted);
  const named = among(statusNow(now), wanted);
  if (open.length < wanted.length) return named;
  return open.length === unfinished.length ? raw('t.active = 1') : sql`t.active = 1 AND ${named}`;
}

const priorityIs = (leaf: Comparison, negated: boolean): Sql =>
  among(
    raw('t.priority'),
    held(priorities, leaf, negated).map((each) => priorities.indexOf(each)),
  );

function partOf(value: Sql, { text, at }: Extract<Leaf, { kind: 'part' }>, dialect: Dialect): Sql {
  const length = [...text].length;
  if (at === 'anywhere') return dialect.holds(value, text);
  if (at === 'start') return sql`substr(${value}, 1, ${length}) = ${text}`;
  return sql`substr(${value}, length(${value}) - ${length} + 1) = ${text}`;
}

const within = (value: Sql, { from, to }: Extract<Leaf, { kind: 'between' }>): Sql =>
  join([...(from === undefined ? [] : [sql`${value} >= ${from}`]), ...(to === undefined ? [] : [sql`${value} < ${to}`])], ' AND ', '1 = 1');

/** Resolved queries look for words in a subject and for the beginning of a duration, never for these. */
function unanswered({ field, kind }: Comparison): never {
  throw new DeskError('unsupported', `this desk cannot look for ${field} by ${kind}`, { hint: 'look for words instead: subject:word' });
}

/** True where the value, which is not NULL, is as the leaf says. */
function compared(value: Sql, leaf: Exclude<Comparison, { kind: 'none' }>, dialect: Dialect): Sql {
  if (leaf.kind === 'between') return within(value, leaf);
  const { type } = fieldOf(leaf.field);
  if (type === 'duration' || leaf.field === 'subject') return unanswered(leaf);
  const normal = type === 'time' ? sql`lower(${value})` : value;
  if (leaf.kind === 'part') return partOf(type === 'number' ? sql`CAST(${normal} AS TEXT)` : normal, leaf, dialect);
  const kind = type === 'number' ? 'number' : 'string';
  return among(
    normal,
    leaf.values.filter((each) => typeof each === kind),
  );
}

function plainIs(column: PlainColumn, leaf: Comparison, negated: boolean, { now, dialect }: View): Sql {
  const value = column.value(now);
  const missing = column.always ? truth(false) : sql`${value} IS NULL`;
  if (leaf.kind === 'none') return negated ? sql`NOT (${missing})` : missing;
  const holds = compared(value, leaf, dialect);
  if (negated) return sql`(${missing} OR NOT (${holds}))`;
  return leaf.kind === 'between' ? sql`${value} IS NOT NULL AND ${holds}` : holds;
}

function attributeIs({ attribute, many }: AttributeColumn, leaf: Comparison, negated: boolean, dialect: Dialect): Sql {
  const not = raw(negated ? 'NOT ' : '');
  const named = sql`FROM attribute a WHERE a.name = ${attribute}`;
  if (leaf.kind === 'none') return sql`${raw(negated ? '' : 'NOT ')}EXISTS (SELECT 1 ${named} AND a.ticket = t.id)`;
  if (leaf.kind === 'between' && many) return truth(negated);
  const holds = compared(raw(leaf.kind === 'between' ? 'a.value' : 'a.key'), leaf, dialect);
  return sql`${not}EXISTS (SELECT 1 ${named} AND a.ticket = t.id AND ${holds})`;
}

type Named = Extract<Leaf, { kind: 'is' }>;

const keyed = ({ attribute }: AttributeColumn, { values }: Named, { indexedKey }: Dialect): Sql =>
  sql`FROM attribute a WHERE a.name = ${attribute} AND ${among(raw('a.key'), values)}${indexedKey([attribute, ...values])}`;

/** Where an index has the tickets of a term: `FROM … WHERE …`. */
export function indexOf(leaf: Named, view: View): Sql {
  const column = columnOf(leaf.field);
  if ('attribute' in column) return keyed(column, leaf, view.dialect);
  return sql`FROM ticket t WHERE ${plainIs(column, leaf, false, view)}${raw(leaf.field === 'owner' ? ' AND t.active = 1' : '')}`;
}

/** The same as `sqlOf` in a form that leads from the index of the field to the tickets. */
export function indexed(leaf: Named, view: View): Sql {
  const column = columnOf(leaf.field);
  return 'attribute' in column ? sql`t.id IN (SELECT a.ticket ${keyed(column, leaf, view.dialect)})` : plainIs(column, leaf, false, view);
}

function comparison(leaf: Comparison, negated: boolean, view: View): Sql {
  if (leaf.field === 'status') return statusIs(held(statuses, leaf, negated), view.now);
  if (leaf.field === 'priority') return priorityIs(leaf, negated);
  const column = columnOf(leaf.field);
  return 'value' in column ? plainIs(column, leaf, negated, view) : attributeIs(column, leaf, negated, view.dialect);
}

/** True for the tickets, of `ticket t`, that the clause holds for. Whether a ticket is gone is not asked here. */
export function sqlOf(clause: Clause, view: View): Sql {
  if (clause.kind !== 'leaf') {
    const all = clause.kind === 'and';
    const pieces = clause.of.map((each) => sqlOf(each, view));
    return pieces.length === 0 ? truth(all) : sql`(${join(pieces, all ? ' AND ' : ' OR ')})`;
  }
  const { leaf, negated } = clause;
  if (leaf.kind !== 'words') return comparison(leaf, negated, view);
  const matches = view.dialect.matches(raw('t.id'), leaf);
  return negated ? sql`NOT (${matches})` : matches;
}
