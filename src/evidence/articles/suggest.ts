import type { Backend } from '../../backend/backend.ts';
import type { ArticleHit } from '../../model/article.ts';
import { collect } from '../../model/stream.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Libraries } from '../references/libraries.ts';
import { errorTexts } from '../references/error-text.ts';
import { writtenSources } from '../references/sources.ts';
import { statuses } from '../references/status.ts';
import { type Question, suggestArticles } from './find.ts';
import type { Knowledge } from './knowledge.ts';
import { codesIn, errorText } from './signature.ts';

/** Of each message so much is looked at; logs that somebody pasted would drown what they ask. */
const mostLetters = 4000;

/** Codes and texts of errors need no tables of domains and phone numbers, which take long to load. */
const unneeded: Libraries = { isRegistrable: () => false, phoneNumber: () => undefined };

/** What is asked in a ticket: its subject, and what the requester wrote. */
async function questionOf(backend: Pick<Backend, 'get' | 'thread'>, id: TicketId, signal: AbortSignal): Promise<Question> {
  const ticket = await backend.get(id, signal);
  const thread = await collect(backend.thread(ticket.id, signal));
  const requests = thread.filter(({ kind }) => kind === 'request').map((each) => ({ ...each, body: each.body.slice(0, mostLetters) }));
  const said = requests.map(({ body }) => body);
  const refs = writtenSources(ticket, requests).flatMap((source) =>
    [statuses, errorTexts].flatMap((recogniser) => [...recogniser(source.text, source, unneeded)]),
  );
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
