import type { Leaf } from './query.ts';

type Words = Extract<Leaf, { readonly kind: 'words' }>;

/** Beside the terms, not in them: what a term means does not depend on how it was typed. */
const spelled = new WeakMap<Words, readonly string[]>();

/** Keeps how the words of a term were typed, where each word was typed as one. */
export function spell(leaf: Words, text: string): Words {
  const typed = text.toLowerCase().match(/[^\s!-/:-@[-`{-~]+/g) ?? [];
  if (typed.length === leaf.words.length) spelled.set(leaf, typed);
  return leaf;
}

/** The words of a term as they were typed, in lower case, for desks that do not fold; folded where that is not known. */
export const spelling = (leaf: Words): readonly string[] => spelled.get(leaf) ?? leaf.words;
