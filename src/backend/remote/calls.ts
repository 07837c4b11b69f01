import { DeskError } from '../../errors.ts';
import { collect } from '../../model/stream.ts';
import type { Http, HttpAnswer, HttpRequest } from '../http.ts';
import { uncertain } from '../http/trouble.ts';
import { CutOff } from '../wire/ends.ts';
import { framesType, unframed } from '../wire/frames.ts';
import { type CallName, type CallsOf, type Route, routes } from '../wire/routes.ts';
import type { Answer, Input } from '../wire/shapes.ts';
import { errorIn } from '../wire/trouble.ts';
import { mustUnderstand, spokenWire, wireHeader } from '../wire/version.ts';
import { fits, fitsLine } from './fits.ts';
import { valuesIn } from './lines.ts';

/** The calls of the wire, by how their answers come. Each throws the error that the server tells, or what `Http` throws. */
export interface Calls extends AsyncDisposable {
  json<C extends CallsOf<'json'>>(call: C, input: Input<C>, signal: AbortSignal): Promise<Answer<C>>;
  /** All of it before the first is handed out, so that an answer cut short is asked for again. */
  whole<C extends CallsOf<'ndjson'>>(call: C, input: Input<C>, signal: AbortSignal): Promise<readonly Answer<C>[]>;
  lines<C extends CallsOf<'ndjson'>>(call: C, input: Input<C>, signal: AbortSignal): AsyncIterable<Answer<C>>;
  bytes<C extends CallsOf<'bytes'>>(call: C, input: Input<C>, signal: AbortSignal): AsyncIterable<Uint8Array>;
  none<C extends CallsOf<'none'>>(call: C, input: Input<C>, signal: AbortSignal): Promise<void>;
}

/** Statuses by which a server of ours tells an error in its own words. What may pass by itself, and 401, is looked after on the way. */
const troubles = [400, 403, 404, 409, 413, 415, 422, 500, 501];

/** Bytes are base64 in JSON; looked at where they stand, since a Buffer has made something else of itself before its value gets here. */
function written(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
  const bytes = this[name];
  return bytes instanceof Uint8Array ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64') : value;
}

/** Where a call goes, and what with. */
export function requestFor(route: Route, input: Readonly<Record<string, unknown>>): HttpRequest {
  const placed = new Set<string>();
  const path = route.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    placed.add(name);
    return encodeURIComponent(String(input[name]));
  });
  const said = Object.entries(input).filter(([name, value]) => !placed.has(name) && value !== undefined);
  const inBody = route.method === 'POST' || route.method === 'PUT';
  const query = new URLSearchParams(inBody ? [] : said.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return {
    method: route.method,
    path: query === '' ? path : `${path}?${query}`,
    headers: {
      [wireHeader]: spokenWire,
      ...(route.answer === 'bytes' && { accept: framesType }),
      ...(inBody && { 'content-type': 'application/json' }),
    },
    ...(inBody && { body: JSON.stringify(Object.fromEntries(said), written) }),
    safe: route.changes !== 'each time',
    changes: route.changes !== undefined,
    expects: troubles,
  };
}

/** The calls of the wire over a way that is signed in. `seen` is told the headers of each answer. The way is closed with them. */
export function callsOver(http: Http, seen: (headers: HttpAnswer['headers']) => void = () => undefined): Calls {
  const host = new URL(http.base).host;
  const errorFrom = (told: unknown): DeskError | undefined => errorIn(told, host);
  let closed = false;

  async function send(call: CallName, input: object, signal: AbortSignal, stream: boolean): Promise<HttpAnswer> {
    if (closed) throw new DeskError('bug', 'this desk was closed already');
    const answer = await http.send({ ...requestFor(routes[call], { ...input }), ...(stream && { stream: true as const }) }, signal);
    try {
      await check(call, answer);
      return answer;
    } catch (thrown) {
      for await (const _ of answer.bytes()) break; // what is not read holds its connection
      throw thrown;
    }
  }

  /** Throws what a desk says went wrong, and where it is none that is understood here. */
  async function check(call: CallName, answer: HttpAnswer): Promise<void> {
    const wire = answer.headers[wireHeader];
    if (typeof wire !== 'string') throw lost(call, `it answered ${answer.status}, and not as a desk does`);
    mustUnderstand(host, wire);
    if (answer.status >= 400) throw errorFrom(await answer.json()) ?? lost(call, `it answered ${answer.status} without saying why`);
    seen(answer.headers);
  }

  /** An answer that tells nothing of what the server did. */
  function lost(call: CallName, why: string, cause?: unknown): DeskError {
    if ('changes' in routes[call]) return uncertain(host, why, cause);
    return new DeskError('unreachable', `${host} cannot be understood: ${why}`, {
      hint: 'is there a proxy in between? DESK_DEBUG=http shows what is sent and answered',
      cause,
    });
  }

  function parsed(call: CallName, text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (cause) {
      throw lost(call, 'its answer is no data', cause);
    }
  }

  function checked(call: CallName, value: unknown, fitting: typeof fits): unknown {
    if (fitting(call, value)) return value;
    throw lost(call, 'its answer has another shape');
  }

  /** What is in an answer, whose end is known from a cut. */
  async function* read<T>(call: CallName, items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
    try {
      yield* untilAborted(items, signal);
    } catch (thrown) {
      throw thrown instanceof CutOff ? lost(call, thrown.message, thrown) : thrown;
    }
  }

  async function* lines<C extends CallsOf<'ndjson'>>(call: C, input: Input<C>, signal: AbortSignal): AsyncIterable<Answer<C>> {
    const { bytes } = await send(call, input, signal, true);
    for await (const value of read(call, valuesIn(bytes(), errorFrom), signal)) yield checked(call, value, fitsLine) as Answer<C>;
  }

  return {
    async json(call, input, signal) {
      const text = await (await send(call, input, signal, false)).text();
      return checked(call, parsed(call, text), fits) as never;
    },
    async whole(call, input, signal) {
      const { bytes } = await send(call, input, signal, false);
      const values = await collect(read(call, valuesIn(bytes(), errorFrom), signal));
      return values.map((value) => checked(call, value, fitsLine)) as never;
    },
    lines,
    async *bytes(call, input, signal) {
      const { bytes } = await send(call, input, signal, true);
      yield* read(call, unframed(bytes(), errorFrom), signal);
    },
    none: async (call, input, signal) => void (await send(call, input, signal, false)),
    async [Symbol.asyncDispose]() {
      closed = true;
      await http[Symbol.asyncDispose]();
    },
  };
}

/** What comes until nobody wants more: what is cut off then is no error. */
async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  try {
    for await (const item of items) {
      if (signal.aborted) return;
      yield item;
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}
