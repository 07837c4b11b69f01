/** What a payer wants of a billing center. */
export const topics = ['charge', 'cancel', 'refund', 'complaint', 'sales'] as const;
export type Topic = (typeof topics)[number];

export const ways = ['portal', 'mail', 'phone', 'chat', 'page'] as const;
export type Way = (typeof ways)[number];

/**
 * How well a contact is known: the center's own pages, a merchant's page, a receipt, other public text, the user's own word;
 * `untrusted` is known to be somebody else's.
 */
export const confidences = ['official', 'own', 'receipt', 'merchant', 'public', 'untrusted'] as const;
export type Confidence = (typeof confidences)[number];

/** A way to reach a center. */
export interface Contact {
  readonly way: Way;
  readonly value: string;
  /** Of a phone: from where. */
  readonly region?: string | undefined;
  readonly hours?: string | undefined;
  /** For these only; left out, for whatever a payer may want. */
  readonly topics?: readonly Topic[] | undefined;
  /** Where it was read. */
  readonly source: string;
  /** When it was read: `2026-11` or `2026-11-21`. */
  readonly date: string;
  readonly confidence: Confidence;
}

/** Accounts that a center has at a bank: those that begin like this. */
export interface AccountRange {
  /** As in an IBAN: `SK`. */
  readonly country: string;
  readonly bank: string;
  readonly account: string;
}

/** Who took the money for a merchant. */
export interface Center {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** What statements show, up to where the merchant begins. An asterisk is the asterisk of statements, and within it whatever else stands there. */
  readonly descriptors: readonly string[];
  /** Records that are its own: `stripe` for objects of Stripe. */
  readonly records: readonly string[];
  readonly accounts: readonly AccountRange[];
  readonly bics: readonly string[];
  readonly note?: string | undefined;
  readonly contacts: readonly Contact[];
}

/** Whose sites are billed by which centers; some of them may not be in the directory. */
export interface Merchant {
  readonly name: string;
  readonly centers: readonly string[];
  readonly source: string;
}

export interface Directory {
  readonly centers: readonly Center[];
  readonly merchants: readonly Merchant[];
}

/** Whether a contact may be handed to a requester. */
export const isTrusted = ({ confidence }: Contact): boolean => confidence !== 'untrusted';
