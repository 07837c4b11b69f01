import { type Priority, priorities, type Status, statuses } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import type { Instant } from '../../model/time.ts';
import type { Condition, Leaf } from '../../query/query.ts';
import { spelling } from '../../query/spelling.ts';
import type { Answer } from '../../query/split.ts';
import { type Placeable, placeable, type RtOptions, theirField } from './options.ts';

/** A term in TicketSQL, and its opposite: the language has no `not` in front of parentheses. */
interface Sql {
  readonly is: string;
  readonly not: string;
  readonly answer: Exclude<Answer, 'no'>;
}

type LeafOf<K extends Leaf['kind']> = Extract<Leaf, { readonly kind: K }>;

const everything = 'id > 0';
const nothing = 'id = 0';
const always: Sql = { is: everything, not: nothing, answer: 'exact' };
const never: Sql = { is: nothing, not: everything, answer: 'exact' };

/** A text in TicketSQL. */
export const quoted = (text: string): string => `'${text.replaceAll(/[\\']/g, (sign) => `\\${sign}`)}'`;

const anyOf = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? nothing) : parts.length === 0 ? nothing : `(${parts.join(' OR ')})`;
const allOf = (parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? everything) : parts.length === 0 ? everything : `(${parts.join(' AND ')})`;

const joined = (terms: readonly Sql[]): Sql => ({
  is: anyOf(terms.map(({ is }) => is)),
  not: allOf(terms.map(({ not }) => not)),
  answer: terms.every(({ answer }) => answer === 'exact') ? 'exact' : 'wide',
});

/** RT compares without case, but how far beyond ASCII depends on its database; a number would be taken for an id. */
const comparable = (text: string): boolean => /^[\x20-\x7e]+$/.test(text) && !/[\\%_]/.test(text);
const isName = (text: string): boolean => comparable(text) && !/^\d+$/.test(text);

const exactly = (field: string, value: string): Sql => ({
  is: `${field} = ${quoted(value)}`,
  not: `${field} != ${quoted(value)}`,
  answer: 'exact',
});

/** Names that RT looks up: each of them, or undefined where one cannot be told safely. */
function names(field: string, values: readonly (string | number)[]): Sql | undefined {
  const texts = values.map(String);
  return texts.every(isName) ? joined(texts.map((value) => exactly(field, value))) : undefined;
}

/** Statuses of ours as RT has them; what it has and we don't know is open while it is active, and closed after. */
function statusSql({ statuses: known }: RtOptions, wanted: ReadonlySet<Status>): Sql {
  const theirs = known.filter(({ ours }) => wanted.has(ours)).map(({ theirs: name }) => exactly('Status', name));
  const unknown = (group: string): Sql => ({
    is: allOf([`Status = '${group}'`, ...known.map(({ theirs: name }) => `Status != ${quoted(name)}`)]),
    not: anyOf([`Status != '${group}'`, ...known.map(({ theirs: name }) => `Status = ${quoted(name)}`)]),
    answer: 'exact',
  });
  if (statuses.every((status) => wanted.has(status))) return always;
  return joined([
    ...theirs,
    ...(wanted.has('open') ? [unknown('__Active__')] : []),
    ...(wanted.has('closed') ? [unknown('__Inactive__')] : []),
  ]);
}

/** The numbers of a priority: from the beginning of its band to that of the next, the first and the last band without end. */
function bandSql({ bands }: RtOptions, wanted: Priority): Sql {
  const at = bands.findIndex(({ priority }) => priority === wanted);
  const band = bands[at];
  if (!band) return never;
  const next = bands[at + 1];
  const low = at === 0 ? [] : [`Priority >= ${band.from}`];
  const high = next ? [`Priority < ${next.from}`] : [];
  const out = [...(at === 0 ? [] : [`Priority < ${band.from}`]), ...(next ? [`Priority >= ${next.from}`] : [])];
  return { is: allOf([...low, ...high]), not: anyOf(out), answer: 'exact' };
}

/** The words of a ranked field that lie between two ranks. */
const between = <T>(values: readonly T[], { from = 0, to = values.length }: LeafOf<'between'>): readonly T[] =>
  values.slice(Math.max(0, Number(from)), Math.max(0, Number(to)));

/** Of a ranked field: the values that a term names. */
function rankedValues<T extends string>(values: readonly T[], leaf: Leaf): readonly T[] | undefined {
  if (leaf.kind === 'is') return values.filter((value) => leaf.values.includes(value));
  return leaf.kind === 'between' ? between(values, leaf) : leaf.kind === 'none' ? [] : undefined;
}

/** RT counts in whole seconds of 32 bits. */
const most = 2_147_483_647;

function idSql(leaf: Leaf): Sql | undefined {
  if (leaf.kind === 'none') return never;
  const low = (number: number): number => Math.min(Math.max(Math.ceil(number), -1), most);
  if (leaf.kind === 'is')
    return joined(
      leaf.values.map((value) => (Number(value) > most ? never : { is: `id = ${value}`, not: `id != ${value}`, answer: 'exact' })),
    );
  if (leaf.kind !== 'between') return undefined;
  const from = leaf.from === undefined ? [] : [low(Number(leaf.from))];
  const to = leaf.to === undefined ? [] : [low(Number(leaf.to))];
  return {
    is: allOf([...from.map((id) => `id >= ${id}`), ...to.map((id) => `id < ${id}`)]),
    not: anyOf([...from.map((id) => `id < ${id}`), ...to.map((id) => `id >= ${id}`)]),
    answer: 'exact',
  };
}

/**
 * RT reads a time in a query in the zone of its user, whatever zone is written to it (`RT::Date`, `ParseByTimeParseDate`), and that zone may be its own
 * default, which nobody tells. So it is asked for more than any zone can be away, and the times that come are compared here.
 */
const zoneMs = 15 * 3_600_000;

function timeText(instant: Instant, byMs: number): string {
  const moved = Date.parse(instant) + byMs;
  const within = Math.min(Math.max(moved, Date.parse('1971-01-01T00:00:00Z')), Date.parse('2100-01-01T00:00:00Z'));
  return quoted(new Date(within).toISOString().slice(0, 19).replace('T', ' '));
}

function timeSql(column: string, leaf: Leaf): Sql | undefined {
  if (leaf.kind === 'none') return { is: `${column} IS NULL`, not: `${column} IS NOT NULL`, answer: 'exact' };
  if (leaf.kind !== 'between') return undefined;
  const from = leaf.from === undefined ? [] : [`${column} > ${timeText(String(leaf.from), -zoneMs)}`];
  const to = leaf.to === undefined ? [] : [`${column} < ${timeText(String(leaf.to), zoneMs)}`];
  return { is: allOf([`${column} IS NOT NULL`, ...from, ...to]), not: everything, answer: 'wide' };
}

/** When a ticket was closed is kept by RT when it is opened again: only the closed ones have it here. */
function closedSql(options: RtOptions, leaf: Leaf): Sql | undefined {
  const closed = statusSql(options, new Set(['solved', 'closed']));
  const resolved = timeSql('Resolved', leaf);
  if (!resolved) return undefined;
  if (leaf.kind === 'none') return { is: anyOf([closed.not, resolved.is]), not: allOf([closed.is, resolved.not]), answer: 'exact' };
  return { is: allOf([closed.is, resolved.is]), not: everything, answer: 'wide' };
}

const like = { start: 'STARTSWITH', end: 'ENDSWITH', anywhere: 'LIKE' } as const;

/** People stand in RT by address or, without one, by name; of several requestors the first counts here. */
function peopleSql(role: 'Requestor' | 'Cc', leaf: Leaf): Sql | undefined {
  const both = (operator: string, text: string): readonly string[] => [
    `${role}.EmailAddress ${operator} ${quoted(text)}`,
    `${role}.Name ${operator} ${quoted(text)}`,
  ];
  if (leaf.kind === 'is') {
    const texts = leaf.values.map(String);
    return texts.every(comparable) ? { is: anyOf(texts.flatMap((text) => both('=', text))), not: everything, answer: 'wide' } : undefined;
  }
  if (leaf.kind !== 'part' || !comparable(leaf.text)) return undefined;
  return { is: anyOf(both(like[leaf.at], leaf.text)), not: everything, answer: 'wide' };
}

/** A custom field: several values of one are one text here, so only their being there can be asked for exactly. */
function customSql(name: string, many: boolean | undefined, leaf: Leaf): Sql | undefined {
  if (/[{}]/.test(name) || !comparable(name.replaceAll('_', ''))) return undefined;
  const field = `CF.{${name}}`;
  // RT gives nothing for `IS NULL` of a field that it does not have.
  if (leaf.kind === 'none')
    return many === undefined ? undefined : { is: `${field} IS NULL`, not: `${field} IS NOT NULL`, answer: 'exact' };
  if (leaf.kind === 'part')
    return comparable(leaf.text) ? { is: `${field} LIKE ${quoted(leaf.text)}`, not: everything, answer: 'wide' } : undefined;
  if (leaf.kind !== 'is' || !leaf.values.map(String).every(comparable)) return undefined;
  const terms = joined(leaf.values.map((value) => exactly(field, String(value))));
  return many === false ? terms : { ...terms, answer: 'wide' };
}

/** Tags are values of their own. */
function placedSql(options: RtOptions, field: Placeable, leaf: Leaf): Sql | undefined {
  const theirs = options.places[field];
  if (theirs !== undefined) {
    const found = customSql(theirs, false, leaf);
    return field === 'channel' ? undefined : found;
  }
  if (field !== 'channel') return leaf.kind === 'none' ? always : never;
  return leaf.kind === 'is' && leaf.values.includes('mail') ? always : never;
}

/** The numbers and names that RT has behind ours. */
function rawSql(name: string, leaf: Leaf): Sql | undefined {
  if (leaf.kind === 'none') return never;
  if (leaf.kind !== 'is') return undefined;
  if (name === 'rt-status')
    return leaf.values.every((value) => comparable(String(value)))
      ? joined(leaf.values.map((value) => exactly('Status', String(value))))
      : undefined;
  const numbers = leaf.values.filter((value) => /^-?\d{1,9}$/.test(String(value)));
  return joined(numbers.map((value): Sql => ({ is: `Priority = ${Number(value)}`, not: `Priority != ${Number(value)}`, answer: 'exact' })));
}

/** Each word as it was typed, and folded: RT knows neither diacritics nor scripts as one. */
function wordsSql(leaf: LeafOf<'words'>): Sql | undefined {
  if (leaf.within === 'subject') return undefined;
  const typed = spelling(leaf);
  const each = leaf.words.map((word, at) => {
    const ways = [...new Set([typed[at] ?? word, word])];
    return `(${ways.flatMap((way) => [`Subject LIKE ${quoted(way)}`, `Content LIKE ${quoted(way)}`]).join(' OR ')})`;
  });
  return { is: allOf(each), not: everything, answer: 'vendor' };
}

type ByField = Readonly<Partial<Record<AnyFieldName, (options: RtOptions, leaf: Leaf) => Sql | undefined>>>;

const byField: ByField = {
  id: (_, leaf) => idSql(leaf),
  status: (options, leaf) => {
    const wanted = rankedValues(statuses, leaf);
    return wanted && statusSql(options, new Set(wanted));
  },
  priority: (options, leaf) => {
    const wanted = rankedValues(priorities, leaf);
    return wanted && joined(wanted.map((priority) => bandSql(options, priority)));
  },
  queue: (_, leaf) => (leaf.kind === 'is' ? names('Queue', leaf.values) : leaf.kind === 'none' ? never : undefined),
  owner: (_, leaf) => (leaf.kind === 'is' ? names('Owner', leaf.values) : leaf.kind === 'none' ? exactly('Owner', 'Nobody') : undefined),
  requester: (_, leaf) => peopleSql('Requestor', leaf),
  cc: (_, leaf) => peopleSql('Cc', leaf),
  created: (_, leaf) => timeSql('Created', leaf),
  age: (_, leaf) => timeSql('Created', leaf),
  updated: (_, leaf) => timeSql('LastUpdated', leaf),
  due: (_, leaf) => timeSql('Due', leaf),
  closed: (options, leaf) => closedSql(options, leaf),
};

function leafSql(options: RtOptions, leaf: Leaf): Sql | undefined {
  if (leaf.kind === 'words') return wordsSql(leaf);
  const { field } = leaf;
  const placed = placeable.find((each) => each === field);
  if (placed) return placedSql(options, placed, leaf);
  if (!field.startsWith('field.')) return byField[field]?.(options, leaf);
  const name = field.slice('field.'.length);
  if (name === 'rt-priority' || name === 'rt-status') return rawSql(name, leaf);
  return customSql(theirField(options, name), options.customFields.get(name)?.many, leaf);
}

/** How RT answers a term. */
export const answerTo =
  (options: RtOptions) =>
  (leaf: Leaf): Answer =>
    leafSql(options, leaf)?.answer ?? 'no';

/** What RT answers as TicketSQL; undefined is everything. `split` has seen to it that nothing else is in it. Throws `bug` for a term that RT does not answer. */
export function ticketSql(options: RtOptions, condition: Condition | undefined, negated = false): string {
  if (condition === undefined) return everything;
  if (condition.kind === 'not') return ticketSql(options, condition.of, !negated);
  if ('of' in condition) {
    const parts = condition.of.map((each) => ticketSql(options, each, negated));
    return (condition.kind === 'and') !== negated ? allOf(parts) : anyOf(parts);
  }
  const sql = leafSql(options, condition);
  if (!sql || (negated && sql.answer !== 'exact')) throw new Error(`RT does not answer ${condition.kind}`);
  return negated ? sql.not : sql.is;
}

/** These tickets, by number. */
export const idsSql = (ids: readonly number[]): string => anyOf(ids.map((id) => `id = ${id}`));

/** These tickets, those that were merged away among them: RT leaves them out unless a search looks at where they have gone. */
export const theseSql = (ids: readonly number[]): string => allOf([idsSql(ids), 'EffectiveId > 0']);

/** Those that were merged into these, and these. */
export const mergedSql = (ids: readonly number[]): string => anyOf(ids.map((id) => `EffectiveId = ${id}`));

/** Both. */
export const bothSql = (first: string, second: string): string => allOf([first, second]);
