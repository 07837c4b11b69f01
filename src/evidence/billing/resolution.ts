import type { PaymentRecord } from '../../model/payment.ts';

/** How sure it is whose center took the money. */
export const certainties = ['exact', 'likely', 'several', 'unknown'] as const;
export type Certainty = (typeof certainties)[number];

/** What is known of a payment: who took the money, why that is thought, how to reach them, and what is wrong with it. */
export interface Resolution {
  readonly of: PaymentRecord;
  /** The center's id; null where it is unknown, or one of several. */
  readonly center: string | null;
  readonly sure: Certainty;
  /** Why: which descriptor, account or record. */
  readonly rule: string;
  /** The best ways to reach the center; empty without one. */
  readonly contact: string;
  /** What the record and its invoice tell, sentences. */
  readonly diagnosis: readonly string[];
  /** Centers that it may be, or that are near. */
  readonly near: readonly string[];
}
