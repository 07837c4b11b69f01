import type { Backend } from '../../backend/backend.ts';
import type { Message } from '../../model/message.ts';
import type { NamedReference, ReferenceSource } from '../../model/reference.ts';
import { collect } from '../../model/stream.ts';
import type { Ticket } from '../../model/ticket.ts';
import { namedOnce } from './named.ts';
import { referencesIn } from './references-in.ts';
import { attachedSources, writtenSources } from './sources.ts';

type Written = Pick<Ticket, 'id' | 'subject' | 'created' | 'language'>;

/** What the subject and the messages of a ticket name. */
export const writtenReferences = (ticket: Written, thread: readonly Message[]): readonly NamedReference[] =>
  namedOnce(referencesIn(writtenSources(ticket, thread)));

/** What a ticket names, its text attachments too. Throws what reading an attachment throws. */
export async function ticketReferences(backend: Backend, ticket: Written, thread: readonly Message[], signal: AbortSignal): Promise<readonly NamedReference[]> {
  const attached: readonly ReferenceSource[] = await collect(attachedSources(backend, ticket, thread, signal));
  return namedOnce(referencesIn([...writtenSources(ticket, thread), ...attached]));
}
