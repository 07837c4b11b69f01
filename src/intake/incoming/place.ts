import type { Backend } from '../../backend/backend.ts';
import { asDeskError } from '../../errors.ts';
import { subjectTag } from '../../model/mail-mark.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Mail } from '../mail.ts';
import { threadIds } from '../thread.ts';

/** Where a mail goes: to a ticket, to a new one (beside the one that it names without a right to), or nowhere, since it is ours and came back. */
export type Place =
  | { readonly kind: 'ticket'; readonly ticket: TicketId }
  | { readonly kind: 'new'; readonly beside?: Beside }
  | { readonly kind: 'ours'; readonly ticket: TicketId };

/** A ticket, and what of a mail names it. */
export interface Beside {
  readonly ticket: TicketId;
  readonly by: 'its subject names' | 'it refers to a mail of';
}

/** Whether somebody may speak for somebody else, as the contacts on file say. */
export type MayActFor = (sender: string, requester: string) => Promise<boolean>;

/** As the contacts on file say, where the desk has such a file. */
export const actsFor =
  ({ keeper }: Pick<Backend, 'keeper'>, signal: AbortSignal): MayActFor =>
  async (sender, requester) => {
    const acting = await keeper?.contacts.whose(sender, signal);
    const asked = acting && (await keeper?.contacts.whose(requester, signal));
    return acting !== undefined && asked !== undefined && (acting.id === asked.id || acting.actsFor.some(({ id }) => id === asked.id));
  };

export interface Placing {
  readonly backend: Pick<Backend, 'threads' | 'thread' | 'get'>;
  readonly mayActFor: MayActFor;
  readonly signal: AbortSignal;
}

/**
 * Finds the ticket of a mail. The Message-ID of a mail that we sent about it says where it belongs: only who got that mail knows it. That of a customer's own mail, which
 * they may have sent to anybody, and the number in the subject, which anybody can write, say so only for those who have to do with the ticket.
 */
export async function placeOf(mail: Mail, placing: Placing): Promise<Place> {
  const known = await lookUp([...(mail.ourId === undefined ? [] : [mail.ourId]), ...threadIds(mail)], placing);
  const own = mail.messageId === undefined ? undefined : known.get(mail.messageId);
  const came = mail.ourId === undefined ? undefined : known.get(mail.ourId);
  if (came !== undefined) return { kind: 'ours', ticket: came };
  if (mail.messageId !== undefined && own !== undefined && (await isOurs([mail.messageId], own, placing)))
    return { kind: 'ours', ticket: own };
  const named = byTicket(threadIds(mail), known);
  for (const [ticket, ids] of named) if (await mayAdd(mail, ticket, ids, placing)) return { kind: 'ticket', ticket };
  const [first] = named.keys();
  const tagged = await byTag(mail, placing);
  return tagged.kind === 'ticket' || first === undefined
    ? tagged
    : { kind: 'new', beside: { ticket: first, by: 'it refers to a mail of' } };
}

/** The tickets that ids lead to, in their order. */
function byTicket(ids: readonly string[], known: ReadonlyMap<string, TicketId>): ReadonlyMap<TicketId, readonly string[]> {
  const found = new Map<TicketId, string[]>();
  for (const id of ids) {
    const ticket = known.get(id);
    if (ticket !== undefined) found.set(ticket, [...(found.get(ticket) ?? []), id]);
  }
  return found;
}

async function mayAdd(mail: Mail, id: TicketId, ids: readonly string[], placing: Placing): Promise<boolean> {
  const ticket = await ticketAt(id, placing);
  return ticket !== undefined && ((await belongs(mail, ticket, placing)) || isOurs(ids, id, placing));
}

/** The tickets of those Message-IDs that are known. */
export const lookUp = async (
  ids: readonly string[],
  { backend, signal }: Pick<Placing, 'backend' | 'signal'>,
): Promise<ReadonlyMap<string, TicketId>> => (ids.length === 0 || !backend.threads ? new Map() : backend.threads(ids, signal));

/** Whether one of the Message-IDs that are known there is that of a mail of ours, and not of a customer's. What stands on no message is a notice of ours. */
export async function isOurs(ids: readonly string[], ticket: TicketId, { backend, signal }: Placing): Promise<boolean> {
  const theirs = new Set<string | null>();
  for await (const { kind, messageId } of backend.thread(ticket, signal)) if (kind !== 'reply') theirs.add(messageId);
  return ids.some((id) => !theirs.has(id));
}

async function byTag(mail: Mail, placing: Placing): Promise<Place> {
  const tag = subjectTag(mail.subject);
  const ticket = tag === undefined ? undefined : await ticketAt(tag, placing);
  if (!ticket) return { kind: 'new' };
  return (await belongs(mail, ticket, placing))
    ? { kind: 'ticket', ticket: ticket.id }
    : { kind: 'new', beside: { ticket: ticket.id, by: 'its subject names' } };
}

async function belongs({ from }: Mail, { requester, cc }: Ticket, { mayActFor }: Placing): Promise<boolean> {
  if (!from) return false;
  if (from.address === requester || cc.includes(from.address)) return true;
  return requester !== null && mayActFor(from.address, requester);
}

/** The ticket, or the survivor of a merge. */
async function ticketAt(id: TicketId, { backend, signal }: Placing): Promise<Ticket | undefined> {
  try {
    let ticket = await backend.get(id, signal);
    while (ticket.mergedInto !== null) ticket = await backend.get(ticket.mergedInto, signal);
    return ticket;
  } catch (error) {
    if (asDeskError(error).kind === 'not-found') return undefined;
    throw error;
  }
}
