import { DeskError } from '../../errors.ts';
import { Interrupted } from '../../world.ts';
import type { Http, HttpAnswer, HttpOptions, HttpRequest } from '../http.ts';
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

/** How one request goes on: from one attempt to the next. */
interface Course {
  readonly request: HttpRequest;
  readonly signal: AbortSignal;
  readonly url: URL;
  attempt: number;
  waits: number;
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

  async function once({ request, url, signal, attempt }: Course, credentials: Readonly<Record<string, string>>): Promise<Reply | Lost> {
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

  /** Whether to send again after no answer, or one that says so; throws what it ends with. */
  async function again(course: Course, reply: Reply | Lost): Promise<boolean> {
    const { request, signal, attempt } = course;
    if ('lost' in reply) {
      if (signal.aborted) throw request.safe || !reply.sent ? new Interrupted('interrupted') : uncertain(host, 'it was interrupted');
      if ((reply.sent && !request.safe) || !repeatable(request) || !worthTrying(reply) || !retry.may(attempt))
        throw lostError(reply, request, host);
      await retry.backOff(attempt, signal);
      return true;
    }
    const asked = askedToWait(reply.headers, now());
    if (reply.status === 429 || (reply.status === 503 && asked !== undefined)) {
      course.waits += 1;
      return repeatable(request) && course.waits <= (options.tries ?? 4) && retry.obey(asked, course.waits, signal);
    }
    if (![502, 503, 504].includes(reply.status) || !request.safe || !repeatable(request) || !retry.may(attempt)) return false;
    await retry.backOff(attempt, signal);
    return true;
  }

  async function send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer> {
    let renewed = false;
    let redirects = 0;
    let url = new URL(base.href.replace(/\/$/, '') + request.path);
    const course = { request, signal, attempt: 0, waits: 0 };
    for (;;) {
      if (signal.aborted) throw new Interrupted('interrupted');
      course.attempt += 1;
      const credentials = url.origin === base.origin ? await sign.headers(signal) : {};
      const reply = await once({ ...course, url }, credentials);
      if ('lost' in reply) {
        await again({ ...course, url }, reply);
        continue;
      }
      const location = locationOf(reply, url);
      if (reply.status === 401 || (location && loginPage(location))) {
        await discard(reply);
        if (renewed || !repeatable(request) || !(await sign.renew(credentials, signal))) throw signedOut(host, spelled(base));
        renewed = true;
        continue;
      }
      if (location && !request.expects?.includes(reply.status)) {
        await discard(reply);
        const follows = request.method === 'GET' && (location.origin === base.origin || request.elsewhere === true);
        if (!follows || (redirects += 1) > mostRedirects) throw moved(host, location);
        url = location;
        continue;
      }
      const wanted = (reply.status >= 200 && reply.status < 300) || request.expects?.includes(reply.status) === true;
      if (!wanted) {
        const going = { ...course, url };
        const repeat = await again(going, reply);
        course.waits = going.waits;
        if (repeat) {
          await discard(reply);
          continue;
        }
        throw statusError(reply, Buffer.from(await bytesOf(reply)).toString(), request, host);
      }
      retry.well();
      return answerOf(reply, request, host);
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
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks);
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
