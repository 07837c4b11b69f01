import type { Backend } from '../../backend/backend.ts';
import type { Message } from '../../model/message.ts';
import type { NamedReference, ReferenceSource } from '../../model/reference.ts';
import { collect } from '../../model/stream.ts';
import type { Ticket } from '../../model/ticket.ts';
import { namedOnce } from './named.ts';
import { referencesIn } from './references-in.ts';
import { attachedSources, writtenSources } from './sources.ts';

type Written = Pick<Ticket, 'id' | 'subject' | 'created' | 'language'>;

/** What the requester's side names, in the subject and in messages. */
export const requestedReferences = (ticket: Written, thread: readonly Message[]): readonly NamedReference[] =>
  namedOnce(referencesIn([...writtenSources(ticket, thread)].filter((_, place) => place === 0 || thread[place - 1]?.kind === 'request')));

/** What a ticket names, its text attachments too. Throws what reading an attachment throws. */
export async function ticketReferences(
  backend: Backend,
  ticket: Written,
  thread: readonly Message[],
  signal: AbortSignal,
): Promise<readonly NamedReference[]> {
  const attached: readonly ReferenceSource[] = await collect(attachedSources(backend, ticket, thread, signal));
  return namedOnce(referencesIn([...writtenSources(ticket, thread), ...attached]));
}
