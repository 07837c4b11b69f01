import type { NamedReference, Reference } from '../../model/reference.ts';

const keyOf = ({ kind, value, window }: Reference): string => `${kind}\n${value.toLowerCase()}\n${window?.from ?? ''}\n${window?.to ?? ''}`;

/** Each thing once, with all the places where it is named, in the order in which it is first named. */
export function namedOnce(references: readonly Reference[]): readonly NamedReference[] {
  const all = new Map<string, { readonly first: Reference; readonly places: Set<string> }>();
  for (const reference of references) {
    const found = all.get(keyOf(reference));
    if (found) found.places.add(reference.foundIn);
    else all.set(keyOf(reference), { first: reference, places: new Set([reference.foundIn]) });
  }
  return [...all.values()].map(({ first: { kind, value, window }, places }) => ({
    kind,
    value,
    foundIn: [...places],
    ...(window && { window }),
  }));
}
