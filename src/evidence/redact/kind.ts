/** What is masked, the most telling first: where two kinds claim the same place, the earlier one names it. */
export const kinds = ['key', 'jwt', 'cookie', 'password', 'token', 'email', 'iban', 'card', 'ip', 'account', 'phone'] as const;
export type Kind = (typeof kinds)[number];

/** Nobody's own: these are masked whoever they belong to. */
const secrets: ReadonlySet<Kind> = new Set(['key', 'jwt', 'cookie', 'password', 'token']);
export const isSecret = (kind: Kind): boolean => secrets.has(kind);

/** A place in a text that must not be read by everyone. */
export interface Found {
  readonly kind: Kind;
  /** UTF-16 units of the text, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  /** The value in its one form, by which it is known again however it was written. */
  readonly value: string;
  /** What is shown instead. */
  readonly mask: string;
}

/** Finds the places of some kinds, in time that grows with the length of the text whatever stands in it. */
export type Finder = (text: string, add: Add) => void;
export type Add = (found: Found) => void;

/** Hides what it stands for and how long that is. No finder takes it for a part of a value, so that masking twice changes nothing. */
export const veil = '████';
/** Stands for digits, as statements and receipts have it. */
export const dots = '••••';
