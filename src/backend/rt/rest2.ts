import { DeskError } from '../../errors.ts';
import type { AttachmentDraft } from '../../model/message.ts';
import { type Instant, toInstant } from '../../model/time.ts';
import type { Http, HttpAnswer, HttpRequest } from '../http.ts';
import { multipart } from '../http/multipart.ts';
import { type Json, objectOf, objectsIn, textOf, textsIn } from './json.ts';

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

/** What RT said to a change: sentences in the user's language, which decide nothing. */
export interface Said {
  readonly sentences: readonly string[];
  readonly status: number;
}

const root = '/REST/2.0';
const accept = { accept: 'application/json' };
const asJson = { 'content-type': 'application/json', ...accept };
/** A change that RT will not make, told with why. */
export const refusals: readonly number[] = [400, 403, 404, 409, 412, 422];

/** Rows a page; RT gives no more. */
export const pageSize = 100;

function lineOf({ fields, within = {}, order = [], page, perPage = pageSize }: Asked): URLSearchParams {
  const line = new URLSearchParams({ per_page: String(perPage) });
  if (fields.length > 0) line.set('fields', fields.join(','));
  for (const [field, inner] of Object.entries(within)) if (fields.includes(field)) line.set(`fields[${field}]`, inner.join(','));
  for (const key of order) {
    line.append('orderby', key.replace(/^-/, ''));
    line.append('order', key.startsWith('-') ? 'DESC' : 'ASC');
  }
  if (page !== undefined && page > 1) line.set('page', String(page));
  return line;
}

/** What is read decides: an answer of another shape is no empty list. */
function understood(body: unknown, fits: boolean): Json {
  if (fits) return objectOf(body);
  throw new DeskError('unreachable', 'the server cannot be understood: it answered in JSON of another shape', {
    hint: 'is it a Request Tracker, and its REST2 switched on? DESK_DEBUG=http shows what was asked',
  });
}

async function pageOf(answer: HttpAnswer): Promise<Page> {
  const json = await answer.json();
  const body = understood(json, Array.isArray(objectOf(json)['items']));
  return { items: objectsIn(body['items']), total: typeof body['total'] === 'number' ? body['total'] : undefined };
}

/** A 4xx that says why, or the sentences of what was done. */
export async function said(answer: HttpAnswer): Promise<Said> {
  const body =
    answer.status === 204 ? [] : await answer.json().catch((thrown: unknown) => (answer.status < 500 ? Promise.reject(thrown) : {}));
  const sentences = Array.isArray(body) ? textsIn(body.flat()) : [textOf(objectOf(body)['message'])].filter((text) => text !== undefined);
  return { sentences: sentences.map((text) => text.trim()), status: answer.status };
}

/** JSON, or a form where there are files: base64 in JSON breaks on their names. */
const bodyOf = (json: Json, files: readonly AttachmentDraft[]) =>
  files.length === 0
    ? { headers: asJson, body: JSON.stringify(json) }
    : multipart([
        { name: 'JSON', mediaType: 'application/json', content: JSON.stringify(json) },
        ...files.map(({ name, type, content }) => ({ name: 'Attachments', fileName: name, mediaType: type, content })),
      ]);

/** How REST2 is spoken, whatever is asked; paths are below `/REST/2.0`. Each throws what `Http` throws, and `unreachable` for an answer of another shape. */
export interface Rest2 {
  /** One object. */
  read(path: string, signal: AbortSignal): Promise<Json>;
  /** One object; undefined where the status is one of these. */
  readUnless(path: string, statuses: readonly number[], signal: AbortSignal): Promise<Json | undefined>;
  /** A list; `query` in whatever language the list takes. */
  list(path: string, asked: Asked, signal: AbortSignal, query?: string): Promise<Page>;
  /** The same by a form, for a query that is too long for a line. */
  listByForm(path: string, asked: Asked, signal: AbortSignal, query: string): Promise<Page>;
  /** A change that may be sent again. */
  put(path: string, body: unknown, signal: AbortSignal, expects: readonly number[]): Promise<HttpAnswer>;
  /** A change that may not. */
  post(path: string, json: Json, files: readonly AttachmentDraft[], signal: AbortSignal): Promise<HttpAnswer>;
  /** What the server's clock shows, as its last answer told: it may go otherwise than ours. */
  now(): Instant;
  close(): Promise<void>;
}

export function rest2(http: Http): Rest2 {
  let aheadMs = 0;
  let closed = false;
  const send = async (request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> => {
    if (closed) throw new DeskError('bug', 'this desk was closed already');
    const answer = await http.send({ ...request, path: root + request.path }, signal);
    const at = Date.parse(String(answer.headers['date'] ?? ''));
    if (!Number.isNaN(at)) aheadMs = at - Date.now();
    return answer;
  };
  return {
    async read(path, signal) {
      const json = await (await send({ method: 'GET', path, headers: accept, safe: true }, signal)).json();
      return understood(json, Object.keys(objectOf(json)).length > 0);
    },
    async readUnless(path, statuses, signal) {
      const answer = await send({ method: 'GET', path, headers: accept, safe: true, expects: statuses }, signal);
      return answer.status === 200 ? objectOf(await answer.json()) : undefined;
    },
    async list(path, asked, signal, query) {
      const line = lineOf(asked);
      if (query !== undefined) line.set('query', query);
      return pageOf(await send({ method: 'GET', path: `${path}?${line}`, headers: accept, safe: true }, signal));
    },
    async listByForm(path, asked, signal, query) {
      const form = lineOf(asked);
      form.set('query', query);
      const headers = { 'content-type': 'application/x-www-form-urlencoded', ...accept };
      return pageOf(await send({ method: 'POST', path, headers, body: form.toString(), safe: true }, signal));
    },
    put: (path, body, signal, expects) =>
      send({ method: 'PUT', path, headers: asJson, body: JSON.stringify(body), safe: true, expects }, signal),
    post(path, json, files, signal) {
      const { headers, body } = bodyOf(json, files);
      return send({ method: 'POST', path, headers: { ...headers, ...accept }, body, safe: false, expects: refusals }, signal);
    },
    now: () => toInstant(Date.now() + aheadMs),
    async close() {
      if (!closed) await http[Symbol.asyncDispose]();
      closed = true;
    },
  };
}
