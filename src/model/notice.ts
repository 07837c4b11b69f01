import { isMailAddress, nobodyReads } from './address.ts';
import type { Change } from './change.ts';
import type { MessageDraft } from './message.ts';
import { type Status, type Ticket, unfinished } from './ticket.ts';

/** Steps of a ticket that its requester can be told of. */
export const noticeKinds = ['received', 'taken', 'held', 'reopened', 'solved', 'closed'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What a mail of ours tells: a step, or what an agent wrote. */
export const letterKinds = [...noticeKinds, 'reply'] as const;
export type LetterKind = (typeof letterKinds)[number];

/** What leaves a desk of our own as mail; a setting. */
export interface MailRules {
  /** What our Message-IDs end with, without the `@`. */
  readonly domain: string;
  /** Addresses that are ours, and whole domains as `@us.example`: nothing is sent to them. */
  readonly own: readonly string[];
  /** The steps that are told; replies always are. */
  readonly notices: readonly NoticeKind[];
}

/** A place in the head of a mail. */
export const recipientRoles = ['to', 'cc', 'bcc'] as const;
export type RecipientRole = (typeof recipientRoles)[number];
export interface Recipient {
  readonly address: string;
  readonly role: RecipientRole;
}

/** What a change makes leave the desk. It has at least one recipient. */
export interface Letter {
  readonly kind: LetterKind;
  readonly recipients: readonly Recipient[];
}

/** A change, and the ticket on both sides of it; a ticket that it made has no `before`. */
export interface Step {
  readonly before: Ticket | undefined;
  readonly after: Ticket;
  readonly change: Change;
  /** Who made it. */
  readonly by: string;
}

const isFinished = (status: Status): boolean => !unfinished.includes(status);

/** What an agent wrote to the requester with a change. */
const wordsIn = (change: Change): MessageDraft | undefined =>
  change.kind === 'reply' || change.kind === 'close' ? change.message : undefined;

/**
 * The step of a ticket that is worth a mail, one at most for a change. A ticket that waits for its requester is none: the reply that asks is their mail. Neither is
 * one that opens because they wrote, one that is closed after they heard that it is solved, nor one that is made finished.
 */
function stepOf({ before, after, change }: Step): NoticeKind | undefined {
  if (before === undefined) return isReceipt(after, change) ? 'received' : undefined;
  if (isFinished(after.status)) return isFinished(before.status) ? undefined : after.status === 'closed' ? 'closed' : 'solved';
  if (isFinished(before.status)) return change.kind === 'receive' ? undefined : 'reopened';
  // Whoever has had an answer knows that somebody is at it.
  if (before.owner === null && after.owner !== null && after.firstReply === null) return 'taken';
  return after.status === 'hold' && before.status !== 'hold' ? 'held' : undefined;
}

/** A ticket that somebody wrote, and no machine. */
function isReceipt(after: Ticket, change: Change): boolean {
  const message = change.kind === 'create' || change.kind === 'receive' ? change.message : undefined;
  return message !== undefined && message.automatic !== true && !isFinished(after.status);
}

/** Whether an address is one of our own. */
export const isOwnAddress = (address: string, { own }: Pick<MailRules, 'own'>): boolean =>
  own.some((each) => each === address || (each.startsWith('@') && address.endsWith(each)));

/** Those whom mail can be sent to, each once, in the first place that they have. */
function reached(recipients: readonly Recipient[], rules: MailRules): readonly Recipient[] {
  const able = recipients.filter(({ address }) => isMailAddress(address) && !isOwnAddress(address, rules));
  return able.filter((each, at) => able.findIndex(({ address }) => address === each.address) === at);
}

/**
 * What a change makes leave the desk as mail: the reply that comes with it, which also tells of a step made by it, else the notice of its step. Undefined where
 * nobody is told: without rules, of a ticket that is gone or merged away, of what requesters do themselves, to an address that takes no mail or is ours.
 */
export function letterOf(step: Step, rules: MailRules | undefined): Letter | undefined {
  const { after, change, by } = step;
  if (rules === undefined || after.gone !== null || after.mergedInto !== null) return undefined;
  const words = wordsIn(change);
  const requester: readonly Recipient[] = after.requester === null ? [] : [{ address: after.requester, role: 'to' }];
  if (words) return written('reply', [...requester, ...copies(after, words)], rules);
  const kind = stepOf(step);
  if (kind === undefined || !rules.notices.includes(kind)) return undefined;
  if (after.requester === null || nobodyReads(after.requester) || (after.requester === by && kind !== 'received')) return undefined;
  return written(kind, requester, rules);
}

/** The steps of which the requester of a ticket that goes its usual way would be told: that somebody takes it, and that it is solved. */
export function stepsAhead(ticket: Ticket, rules: MailRules): readonly LetterKind[] {
  const usual: readonly Pick<Step, 'after' | 'change'>[] = [
    { after: { ...ticket, owner: ticket.owner ?? 'somebody' }, change: { kind: 'claim', steal: false } },
    { after: { ...ticket, status: 'solved' }, change: { kind: 'close', as: 'solved' } },
  ];
  return usual.flatMap((step) => letterOf({ ...step, before: ticket, by: '' }, rules)?.kind ?? []);
}

const written = (kind: LetterKind, recipients: readonly Recipient[], rules: MailRules): Letter | undefined => {
  const able = reached(recipients, rules);
  return able.length === 0 ? undefined : { kind, recipients: able };
};

const copies = ({ cc }: Ticket, words: MessageDraft): readonly Recipient[] => [
  ...[...cc, ...(words.cc ?? [])].map((address): Recipient => ({ address, role: 'cc' })),
  ...(words.bcc ?? []).map((address): Recipient => ({ address, role: 'bcc' })),
];
