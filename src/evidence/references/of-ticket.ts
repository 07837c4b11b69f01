import type { Backend } from '../../backend/backend.ts';
import type { Message } from '../../model/message.ts';
import type { NamedReference } from '../../model/reference.ts';
import { collect } from '../../model/stream.ts';
import type { Ticket } from '../../model/ticket.ts';
import { findLoading } from './find.ts';
import { namedOnce } from './named.ts';
import { attachedSources, writtenSources } from './sources.ts';

type Written = Pick<Ticket, 'id' | 'subject' | 'created' | 'language'>;

/** What the requester's side names, in the subject and in messages. */
export async function requestedReferences(ticket: Written, thread: readonly Message[]): Promise<readonly NamedReference[]> {
  const sources = writtenSources(ticket, thread).filter((_, place) => place === 0 || thread[place - 1]?.kind === 'request');
  return namedOnce(await findLoading(sources));
}

/** What a ticket names, its text attachments too. Throws what reading an attachment throws. */
export async function ticketReferences(
  backend: Pick<Backend, 'attachment'>,
  ticket: Written,
  thread: readonly Message[],
  signal: AbortSignal,
): Promise<readonly NamedReference[]> {
  const attached = await collect(attachedSources(backend, ticket, thread, signal));
  return namedOnce(await findLoading([...writtenSources(ticket, thread), ...attached]));
}
