import { DeskError } from '../../errors.ts';
import { collect } from '../../model/stream.ts';
import type { Http, HttpAnswer } from '../http.ts';
import { unframed } from '../wire/frames.ts';
import { type CallName, type CallsOf, routes } from '../wire/routes.ts';
import type { Answer, Input } from '../wire/shapes.ts';
import { valuesIn } from './lines.ts';
import { requestFor } from './request.ts';
import { understanding } from './understanding.ts';

/** The calls of the wire, by how their answers come. Each throws the error that the server tells, or what `Http` throws. */
export interface Calls extends AsyncDisposable {
  json<C extends CallsOf<'json'>>(call: C, input: Input<C>, signal: AbortSignal): Promise<Answer<C>>;
  /** All of it before the first is handed out, so that an answer cut short is asked for again. */
  whole<C extends CallsOf<'ndjson'>>(call: C, input: Input<C>, signal: AbortSignal): Promise<readonly Answer<C>[]>;
  lines<C extends CallsOf<'ndjson'>>(call: C, input: Input<C>, signal: AbortSignal): AsyncIterable<Answer<C>>;
  bytes<C extends CallsOf<'bytes'>>(call: C, input: Input<C>, signal: AbortSignal): AsyncIterable<Uint8Array>;
  none<C extends CallsOf<'none'>>(call: C, input: Input<C>, signal: AbortSignal): Promise<void>;
}

/** The calls of the wire over a way that is signed in. `seen` is told the headers of each answer. The way is closed with them. */
export function callsOver(http: Http, seen: (headers: HttpAnswer['headers']) => void = () => undefined): Calls {
  const { errorFrom, mustBeWell, answerIn, valueOf, untilEnd } = understanding(new URL(http.base).host);
  let closed = false;

  async function send(call: CallName, input: object, signal: AbortSignal, stream: boolean): Promise<HttpAnswer> {
    if (closed) throw new DeskError('bug', 'this desk was closed already');
    const answer = await http.send({ ...requestFor(routes[call], { ...input }), ...(stream && { stream: true as const }) }, signal);
    try {
      await mustBeWell(call, answer);
      seen(answer.headers);
      return answer;
    } catch (thrown) {
      for await (const _ of answer.bytes()) break; // what is not read holds its connection
      throw thrown;
    }
  }

  async function* values(call: CallName, input: object, signal: AbortSignal, stream: boolean): AsyncIterable<never> {
    const { bytes } = await send(call, input, signal, stream);
    for await (const value of untilEnd(call, valuesIn(bytes(), errorFrom), signal)) yield valueOf(call, value) as never;
  }

  return {
    json: async (call, input, signal) => answerIn(call, await (await send(call, input, signal, false)).text()) as never,
    whole: (call, input, signal) => collect(values(call, input, signal, false)),
    lines: (call, input, signal) => values(call, input, signal, true),
    async *bytes(call, input, signal) {
      const { bytes } = await send(call, input, signal, true);
      yield* untilEnd(call, unframed(bytes(), errorFrom), signal);
    },
    none: async (call, input, signal) => void (await send(call, input, signal, false)),
    async [Symbol.asyncDispose]() {
      closed = true;
      await http[Symbol.asyncDispose]();
    },
  };
}
