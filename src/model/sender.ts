/**
 * How the channel that a message came by proved who wrote it: signed in at the site, a token that the site signed, the signature of the sender's own domain as a
 * server that we trust has checked it (RFC 8601), or an agent who made sure, such as by the number that called.
 */
export const proofs = ['login', 'token', 'mail', 'agent'] as const;
export type Proof = (typeof proofs)[number];

/**
 * Who wrote a message of the requester's side, as it was known when it came:
 *
 * - `on-file`: the requester, or somebody who may act for them, is on file with that address or phone, and the channel proved it;
 * - `unproven`: it names such a contact, and anybody could have written that name;
 * - `authenticated`: the channel proved who it was, and they are not on file for this requester;
 * - `stranger`: neither.
 */
export const senders = ['on-file', 'unproven', 'authenticated', 'stranger'] as const;
export type Sender = (typeof senders)[number];

/** What the file says of somebody: which contact they are, and for which they may act. */
export interface Filed {
  readonly contact: number;
  readonly actsFor: readonly number[];
}

/** Whom a message is from and whom its ticket is from, as far as they are on file. */
export interface Sending {
  readonly author: Filed | undefined;
  readonly requester: Filed | undefined;
  readonly proof: Proof | undefined;
}

const actsFor = ({ author, requester }: Pick<Sending, 'author' | 'requester'>): 'themselves' | 'other' | undefined => {
  if (author === undefined || requester === undefined) return undefined;
  if (author.contact === requester.contact) return 'themselves';
  return author.actsFor.includes(requester.contact) ? 'other' : undefined;
};

/** Decides who wrote a message; `other` tells whether as somebody who may act for the requester. */
export function senderOf(sending: Sending): { readonly sender: Sender; readonly other: boolean } {
  const acts = actsFor(sending);
  const proved = sending.proof !== undefined;
  if (acts === undefined) return { sender: proved ? 'authenticated' : 'stranger', other: false };
  return { sender: proved ? 'on-file' : 'unproven', other: acts === 'other' };
}
