import { DeskError } from '../../errors.ts';
import { collect } from '../../model/stream.ts';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import type { Reply } from './exchange.ts';
import { notJson } from './trouble.ts';

/** A reply as the caller reads it. */
export function answerOf(reply: Reply, request: HttpRequest, host: string): HttpAnswer {
  const text = (): Promise<string> => textOf(reply);
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

/** All of what was said. Throws `unreachable` when it is cut off. */
export async function textOf({ body }: Reply): Promise<string> {
  return Buffer.from(body instanceof Uint8Array ? body : Buffer.concat(await collect(body))).toString();
}

/** What is not read any more makes room for the next. */
export async function discard({ body }: Reply): Promise<void> {
  if (!(body instanceof Uint8Array)) for await (const _ of body) break;
}

/** Where a reply sends whoever asked; undefined when it does not, or to what is no address. */
export function locationOf({ status, headers }: Reply, from: URL): URL | undefined {
  const { location } = headers;
  if (status < 300 || status >= 400 || status === 304 || typeof location !== 'string' || !URL.canParse(location, from.href))
    return undefined;
  return new URL(location, from);
}
