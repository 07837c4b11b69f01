import { foldWords } from '../model/fold.ts';
import { isInstant } from '../model/time.ts';
import { depthOf, leavesOf, sizeOf } from './condition.ts';
import { fieldOf } from './fields.ts';
import { kindOf } from './kinds.ts';
import { maxDepth, maxTerms } from './limits.ts';
import type { Condition, Leaf } from './query.ts';

/** Values in all terms of a condition: databases take no more at once. */
const mostValues = 30_000;

/** Beside those of a typed query there are those of the default status, and of the queues that an agent is held to. */
const mostTerms = maxTerms + 3;

type Of<K extends Leaf['kind']> = Extract<Leaf, { kind: K }>;

const isNumber = (value: unknown): boolean => Number.isSafeInteger(value);

/** Databases keep no such character. */
const isText = (value: unknown): boolean => typeof value === 'string' && !value.includes('\0');

function isSound({ field, values }: Of<'is'>): boolean {
  return values.every(fieldOf(field).type === 'number' ? isNumber : isText);
}

/** What a field is compared on: whole numbers for numbers and ranks, moments for times and what began at one. */
function betweenSound({ field, from, to }: Of<'between'>): boolean {
  const { type, ranked } = fieldOf(field);
  if (!kindOf({ type, ...(ranked && { ranked }) }).at) return false;
  const fits = type === 'time' || type === 'duration' ? (value: unknown) => isText(value) && isInstant(String(value)) : isNumber;
  return [from, to].every((end) => end === undefined || fits(end));
}

/** Each is one word, and folding leaves it as it is. */
function wordsSound({ words }: Of<'words'>): boolean {
  const isFolded = (word: string): boolean => {
    const [only, ...more] = foldWords(word);
    return only === word && more.length === 0;
  };
  return words.length > 0 && words.every(isFolded);
}

function leafSound(leaf: Leaf): boolean {
  switch (leaf.kind) {
    case 'is':
      return isSound(leaf);
    case 'part':
      return isText(leaf.text);
    case 'none':
      return true;
    case 'between':
      return betweenSound(leaf);
    case 'words':
      return wordsSound(leaf);
  }
}

/**
 * Whether a condition that came from elsewhere could be one that `resolve` made: what it looks for is of its fields' kinds, and it is no larger than a query can be.
 * Its shape, and that its fields are fields, is known already.
 */
export function isSoundCondition(condition: Condition): boolean {
  if (depthOf(condition) > 2 * maxDepth + 6) return false;
  const leaves = [...leavesOf(condition)].map(({ leaf }) => leaf);
  const values = leaves.reduce((sum, leaf) => sum + (leaf.kind === 'is' ? leaf.values.length : 1), 0);
  return sizeOf(condition) <= mostTerms && values <= mostValues && leaves.every(leafSound);
}
