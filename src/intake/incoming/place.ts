import type { Backend } from '../../backend/backend.ts';
import { asDeskError } from '../../errors.ts';
import { subjectTag } from '../../model/mail-mark.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Mail } from '../mail.ts';
import { threadIds } from '../thread.ts';

/** Where a mail goes: to a ticket, to a new one (beside the one that it names without a right to), or nowhere, since it is ours and came back. */
export type Place =
  | { readonly kind: 'ticket'; readonly ticket: TicketId }
  | { readonly kind: 'new'; readonly beside?: TicketId }
  | { readonly kind: 'ours'; readonly ticket: TicketId };

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
 * Finds the ticket of a mail. The Message-ID of a mail of the ticket says where it belongs: only who got that mail knows it. The number in the subject says so
 * only for those who have to do with the ticket, since anybody can write one.
 */
export async function placeOf(mail: Mail, placing: Placing): Promise<Place> {
  const known = await lookUp([...(mail.ourId === undefined ? [] : [mail.ourId]), ...threadIds(mail)], placing);
  const own = mail.messageId === undefined ? undefined : known.get(mail.messageId);
  const came = mail.ourId === undefined ? undefined : known.get(mail.ourId);
  if (came !== undefined) return { kind: 'ours', ticket: came };
  if (mail.messageId !== undefined && own !== undefined)
    return { kind: (await isOurs(mail.messageId, own, placing)) ? 'ours' : 'ticket', ticket: own };
  const answered = mail.references.map((id) => known.get(id)).find((ticket) => ticket !== undefined);
  return answered === undefined ? byTag(mail, placing) : { kind: 'ticket', ticket: answered };
}

/** The tickets of those Message-IDs that are known. */
export const lookUp = async (
  ids: readonly string[],
  { backend, signal }: Pick<Placing, 'backend' | 'signal'>,
): Promise<ReadonlyMap<string, TicketId>> => (ids.length === 0 || !backend.threads ? new Map() : backend.threads(ids, signal));

/** Whether a Message-ID that is known there is that of a mail of ours, and not of a customer's. What stands on no message is a notice of ours. */
export async function isOurs(id: string, ticket: TicketId, { backend, signal }: Placing): Promise<boolean> {
  for await (const message of backend.thread(ticket, signal)) if (message.messageId === id) return message.kind === 'reply';
  return true;
}

async function byTag(mail: Mail, placing: Placing): Promise<Place> {
  const tag = subjectTag(mail.subject);
  const ticket = tag === undefined ? undefined : await ticketAt(tag, placing);
  if (!ticket) return { kind: 'new' };
  return (await belongs(mail, ticket, placing)) ? { kind: 'ticket', ticket: ticket.id } : { kind: 'new', beside: ticket.id };
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
