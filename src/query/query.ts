import type { Mark } from '../errors.ts';
import type { AnyFieldName } from '../model/ticket-fields.ts';

/** A value as it was typed, without its quotes, and where it stands. */
export interface Typed {
  readonly text: string;
  readonly mark: Mark;
}

export type Comparison = ':' | '>' | '>=' | '<' | '<=';

/** `field:a,b`, `field>=a`. */
export interface Term {
  readonly kind: 'term';
  readonly field: AnyFieldName;
  readonly compare: Comparison;
  readonly values: readonly Typed[];
  readonly mark: Mark;
}

/** `field:a..b`; an end that is left out is open. Both ends belong to it. */
export interface Range {
  readonly kind: 'range';
  readonly field: AnyFieldName;
  readonly low: Typed | undefined;
  readonly high: Typed | undefined;
  readonly mark: Mark;
}

/** Bare words, `"a phrase"`, `word*`, and the same within the subject alone. */
export interface Text {
  readonly kind: 'text';
  readonly within: 'all' | 'subject';
  readonly text: string;
  readonly phrase: boolean;
  readonly prefix: boolean;
  readonly mark: Mark;
}

/** `@name`: a saved query. */
export interface Saved {
  readonly kind: 'saved';
  readonly name: string;
  readonly mark: Mark;
}

/**
 * A query as it was typed: words are still words, `me` is still `me`. `and` of nothing is everything; `parse` returns it for an empty
 * query only. Marks tell where each part stands in the text that was typed.
 */
export type Query =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Query[] }
  | { readonly kind: 'not'; readonly of: Query }
  | Term
  | Range
  | Text
  | Saved;

/**
 * A query of which nothing depends on who asks or when: `me`, saved names and relative times are gone, values are in the form in which
 * tickets keep them. This is what backends get, and what `match` gives its meaning.
 * From `resolve` come no empty `or` and no empty lists; the only empty `and` is the whole condition of an empty query.
 */
export type Condition =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Condition[] }
  | { readonly kind: 'not'; readonly of: Condition }
  /** The field's value is one of these (for a list: has one of these). Words in normal form, numbers as numbers. */
  | { readonly kind: 'is'; readonly field: AnyFieldName; readonly values: readonly (string | number)[] }
  /** A text in normal form is part of the value, at the given place. */
  | { readonly kind: 'part'; readonly field: AnyFieldName; readonly at: 'start' | 'end' | 'anywhere'; readonly text: string }
  /** The field has no value. */
  | { readonly kind: 'none'; readonly field: AnyFieldName }
  /**
   * from ≤ value < to; an end that is left out is open; a ticket without a value is outside. Instants for times, and for `age` and `waiting` the
   * instants at which they began; ranks (place in `values`) for ranked fields; whole numbers for numbers.
   */
  | {
      readonly kind: 'between';
      readonly field: AnyFieldName;
      readonly from: string | number | undefined;
      readonly to: string | number | undefined;
    }
  /** These folded words in a row, within the subject or within subject or messages; with `prefix` the last one is the beginning of a word. */
  | { readonly kind: 'words'; readonly within: 'all' | 'subject'; readonly words: readonly string[]; readonly prefix: boolean };

/** The part of a condition that is asked of a ticket as one. */
export type Leaf = Exclude<Condition, { readonly kind: 'and' | 'or' | 'not' }>;

/** A query ready for a backend. */
export interface Resolved {
  readonly condition: Condition;
  /** It looks for words (not only away from them): the newest come first unless told otherwise. */
  readonly searches: boolean;
  /** It says something of the status. */
  readonly namesStatus: boolean;
}
