import type { Agent, IncomingMessage, request as Request } from 'node:http';
import { bytesUpTo } from '../../model/stream.ts';
import type { HttpAnswer, HttpRequest, Patience } from '../http.ts';

/** One request on the wire. */
export interface Wire {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: HttpRequest['body'];
  /** The body of the answer is left for the caller to read. */
  readonly stream: boolean;
}

/** What Node sends it with. */
export interface Line {
  readonly request: typeof Request;
  readonly agent: Agent;
}

export interface Reply {
  readonly status: number;
  readonly headers: HttpAnswer['headers'];
  /** Whole, unless it was left on the wire. */
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** No whole answer came. `sent`: the server may have the request. */
export interface Lost {
  readonly lost: string;
  readonly sent: boolean;
  /** As Node calls it: `ECONNREFUSED`. */
  readonly code: string | undefined;
  readonly cause: unknown;
}

const codeOf = (cause: unknown): string | undefined => (cause as NodeJS.ErrnoException | undefined)?.code;

const lostBy = (cause: unknown, sent: boolean): Lost => ({
  lost: cause instanceof Error ? cause.message : String(cause),
  sent,
  code: codeOf(cause),
  cause,
});

const seconds = (ms: number): string => `${Math.max(1, Math.round(ms / 1000))} s`;

/** A request that is so slow that it is given up. */
const slow = (what: string, ms: number): Error => Object.assign(new Error(`${what} within ${seconds(ms)}`), { code: 'ETIMEDOUT' });

/** Sends one request and resolves with its answer, or with how it was lost; never rejects. */
export async function exchange(wire: Wire, { request, agent }: Line, patience: Patience, signal: AbortSignal): Promise<Reply | Lost> {
  let sent = false;
  try {
    const answer = await answerTo(wire, { request, agent }, patience, signal, () => (sent = true));
    const body = wire.stream ? answer : await whole(answer);
    return { status: answer.statusCode ?? 0, headers: headersOf(answer), body };
  } catch (cause) {
    return lostBy(cause, sent);
  }
}

function answerTo(
  { method, url, headers, body }: Wire,
  { request, agent }: Line,
  { connectMs, headersMs, bodyMs }: Patience,
  signal: AbortSignal,
  onSent: () => void,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sending = request(url, { method, headers, agent });
    // Not by Node's own `signal`: its error comes to a connection that nobody holds any more where the answer has arrived and is not read yet.
    const abort = (): void => {
      reject(signal.reason);
      sending.destroy();
    };
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const connecting = setTimeout(() => sending.destroy(slow('no connection', connectMs)), connectMs);
    const connected = (): void => {
      clearTimeout(connecting);
      onSent();
      sending.setTimeout(headersMs, () => sending.destroy(slow('no answer', headersMs)));
    };
    sending.on('socket', (socket) => {
      if (sending.reusedSocket || !socket.connecting) return connected();
      socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', connected);
    });
    sending.on('response', (answer) => {
      answer.on('error', () => undefined); // told by whoever reads it, and by nobody where it was left
      answer.setTimeout(bodyMs, () => answer.destroy(slow('the answer stopped: nothing more', bodyMs)));
      resolve(answer);
    });
    sending.on('error', reject);
    sending.on('close', () => {
      clearTimeout(connecting);
      signal.removeEventListener('abort', abort);
    });
    void write(sending, body).catch((thrown: unknown) => sending.destroy(thrown as Error));
  });
}

async function write(to: ReturnType<typeof Request>, body: HttpRequest['body']): Promise<void> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    to.end(body);
    return;
  }
  for await (const chunk of body)
    if (!to.write(chunk))
      await new Promise((resolve) => to.once('drain', () => resolve(undefined)).once('close', () => resolve(undefined)));
  to.end();
}

const tooLarge = (most: number): Error =>
  Object.assign(new Error(`the answer is larger than ${Math.floor(most / 1_048_576)} MB`), { code: 'EFBIG' });

/** Above every file that a help desk takes, also in base64; what never ends must not fill the memory. */
const mostBytes = 268_435_456;

/** All that comes, if it is no more than `most` bytes; else it is left and an error thrown. */
export async function whole(answer: AsyncIterable<Uint8Array>, most = mostBytes): Promise<Uint8Array> {
  const bytes = await bytesUpTo(answer, most);
  if (!bytes) throw tooLarge(most);
  return bytes;
}

function headersOf({ headers }: IncomingMessage): HttpAnswer['headers'] {
  return Object.fromEntries(Object.entries(headers).filter((entry): entry is [string, string | string[]] => entry[1] !== undefined));
}
