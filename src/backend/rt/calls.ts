import { DeskError } from '../../errors.ts';
import type { AttachmentDraft } from '../../model/message.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Http } from '../http.ts';
import { type Json, numberOf, objectOf, textOf, textsIn } from './json.ts';
import { type Asked, type Page, refusals, rest2, said, type Said } from './rest2.ts';

/** A condition of the lists that take no TicketSQL; those on one field stand as alternatives. */
export interface Where {
  readonly field: string;
  readonly operator?: '=' | '>' | 'LIKE' | 'STARTSWITH';
  readonly value: string | number;
}

/** What a GET may be long; proxies cut at 8 kB, and the rest of the line needs some. */
const longest = 3000;

/** Every request that the adapter makes, by what it does. Each throws what `Rest2` throws. */
export function rtCalls(http: Http) {
  const { read, readUnless, list, listByForm, put, post, now, close } = rest2(http);
  return {
    /** Tickets by TicketSQL. Throws `refused` for what RT cannot read. */
    search: (ticketSql: string, asked: Asked, signal: AbortSignal): Promise<Page> =>
      (ticketSql.length <= longest ? list : listByForm)('/tickets', asked, signal, ticketSql),
    /** What happened, by TransactionSQL. */
    transactions: (transactionSql: string, asked: Asked, signal: AbortSignal) => list('/transactions', asked, signal, transactionSql),
    /** Parts of messages, those of all these transactions at once. Text comes decoded, bytes do not come whole. */
    attachmentsOf: (transactions: readonly number[], asked: Asked, signal: AbortSignal) =>
      list('/attachments', asked, signal, JSON.stringify(transactions.map((value) => ({ field: 'TransactionId', value })))),
    /** One part, whole: `Content` is base64 unless it is text. RT answers 500 for one that is not there or may not be seen. */
    attachment: (id: number, signal: AbortSignal): Promise<Json | undefined> => readUnless(`/attachment/${id}`, [403, 404, 500], signal),
    /** One ticket with its links and what may be done to it; a merged one is answered by its survivor. Undefined where there is none that may be seen. */
    ticket: (id: TicketId, signal: AbortSignal): Promise<Json | undefined> => readUnless(`/ticket/${id}`, [403, 404], signal),
    /** Changes a ticket. Whatever is refused is a 200 with a sentence: read it again. */
    change: async (id: TicketId, body: Json, signal: AbortSignal): Promise<Said> =>
      said(await put(`/ticket/${id}`, body, signal, [...refusals, 500])),
    /** The same for many, a list of sentences for each; undefined when RT failed in the middle of them, or nothing was told: read them again. */
    async changeMany(
      changes: readonly { readonly id: TicketId; readonly body: Json }[],
      signal: AbortSignal,
    ): Promise<readonly Said[] | undefined> {
      const answer = await put(
        '/tickets/bulk',
        changes.map(({ id, body }) => ({ id, ...body })),
        signal,
        [500, 502, 503],
      );
      if (answer.status >= 500) return undefined;
      const rows = await answer.json().catch(() => undefined); // a page of a proxy
      return Array.isArray(rows)
        ? rows.map((row) => ({ sentences: Array.isArray(row) ? textsIn(row.slice(1)) : [], status: 200 }))
        : undefined;
    },
    /** Makes it mine, from nobody; whether that came about is told by its owner. */
    take: async (id: TicketId, signal: AbortSignal): Promise<Said> => said(await put(`/ticket/${id}/take`, {}, signal, [...refusals, 500])),
    /** Makes it mine, from somebody else. */
    steal: async (id: TicketId, signal: AbortSignal): Promise<Said> =>
      said(await put(`/ticket/${id}/steal`, {}, signal, [...refusals, 500])),
    /** Opens a ticket. */
    async create(
      json: Json,
      files: readonly AttachmentDraft[],
      signal: AbortSignal,
    ): Promise<{ readonly id: TicketId | undefined; readonly said: Said }> {
      const answer = await post('/ticket', json, files, signal);
      if (answer.status !== 201) return { id: undefined, said: await said(answer) };
      return { id: numberOf(objectOf(await answer.json())['id']), said: { sentences: [], status: 201 } };
    },
    /** A reply (`correspond`, mailed by RT) or a note (`comment`); the number of its transaction, which `said` stands in for where it was refused. */
    async message(
      id: TicketId,
      kind: 'correspond' | 'comment',
      json: Json,
      files: readonly AttachmentDraft[],
      signal: AbortSignal,
    ): Promise<{ readonly transaction: number | undefined; readonly said: Said }> {
      const answer = await post(`/ticket/${id}/${kind}`, json, files, signal);
      const location = /\/transaction\/(\d+)$/.exec(String(answer.headers['location'] ?? ''))?.[1];
      return { transaction: answer.status === 201 ? numberOf(location) : undefined, said: await said(answer) };
    },
    /** People whose field holds this; those on different fields must all hold. */
    users: (where: readonly Where[], asked: Asked, signal: AbortSignal) => list('/users', asked, signal, JSON.stringify(where)),
    /** One user by name or number; undefined where there is none. */
    user: (nameOrId: string | number, signal: AbortSignal): Promise<Json | undefined> =>
      readUnless(`/user/${encodeURIComponent(nameOrId)}`, [403, 404], signal),
    /** The queues that I may see. */
    queues: (asked: Asked, signal: AbortSignal) => list('/queues/all', asked, signal),
    /** One queue, with the names of its tickets' custom fields. Throws `denied`, `not-found`. */
    queue: (id: number, signal: AbortSignal): Promise<Json> => read(`/queue/${id}`, signal),
    /** The custom fields of tickets, for who may see custom fields on the whole system; others are given none. */
    ticketFields: (asked: Asked, signal: AbortSignal) =>
      list('/customfields', asked, signal, JSON.stringify([{ field: 'LookupType', value: 'RT::Queue-RT::Ticket' }])),
    /** Articles whose fields hold this; without a condition RT gives none. */
    articles: (where: readonly Where[], asked: Asked, signal: AbortSignal) => list('/articles', asked, signal, JSON.stringify(where)),
    /** Throws `not-found`. */
    async article(id: string, signal: AbortSignal): Promise<Json> {
      if (/^\d+$/.test(id)) return read(`/article/${id}`, signal);
      throw new DeskError('not-found', `there is no article ${id}`, { hint: 'desk kb search finds some' });
    },
    /** The server's version; the cheapest way to see whether it answers and knows me. */
    version: async (signal: AbortSignal): Promise<string> => textOf((await read('/rt', signal))['Version']) ?? 'unknown',
    now,
    close,
  };
}

export type RtCalls = ReturnType<typeof rtCalls>;
