import { DeskError } from '../../errors.ts';
import type { HttpOptions, HttpRequest } from '../http.ts';
import { exchange, type Lost, type Reply } from './exchange.ts';
import { gate } from './gate.ts';
import { openLine, type OpenLine } from './line.ts';
import { logged } from './log.ts';
import { patient } from './patience.ts';

/** One attempt at a request. */
export interface Attempt {
  readonly request: HttpRequest;
  readonly url: URL;
  /** The first is 1. */
  readonly attempt: number;
  readonly signal: AbortSignal;
}

/** Carries attempts to their origins and the replies back: no more at once than are allowed, and each is told to the log. */
export interface Carrier {
  /** Gets ready to send there; nothing is sent yet. Throws `settings` for a proxy that cannot be used. */
  lineTo(url: URL): Promise<OpenLine>;
  /** Never rejects because of the network. A body left on the wire keeps its place until it is read or left. */
  carry(attempt: Attempt, credentials: Headers): Promise<Reply | Lost>;
  close(): Promise<void>;
}

type Headers = Readonly<Record<string, string>>;

/** A server closes what it has not heard from for a second; a change is not sent into that. */
const staleMs = 700;

/** `host` is what the desk is called where a body is cut off. */
export function carrier(options: HttpOptions, host: string): Carrier {
  const lines = new Map<string, Promise<OpenLine>>();
  const enter = gate(options.connections);
  const patience = { ...patient, ...options.patience };
  const lineTo = (url: URL): Promise<OpenLine> => {
    const known = lines.get(url.origin) ?? openLine(url, options.env, options.connections);
    lines.set(url.origin, known);
    return known;
  };
  return {
    lineTo,
    async carry(attempt, credentials) {
      const line = await lineTo(attempt.url);
      const leave = await enter();
      const begun = performance.now();
      if (!attempt.request.safe) line.refresh(staleMs);
      const reply = await exchange(wireOf(attempt, credentials), line, patience, attempt.signal);
      line.used();
      options.log?.(told(attempt, reply, performance.now() - begun));
      if (!('lost' in reply) && !(reply.body instanceof Uint8Array)) return { ...reply, body: leaving(reply.body, leave, host) };
      leave();
      return reply;
    },
    async close() {
      for (const line of lines.values()) (await line).close();
    },
  };
}

const wireOf = ({ request, url }: Attempt, credentials: Headers): Parameters<typeof exchange>[0] => ({
  method: request.method,
  url,
  headers: { accept: 'application/json', ...lowered(request.headers), ...credentials },
  body: request.body,
  stream: request.stream === true,
});

const lowered = (headers: HttpRequest['headers'] = {}): Headers =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

const told = ({ request, url, attempt }: Attempt, reply: Reply | Lost, ms: number): string =>
  'lost' in reply
    ? logged(request.method, url, attempt, reply.lost, ms)
    : logged(request.method, url, attempt, String(reply.status), ms, reply.body);

async function* leaving(body: AsyncIterable<Uint8Array>, leave: () => void, host: string): AsyncIterable<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw new DeskError('unreachable', `what ${host} sent was cut off`, { hint: 'try again', cause });
  } finally {
    leave();
  }
}
