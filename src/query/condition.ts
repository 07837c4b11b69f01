import type { AnyFieldName } from '../model/ticket-fields.ts';
import type { Condition, Leaf } from './query.ts';

const everything: Condition = { kind: 'and', of: [] };
const nothing: Condition = { kind: 'or', of: [] };

/** Whether it says nothing, so that every ticket matches. */
export const isEverything = (condition: Condition): boolean => condition.kind === 'and' && condition.of.length === 0;
const isNothing = (condition: Condition): boolean => condition.kind === 'or' && condition.of.length === 0;

/** All of these, with what is an `and` itself put in flat. */
export function all(conditions: readonly Condition[]): Condition {
  const of = conditions.flatMap((each) => (each.kind === 'and' ? each.of : [each]));
  if (of.some(isNothing)) return nothing;
  return of.length === 1 && of[0] ? of[0] : { kind: 'and', of };
}

/** Any of these, with what is an `or` itself put in flat. */
export function any(conditions: readonly Condition[]): Condition {
  const of = conditions.flatMap((each) => (each.kind === 'or' ? each.of : [each]));
  if (of.some(isEverything)) return everything;
  return of.length === 1 && of[0] ? of[0] : { kind: 'or', of };
}

/** What the condition leaves out. */
export function opposite(condition: Condition): Condition {
  if (condition.kind === 'not') return condition.of;
  if (isEverything(condition)) return nothing;
  return isNothing(condition) ? everything : { kind: 'not', of: condition };
}

/** The terms of a condition, from left to right; `negated` for those of which an odd number of `not` stand in front. */
export function* leavesOf(condition: Condition, negated = false): Generator<{ readonly leaf: Leaf; readonly negated: boolean }> {
  if (condition.kind === 'not') yield* leavesOf(condition.of, !negated);
  else if ('of' in condition) for (const each of condition.of) yield* leavesOf(each, negated);
  else yield { leaf: condition, negated };
}

/** How many terms it counts for: a database looks up each word of a row by itself, in each ticket that has all of them. */
export function sizeOf(condition: Condition): number {
  if (condition.kind === 'words') return condition.words.length;
  if (condition.kind === 'not') return sizeOf(condition.of);
  return 'of' in condition ? condition.of.reduce((sum, each) => sum + sizeOf(each), 0) : 1;
}

/** What must be known of a ticket to tell whether it matches: fields, and `words` when its words are looked through. */
export function fieldsOf(condition: Condition | undefined): ReadonlySet<AnyFieldName | 'words'> {
  const leaves = condition ? [...leavesOf(condition)] : [];
  return new Set(leaves.map(({ leaf }) => (leaf.kind === 'words' ? 'words' : leaf.field)));
}

/** How deep its parts stand within each other; 0 for a single term. */
export function depthOf(condition: Condition): number {
  if (condition.kind === 'not') return 1 + depthOf(condition.of);
  if (!('of' in condition)) return 0;
  return 1 + condition.of.reduce((most, each) => Math.max(most, depthOf(each)), 0);
}
