import { DeskError } from '../../errors.ts';
import type { AttachmentDraft } from '../../model/message.ts';
import type { TicketId } from '../../model/ticket.ts';
import { type Instant, toInstant } from '../../model/time.ts';
import type { Http, HttpAnswer, HttpRequest } from '../http.ts';
import { multipart } from '../http/multipart.ts';
import { type Json, numberOf, objectOf, objectsIn, textOf, textsIn } from './json.ts';

/** A page of a list. `total` is told for tickets only: RT counts others before it looks at rights. */
export interface Page {
  readonly items: readonly Json[];
  readonly total: number | undefined;
}

/** Which rows of a list, and what of them. */
export interface Asked {
  /** RT's names of fields; each costs time of its own. */
  readonly fields: readonly string[];
  /** Fields of what a field names: `{ Queue: ['Name'] }`. */
  readonly within?: Readonly<Record<string, readonly string[]>>;
  /** `-` in front is descending. */
  readonly order?: readonly string[];
  readonly page?: number;
  readonly perPage?: number;
}

/** A condition of the lists that take no TicketSQL; those on one field stand as alternatives. */
export interface Where {
  readonly field: string;
  readonly operator?: '=' | '>' | 'LIKE' | 'STARTSWITH';
  readonly value: string | number;
}

/** What RT said to a change: sentences in the user's language, which decide nothing. */
export interface Said {
  readonly sentences: readonly string[];
  readonly status: number;
}

const root = '/REST/2.0';
const asJson = { 'content-type': 'application/json', accept: 'application/json' };
/** What a GET may be long; proxies cut at 8 kB, and the rest of the line needs some. */
const longest = 3000;

/** Every request that the adapter makes, by what it does. Each throws what `Http` throws. */
export function rtCalls(http: Http) {
  let aheadMs = 0;
  let closed = false;
  const send = async (request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
    if (closed) throw new DeskError('bug', 'this desk was closed already');
    const answer = await http.send(request, signal);
    const at = Date.parse(String(answer.headers['date'] ?? ''));
    if (!Number.isNaN(at)) aheadMs = at - Date.now();
    return answer;
  };

  const query = ({ fields, within = {}, order = [], page, perPage = 100 }: Asked): URLSearchParams => {
    const asked = new URLSearchParams({ per_page: String(perPage) });
    if (fields.length > 0) asked.set('fields', fields.join(','));
    for (const [field, inner] of Object.entries(within)) if (fields.includes(field)) asked.set(`fields[${field}]`, inner.join(','));
    for (const key of order) {
      asked.append('orderby', key.replace(/^-/, ''));
      asked.append('order', key.startsWith('-') ? 'DESC' : 'ASC');
    }
    if (page !== undefined && page > 1) asked.set('page', String(page));
    return asked;
  };
  // What is read decides: an answer of another shape is no empty list.
  const understood = (body: unknown, fits: boolean): Json => {
    if (fits) return objectOf(body);
    throw new DeskError('unreachable', 'the server cannot be understood: it answered in JSON of another shape', {
      hint: 'is it a Request Tracker, and its REST2 switched on? DESK_DEBUG=http shows what was asked',
    });
  };
  const pageOf = async (answer: HttpAnswer): Promise<Page> => {
    const json = await answer.json();
    const body = understood(json, Array.isArray(objectOf(json)['items']));
    return { items: objectsIn(body['items']), total: typeof body['total'] === 'number' ? body['total'] : undefined };
  };
  const read = async (path: string, signal: AbortSignal): Promise<Json> => {
    const answer = await send({ method: 'GET', path: root + path, headers: { accept: 'application/json' }, safe: true }, signal);
    const json = await answer.json();
    return understood(json, Object.keys(objectOf(json)).length > 0);
  };
  const list = async (path: string, asked: Asked, signal: AbortSignal, more: Readonly<Record<string, string>> = {}): Promise<Page> => {
    const line = query(asked);
    for (const [name, value] of Object.entries(more)) line.set(name, value);
    return pageOf(
      await send({ method: 'GET', path: `${root}${path}?${line}`, headers: { accept: 'application/json' }, safe: true }, signal),
    );
  };
  /** A 4xx that says why, or the sentences of what was done. */
  const said = async (answer: HttpAnswer): Promise<Said> => {
    const body =
      answer.status === 204 ? [] : await answer.json().catch((thrown: unknown) => (answer.status < 500 ? Promise.reject(thrown) : {}));
    const sentences = Array.isArray(body) ? textsIn(body.flat()) : [textOf(objectOf(body)['message'])].filter((text) => text !== undefined);
    return { sentences: sentences.map((text) => text.trim()), status: answer.status };
  };
  const put = async (path: string, body: unknown, signal: AbortSignal, expects: readonly number[]): Promise<HttpAnswer> =>
    send({ method: 'PUT', path: root + path, headers: asJson, body: JSON.stringify(body), safe: true, expects }, signal);
  const refusals = [400, 403, 404, 409, 412, 422];
  /** JSON, or a form where there are files: base64 in JSON breaks on their names. */
  const bodyOf = (json: Json, files: readonly AttachmentDraft[]) =>
    files.length === 0
      ? { headers: asJson, body: JSON.stringify(json) }
      : multipart([
          { name: 'JSON', mediaType: 'application/json', content: JSON.stringify(json) },
          ...files.map(({ name, type, content }) => ({ name: 'Attachments', fileName: name, mediaType: type, content })),
        ]);
  const post = async (path: string, json: Json, files: readonly AttachmentDraft[], signal: AbortSignal): Promise<HttpAnswer> => {
    const { headers, body } = bodyOf(json, files);
    return send(
      { method: 'POST', path: root + path, headers: { ...headers, accept: 'application/json' }, body, safe: false, expects: refusals },
      signal,
    );
  };

  return {
    /** Tickets by TicketSQL. Throws `refused` for what RT cannot read. */
    async search(ticketSql: string, asked: Asked, signal: AbortSignal): Promise<Page> {
      if (ticketSql.length <= longest) return list('/tickets', asked, signal, { query: ticketSql });
      const body = query(asked);
      body.set('query', ticketSql);
      const headers = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' };
      return pageOf(await send({ method: 'POST', path: `${root}/tickets`, headers, body: body.toString(), safe: true }, signal));
    },
    /** What happened, by TransactionSQL. */
    transactions: (transactionSql: string, asked: Asked, signal: AbortSignal) =>
      list('/transactions', asked, signal, { query: transactionSql }),
    /** Parts of messages, those of all these transactions at once. Text comes decoded, bytes do not come whole. */
    attachmentsOf: (transactions: readonly number[], asked: Asked, signal: AbortSignal) =>
      list('/attachments', asked, signal, { query: JSON.stringify(transactions.map((value) => ({ field: 'TransactionId', value }))) }),
    /** One part, whole: `Content` is base64 unless it is text. RT answers 500 for one that is not there or may not be seen. */
    async attachment(id: number, signal: AbortSignal): Promise<Json | undefined> {
      const answer = await send(
        { method: 'GET', path: `${root}/attachment/${id}`, headers: { accept: 'application/json' }, safe: true, expects: [403, 404, 500] },
        signal,
      );
      return answer.status === 200 ? objectOf(await answer.json()) : undefined;
    },
    /** One ticket with its links and what may be done to it; a merged one is answered by its survivor. Undefined where there is none that may be seen. */
    async ticket(id: TicketId, signal: AbortSignal): Promise<Json | undefined> {
      const path = `${root}/ticket/${id}`;
      const answer = await send({ method: 'GET', path, headers: { accept: 'application/json' }, safe: true, expects: [403, 404] }, signal);
      if (answer.status === 200) return objectOf(await answer.json());
      return undefined;
    },
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
    users: (where: readonly Where[], asked: Asked, signal: AbortSignal) => list('/users', asked, signal, { query: JSON.stringify(where) }),
    /** One user by name or number; undefined where there is none. */
    async user(nameOrId: string | number, signal: AbortSignal): Promise<Json | undefined> {
      const path = `${root}/user/${encodeURIComponent(nameOrId)}`;
      const answer = await send({ method: 'GET', path, headers: { accept: 'application/json' }, safe: true, expects: [403, 404] }, signal);
      return answer.status === 200 ? objectOf(await answer.json()) : undefined;
    },
    /** The queues that I may see. */
    queues: (asked: Asked, signal: AbortSignal) => list('/queues/all', asked, signal),
    /** One queue, with the names of its tickets' custom fields. Throws `denied`, `not-found`. */
    queue: (id: number, signal: AbortSignal): Promise<Json> => read(`/queue/${id}`, signal),
    /** The custom fields of tickets, for who may see custom fields on the whole system; others are given none. */
    ticketFields: (asked: Asked, signal: AbortSignal) =>
      list('/customfields', asked, signal, { query: JSON.stringify([{ field: 'LookupType', value: 'RT::Queue-RT::Ticket' }]) }),
    /** Articles whose fields hold this; without a condition RT gives none. */
    articles: (where: readonly Where[], asked: Asked, signal: AbortSignal) =>
      list('/articles', asked, signal, { query: JSON.stringify(where) }),
    /** Throws `not-found`. */
    async article(id: string, signal: AbortSignal): Promise<Json> {
      if (/^\d+$/.test(id)) return read(`/article/${id}`, signal);
      throw new DeskError('not-found', `there is no article ${id}`, { hint: 'desk kb search finds some' });
    },
    /** The server's version; the cheapest way to see whether it answers and knows me. */
    version: async (signal: AbortSignal): Promise<string> => textOf((await read('/rt', signal))['Version']) ?? 'unknown',
    /** What the server's clock shows, as its last answer told: it may go otherwise than ours. */
    now: (): Instant => toInstant(Date.now() + aheadMs),
    async close(): Promise<void> {
      if (!closed) await http[Symbol.asyncDispose]();
      closed = true;
    },
  };
}

export type RtCalls = ReturnType<typeof rtCalls>;
