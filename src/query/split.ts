import { all, any, isEverything, leavesOf, opposite } from './condition.ts';
import type { Condition, Leaf } from './query.ts';

/**
 * How a backend answers a term: exactly; too widely, so that it must be checked; in the vendor's own way, which is taken as the answer;
 * not at all.
 */
export type Answer = 'exact' | 'wide' | 'vendor' | 'no';

/** A condition cut for one backend. Both together mean the same as the whole, as far as `vendor` terms do. */
export interface Split {
  /** What the backend narrows by: it never finds too little, and no term that it answers too widely stands under a `not`. Undefined is everything. */
  readonly native: Condition | undefined;
  /** What must still be checked with `match`; undefined when the backend answers all of it. */
  readonly residual: Condition | undefined;
}

/** Cuts a condition into what a backend answers and what is left to check. Throws nothing. */
export function split(condition: Condition, answers: (leaf: Leaf) => Answer): Split {
  switch (condition.kind) {
    case 'and':
      return joined(condition.of.map((part) => split(part, answers)));
    case 'or':
      return splitAny(condition, answers);
    case 'not':
      return splitNot(condition, answers);
    default:
      return splitLeaf(condition, answers(condition));
  }
}

function splitLeaf(leaf: Leaf, answer: Answer): Split {
  return { native: answer === 'no' ? undefined : leaf, residual: answer === 'no' || answer === 'wide' ? leaf : undefined };
}

const known = (conditions: readonly (Condition | undefined)[]): readonly Condition[] => conditions.filter((each) => each !== undefined);

/** Undefined for what says nothing. */
function said(condition: Condition): Condition | undefined {
  return isEverything(condition) ? undefined : condition;
}

function joined(parts: readonly Split[]): Split {
  return { native: said(all(known(parts.map((part) => part.native)))), residual: said(all(known(parts.map((part) => part.residual)))) };
}

/** An `or` narrows only if each branch does; when one branch must be checked, the whole must. */
function splitAny(whole: Extract<Condition, { readonly of: readonly Condition[] }>, answers: (leaf: Leaf) => Answer): Split {
  const parts = whole.of.map((part) => split(part, answers));
  const natives = known(parts.map((part) => part.native));
  const native = natives.length === parts.length ? said(any(natives)) : undefined;
  return { native, residual: parts.some((part) => part.residual) ? whole : undefined };
}

/** Under a `not` only exact terms go; what can be is taken out from under it: none of these is not this and not that. */
function splitNot(whole: Extract<Condition, { readonly kind: 'not' }>, answers: (leaf: Leaf) => Answer): Split {
  const inner = whole.of;
  if ([...leavesOf(inner)].every(({ leaf }) => answers(leaf) === 'exact')) return { native: said(whole), residual: undefined };
  if (inner.kind === 'not') return split(inner.of, answers);
  if (!('of' in inner)) return { native: undefined, residual: whole };
  const of = inner.of.map(opposite);
  const cut = split(inner.kind === 'or' ? { kind: 'and', of } : { kind: 'or', of }, answers);
  return cut.residual && !cut.native ? { native: undefined, residual: whole } : cut;
}
