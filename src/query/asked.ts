import type { Instant } from '../model/time.ts';
import type { QueryField } from './fields.ts';

/** What the value of a term is read against. */
export interface Asked {
  readonly field: QueryField;
  /** Name of the agent who asks, in normal form. */
  readonly me: string;
  readonly now: Instant;
}

/** A value on the scale that its field is compared on: from ≤ it < to, as in `between`. */
export interface Stretch {
  readonly from: string | number;
  readonly to: string | number;
}
