import type { Value } from '../model/field.ts';
import { normalName } from '../model/name.ts';
import type { TicketSlice } from '../model/ticket.ts';
import { fieldOf } from './fields.ts';
import type { Condition, Leaf } from './query.ts';
import type { TicketWords } from './words.ts';

/** Whether a ticket matches. Its slice must have what `fieldsOf` names; the words may be empty where `words` is not among it. */
export type Matcher = (ticket: TicketSlice, words: TicketWords) => boolean;

/** Whether a ticket matches a condition: the meaning of queries, which every backend must keep to. */
export const match = (condition: Condition, ticket: TicketSlice, words: TicketWords): boolean => matcher(condition)(ticket, words);

/** The same, prepared for many tickets. */
export function matcher(condition: Condition): Matcher {
  if (condition.kind === 'not') return not(matcher(condition.of));
  if (!('of' in condition)) return leafMatcher(condition);
  const parts = condition.of.map(matcher);
  return condition.kind === 'and'
    ? (ticket, words) => parts.every((part) => part(ticket, words))
    : (ticket, words) => parts.some((part) => part(ticket, words));
}

const not =
  (inner: Matcher): Matcher =>
  (ticket, words) =>
    !inner(ticket, words);

function leafMatcher(leaf: Leaf): Matcher {
  switch (leaf.kind) {
    case 'is':
      return isMatcher(leaf);
    case 'part':
      return partMatcher(leaf);
    case 'none':
      return noneMatcher(leaf);
    case 'between':
      return betweenMatcher(leaf);
    case 'words':
      return (_, words) => inRow(words.subject, leaf) || (leaf.within === 'all' && inRow(words.text, leaf));
  }
}

type LeafOf<K extends Leaf['kind']> = Extract<Leaf, { readonly kind: K }>;

/** Only durations depend on the time, and they are compared by when they began. */
const never = '1970-01-01T00:00:00.000Z';

/** The values of a field as queries compare them: names in normal form. */
function valuesOf(value: Value): readonly (string | number)[] {
  if (value === null) return [];
  if (typeof value === 'number') return [value];
  return [value]
    .flat()
    .filter((each) => typeof each === 'string')
    .map(normalName);
}

function isMatcher({ field, values }: LeafOf<'is'>): Matcher {
  const { of } = fieldOf(field);
  const wanted = new Set(values);
  return (ticket) => valuesOf(of(ticket, never)).some((value) => wanted.has(value));
}

const places = {
  start: (value: string, text: string) => value.startsWith(text),
  end: (value: string, text: string) => value.endsWith(text),
  anywhere: (value: string, text: string) => value.includes(text),
};

function partMatcher({ field, at, text }: LeafOf<'part'>): Matcher {
  const { of } = fieldOf(field);
  return (ticket) => valuesOf(of(ticket, never)).some((value) => places[at](String(value), text));
}

function noneMatcher({ field }: LeafOf<'none'>): Matcher {
  const { of, began } = fieldOf(field);
  const read = began ?? ((ticket: TicketSlice) => of(ticket, never));
  return (ticket) => {
    const value = read(ticket);
    return value === null || (Array.isArray(value) && value.length === 0);
  };
}

function betweenMatcher({ field, from, to }: LeafOf<'between'>): Matcher {
  const { of, began, ranked, values = [] } = fieldOf(field);
  const read = began ?? ((ticket: TicketSlice) => of(ticket, never));
  return (ticket) => {
    const value = read(ticket);
    const at = ranked && typeof value === 'string' ? values.indexOf(value) : value;
    if (typeof at !== 'string' && typeof at !== 'number') return false;
    return (from === undefined || at >= from) && (to === undefined || at < to);
  };
}

/** Whether the words stand in a row; with `prefix` the last one need only begin so. */
function inRow(text: readonly string[], { words, prefix }: LeafOf<'words'>): boolean {
  const last = words.length - 1;
  const fits = (word: string, at: number, start: number): boolean =>
    prefix && at === last ? (text[start + at]?.startsWith(word) ?? false) : text[start + at] === word;
  for (let start = 0; start + last < text.length; start++) {
    if (words.every((word, at) => fits(word, at, start))) return true;
  }
  return false;
}
