import type { Backend } from '../../backend/backend.ts';
import type { ArticleHit } from '../../model/article.ts';
import { collect } from '../../model/stream.ts';
import type { TicketId } from '../../model/ticket.ts';
import { requestedReferences } from '../references/of-ticket.ts';
import { type Question, suggestArticles } from './find.ts';
import type { Knowledge } from './knowledge.ts';
import { codesIn, errorText } from './signature.ts';

/** Of each message so much is looked at; logs that somebody pasted would drown what they ask. */
const mostLetters = 4000;

/** What is asked in a ticket: its subject, and what the requester wrote, the first and the last message before all. */
async function questionOf(backend: Pick<Backend, 'get' | 'thread'>, id: TicketId, signal: AbortSignal): Promise<Question> {
  const ticket = await backend.get(id, signal);
  const thread = await collect(backend.thread(ticket.id, signal));
  const said = thread.filter(({ kind }) => kind === 'request').map(({ body }) => body.slice(0, mostLetters));
  const refs = await requestedReferences(ticket, thread);
  const codes = refs.filter(({ kind }) => kind.endsWith('-status')).flatMap(({ value }) => [...codesIn(value)]);
  const errors = refs.filter(({ kind }) => kind === 'error').map(({ value }) => value);
  return {
    texts: [[ticket.subject, 1] as const, ...said.map((text) => [text, 1] as const)],
    error: errorText([ticket.subject, ...said, ...errors].join('\n'), new Set(codes)),
    reader: { language: ticket.language ?? undefined, audience: ticket.category ?? undefined },
  };
}

/** The articles that may help with a ticket, best first. Throws `not-found` for the ticket. */
export const suggestFor = async (
  knowledge: Knowledge,
  backend: Pick<Backend, 'get' | 'thread'>,
  ticket: TicketId,
  signal: AbortSignal,
): Promise<readonly ArticleHit[]> => suggestArticles(knowledge, await questionOf(backend, ticket, signal), signal);
