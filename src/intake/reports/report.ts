/** What a mail system, or a provider of mailboxes, tells of a mail of ours (RFC 3464, RFC 5965, and the many forms before them). */
export interface Report {
  /** `bounce`: it did not reach somebody, or not yet. `complaint`: somebody told their provider that they do not want it. */
  readonly kind: 'bounce' | 'complaint';
  /** Whom it is about. A bounce that names nobody is none; providers may keep to themselves who complained. */
  readonly failures: readonly Failure[];
  readonly returned: Returned;
}

/** Somebody whom a mail did not reach, or who complained. The address is in normal form. */
export interface Failure {
  readonly address: string;
  /** RFC 3463, such as `5.1.1`: 5 is for good, 4 for now. */
  readonly status: string;
  /** What the other side said, on one line; empty where it said nothing. */
  readonly says: string;
}

/** What came back of the mail that a report is about. */
export interface Returned {
  /** Its Message-IDs, without angle brackets: by them it is found again. */
  readonly ids: readonly string[];
  /** Whom it was to, in normal form. */
  readonly to: readonly string[];
}

export const nothingReturned: Returned = { ids: [], to: [] };

/** A mail taken apart, as its report is read from it. */
export interface Parts {
  /** A header by its name in lower case, encoded words decoded; empty where there is none. */
  readonly header: (name: string) => string;
  /** What is there for people to read. */
  readonly text: string;
  readonly attached: readonly Attached[];
}

/** A part beside the text: its media type in lower case, and its bytes. */
export interface Attached {
  readonly type: string;
  readonly content: Uint8Array;
}
