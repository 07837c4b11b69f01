import type { DeskError, Mark } from '../errors.ts';
import { normalName } from '../model/name.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';
import type { Asked, Stretch } from './asked.ts';
import { any } from './condition.ts';
import { fault } from './cursor.ts';
import { fieldOf, type QueryField } from './fields.ts';
import { type FieldKind, kindOf, orderedFields } from './kinds.ts';
import type { Comparison, Condition, Leaf, Range, Term, Typed } from './query.ts';

type Asking = Omit<Asked, 'field'>;

/** What `field:a,b` or `field>=a` means. Throws `usage`. */
export function termMeans(term: Term, asking: Asking): Condition {
  const asked: Asked = { ...asking, field: fieldOf(term.field) };
  if (term.compare === ':') return joined(term.values.map((value) => valueMeans(value, asked)));
  const [value] = term.values;
  if (!value) throw new Error('a comparison without a value');
  const { at, reversed } = orderOf(asked.field, { ...term.mark, to: value.mark.from });
  return { kind: 'between', field: term.field, ...side(term.compare, at(value, asked, 'compared'), reversed) };
}

/** What `field:a..b` means. Throws `usage`. */
export function rangeMeans({ field: name, low, high, mark }: Range, asking: Asking): Condition {
  const asked: Asked = { ...asking, field: fieldOf(name) };
  const { at, reversed, drifts } = orderOf(asked.field, mark);
  const below = low && at(low, asked, 'range');
  const above = high && at(high, asked, 'range');
  const [from, to] = reversed ? [above?.from, below?.to] : [below?.from, above?.to];
  if (from !== undefined && to !== undefined && from >= to && !drifts) throw fault(mark, 'this range ends before it begins');
  return { kind: 'between', field: name, from, to };
}

function valueMeans(value: Typed, asked: Asked): Condition {
  const { name } = asked.field;
  const text = normalName(value.text);
  if (text === '') throw fault(value.mark, 'this value is empty', `for tickets without one write ${name}:none`);
  return text === 'none' ? { kind: 'none', field: name } : kindOf(asked.field).is(value, asked);
}

/** Any of these, those that name a value as one term. */
function joined(conditions: readonly Condition[]): Condition {
  const named = conditions.filter((each) => each.kind === 'is');
  const [first] = named;
  if (!first || named.length === 1) return any(conditions);
  const values = [...new Set(named.flatMap((each) => each.values))];
  return any([{ ...first, values }, ...conditions.filter((each) => each.kind !== 'is')]);
}

function orderOf(field: QueryField, mark: Mark): Required<Pick<FieldKind, 'at'>> & FieldKind {
  const kind = kindOf(field);
  if (kind.at) return { ...kind, at: kind.at };
  throw noOrder(field.name, mark);
}

const noOrder = (name: AnyFieldName, mark: Mark): DeskError =>
  fault(
    mark,
    `${name} has no order to compare by`,
    `These have: ${orderedFields().join(', ')}. Dots that belong to a value stand in quotes.`,
  );

type Ends = Pick<Extract<Leaf, { kind: 'between' }>, 'from' | 'to'>;

const open: Ends = { from: undefined, to: undefined };
const sides: Readonly<Record<Exclude<Comparison, ':'>, (at: Stretch) => Ends>> = {
  '>': ({ to }) => ({ ...open, from: to }),
  '>=': ({ from }) => ({ ...open, from }),
  '<': ({ from }) => ({ ...open, to: from }),
  '<=': ({ to }) => ({ ...open, to }),
};
const mirrored = { '>': '<', '>=': '<=', '<': '>', '<=': '>=' } as const;

const side = (compare: Exclude<Comparison, ':'>, at: Stretch, reversed: boolean | undefined): Ends =>
  sides[reversed ? mirrored[compare] : compare](at);
