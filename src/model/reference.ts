import type { Span } from './time.ts';

/** What a ticket may name. */
export const referenceKinds = [
  'address',
  'domain',
  'ip',
  'url',
  'phone',
  'smtp-status',
  'enhanced-status',
  'http-status',
  'error',
  'queue-id',
  'message-id',
  'order',
  'invoice',
  'payment',
  'variable-symbol',
  'iban',
  'card',
  'amount',
  'descriptor',
  'time',
] as const;
export type ReferenceKind = (typeof referenceKinds)[number];

/** Something that a text names. */
export interface Reference {
  readonly kind: ReferenceKind;
  /** In its usual form: addresses in lower case, IBANs and numbers without blanks, of a card its last four digits only, an amount as `83.88 EUR`. */
  readonly value: string;
  /** `subject`, `message 3`, or `attachment name`. */
  readonly foundIn: string;
  /** Where in that text, in UTF-16 units, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** Of a time: the stretch that it means. */
  readonly window?: Span;
}

/** The same thing, with all the places where it is named. */
export interface NamedReference extends Pick<Reference, 'kind' | 'value' | 'window'> {
  readonly foundIn: readonly string[];
}

/** A text that references are looked for in, with what relative times depend on. */
export interface ReferenceSource {
  readonly foundIn: string;
  readonly text: string;
  /** When it was written: "yesterday" is seen from here. */
  readonly at: string;
  /** The writer's language, where known (BCP 47, lower case). */
  readonly language: string | null;
}
