import { DeskError } from '../../errors.ts';
import { Interrupted } from '../../around/world.ts';
import type { Http, HttpAnswer, HttpOptions, HttpRequest } from '../http.ts';
import { collect } from '../../model/stream.ts';
import { exchange, type Lost, type Reply } from './exchange.ts';
import { gate } from './gate.ts';
import { openLine, type OpenLine } from './line.ts';
import { logged } from './log.ts';
import { askedToWait, patient, retrying } from './patience.ts';
import { signer } from './sign.ts';
import { lostError, moved, notJson, signedOut, statusError, uncertain, worthTrying } from './trouble.ts';

/** An address as a base: without query, fragment, name, password or a slash at its end. Throws `usage`. */
export function baseOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    throw new DeskError('usage', `"${text}" is no address such as https://rt.example.com`);
  if (url.username || url.password)
    throw new DeskError('usage', 'an address with a name or password in it is not taken', {
      hint: 'you are asked for them; or see --user and --with-token',
    });
  url.search = '';
  url.hash = '';
  url.pathname = url.pathname.replace(/\/+$/, '');
  return url;
}

export const spelled = (base: URL): string => base.href.replace(/\/$/, '');

const isLoginPage = ({ pathname }: URL): boolean => /login|sign_?in|sso\b|saml|oauth/i.test(pathname);

/** A server closes what it has not heard from for a second; a change is not sent into that. */
const staleMs = 700;

const mostRedirects = 5;

type Headers = Readonly<Record<string, string>>;

/** How one request goes on, from one attempt to the next. */
interface Course {
  readonly request: HttpRequest;
  readonly signal: AbortSignal;
  url: URL;
  attempt: number;
  waits: number;
  redirects: number;
  renewed: boolean;
  /** The server may have it, and its answer is lost. */
  lost: boolean;
}

/** A way to a foreign desk. Nothing is sent yet. Throws `usage` for what is no address, `settings` for a proxy that cannot be used. */
export async function openHttp(options: HttpOptions): Promise<Http> {
  const base = baseOf(options.base);
  const lines = new Map<string, Promise<OpenLine>>();
  const lineTo = (url: URL): Promise<OpenLine> => {
    const known = lines.get(url.origin) ?? openLine(url, options.env, options.connections);
    lines.set(url.origin, known);
    return known;
  };
  await lineTo(base);
  const enter = gate(options.connections);
  const sign = signer(options.credentials);
  const retry = retrying(options);
  const now = options.now ?? Date.now;
  const patience = { ...patient, ...options.patience };
  const host = base.host;
  const loginPage = options.loginPage ?? isLoginPage;

  async function once({ request, url, signal, attempt }: Course, credentials: Headers): Promise<Reply | Lost> {
    const line = await lineTo(url);
    const leave = await enter();
    const begun = performance.now();
    if (!request.safe) line.refresh(staleMs);
    const headers = { accept: 'application/json', ...lowered(request.headers), ...credentials };
    const reply = await exchange(
      { method: request.method, url, headers, body: request.body, stream: request.stream === true },
      line,
      patience,
      signal,
    );
    line.used();
    options.log?.(
      logged(
        request.method,
        url,
        attempt,
        'lost' in reply ? reply.lost : String(reply.status),
        performance.now() - begun,
        'body' in reply && reply.body,
      ),
    );
    if ('lost' in reply || reply.body instanceof Uint8Array) leave();
    else return { ...reply, body: leaving(reply.body, leave, host) };
    return reply;
  }

  /** Whether to send again after no answer; throws what it ends with. */
  async function afterLoss(course: Course, lost: Lost): Promise<void> {
    const { request, signal, attempt } = course;
    course.lost ||= lost.sent;
    if (signal.aborted) throw request.safe || !lost.sent ? new Interrupted('interrupted') : uncertain(host, 'it was interrupted');
    const mayHaveDone = lost.sent && !request.safe;
    if (mayHaveDone || !repeatable(request) || !worthTrying(lost) || !retry.may(attempt)) throw lostError(lost, request, host);
    await retry.backOff(attempt, signal);
  }

  /** Whether to send again after an answer that is no success. */
  async function worthAnother(course: Course, { status, headers }: Reply): Promise<boolean> {
    const { request, signal } = course;
    const asked = askedToWait(headers, now());
    if (!repeatable(request)) return false;
    if (status === 429 || (status === 503 && asked !== undefined)) {
      course.waits += 1;
      return course.waits <= (options.tries ?? 4) && retry.obey(asked, course.waits, signal);
    }
    course.lost ||= status === 502 || status === 504;
    if (![502, 503, 504].includes(status) || !request.safe || !retry.may(course.attempt)) return false;
    await retry.backOff(course.attempt, signal);
    return true;
  }

  /** Gets another session after a request was turned away, once. Throws `signed-out`. */
  async function renewed(course: Course, used: Headers): Promise<void> {
    if (course.renewed || !repeatable(course.request) || !(await sign.renew(used, course.signal))) throw signedOut(host, spelled(base));
    course.renewed = true;
  }

  /** Goes where the server sends what is only read. Throws `settings`. */
  function follow(course: Course, to: URL): void {
    course.redirects += 1;
    const { method, elsewhere } = course.request;
    const may = method === 'GET' && (to.origin === base.origin || elsewhere === true) && course.redirects <= mostRedirects;
    if (!may) throw moved(host, to);
    course.url = to;
  }

  /** One attempt: its answer, or undefined when there is to be another. */
  async function tried(course: Course): Promise<HttpAnswer | undefined> {
    const { request, signal } = course;
    const credentials = course.url.origin === base.origin ? await sign.headers(signal) : {};
    const reply = await once(course, credentials);
    if ('lost' in reply) return void (await afterLoss(course, reply));
    const expected = request.expects?.includes(reply.status) === true;
    const to = locationOf(reply, course.url);
    const turnedAway = reply.status === 401 || (to !== undefined && loginPage(to));
    if (turnedAway || (to && !expected)) {
      await discard(reply);
      return void (turnedAway || !to ? await renewed(course, credentials) : follow(course, to));
    }
    if (expected || (reply.status >= 200 && reply.status < 300)) {
      retry.well();
      return answerOf(reply, request, host);
    }
    if (await worthAnother(course, reply)) return void (await discard(reply));
    throw statusError(reply, Buffer.from(await bytesOf(reply)).toString(), request, host);
  }

  async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    const url = new URL(spelled(base) + request.path);
    const course: Course = { request, signal, url, attempt: 0, waits: 0, redirects: 0, renewed: false, lost: false };
    try {
      for (;;) {
        if (signal.aborted) throw new Interrupted('interrupted');
        course.attempt += 1;
        const answer = await tried(course);
        if (answer) return answer;
      }
    } catch (thrown) {
      throw request.changes && course.lost && endsUnknown(thrown) ? uncertain(host, reasonOf(thrown), thrown) : thrown;
    }
  }

  return {
    base: spelled(base),
    send,
    async [Symbol.asyncDispose]() {
      for (const line of lines.values()) (await line).close();
    },
  };
}

/** Whether what was given up tells nothing of what the server did. */
const endsUnknown = (thrown: unknown): boolean =>
  thrown instanceof Interrupted || (thrown instanceof DeskError && thrown.kind === 'unreachable');

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

const lowered = (headers: HttpRequest['headers'] = {}): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** A body that comes as a stream is gone once it was sent. */
const repeatable = ({ body }: HttpRequest): boolean => body === undefined || typeof body === 'string' || body instanceof Uint8Array;

function locationOf({ status, headers }: Reply, from: URL): URL | undefined {
  const { location } = headers;
  if (status < 300 || status >= 400 || status === 304 || typeof location !== 'string' || !URL.canParse(location, from.href))
    return undefined;
  return new URL(location, from);
}

async function* leaving(body: AsyncIterable<Uint8Array>, leave: () => void, host: string): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new DeskError('unreachable', `what ${host} sent was cut off`, { hint: 'try again', cause });
  } finally {
    leave();
  }
}

async function bytesOf({ body }: Reply): Promise<Uint8Array> {
  if (body instanceof Uint8Array) return body;
  return Buffer.concat(await collect(body));
}

/** What is not read any more makes room for the next. */
async function discard({ body }: Reply): Promise<void> {
  if (!(body instanceof Uint8Array)) for await (const _ of body) break;
}

function answerOf(reply: Reply, request: HttpRequest, host: string): HttpAnswer {
  const text = async (): Promise<string> => Buffer.from(await bytesOf(reply)).toString();
  return {
    status: reply.status,
    headers: reply.headers,
    text,
    async json() {
      try {
        return JSON.parse(await text()) as unknown;
      } catch (cause) {
        throw cause instanceof DeskError ? cause : notJson(reply, request, host, cause);
      }
    },
    async *bytes() {
      if (reply.body instanceof Uint8Array) yield reply.body;
      else yield* reply.body;
    },
  };
}
