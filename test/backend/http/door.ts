import type { RequestListener, ServerResponse } from 'node:http';
import type { Http, HttpAnswer, HttpOptions, HttpRequest } from '../../../src/backend/http.ts';
import { openHttp } from '../../../src/backend/http/open.ts';
import { bodyOf, type Listening, serving } from '../../fakes/listening.ts';

/** One request as the server got it. */
export interface Got {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What the server does with the nth request, from 1. */
export type Serve = (response: ServerResponse, got: Got, nth: number) => void;

/** A server with a way to it; time is not spent but noted. */
export interface Door extends AsyncDisposable {
  readonly http: Http;
  readonly server: Listening;
  readonly got: readonly Got[];
  readonly waited: readonly number[];
  readonly log: readonly string[];
  send(request: Partial<HttpRequest> & { readonly path?: string }, signal?: AbortSignal): Promise<HttpAnswer>;
}

export const json = (response: ServerResponse, value: unknown, status = 200): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

export const listener =
  (serve: Serve, got: Got[]): RequestListener =>
  (request, response) =>
    void bodyOf(request)
      .then((body) => {
        const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: body.toString() };
        got.push(one);
        serve(response, one, got.length);
      })
      .catch(() => {});

/** Opens a way to a server that answers so. */
export async function door(serve: Serve, options: Partial<HttpOptions> = {}): Promise<Door> {
  const got: Got[] = [];
  const waited: number[] = [];
  const log: string[] = [];
  const server = await serving(listener(serve, got));
  const http = await openHttp({
    base: server.url,
    credentials: { kind: 'none' },
    connections: 4,
    env: {},
    log: (line) => void log.push(line),
    random: () => 0.5,
    now: () => Date.parse('2026-11-21T12:00:00Z'),
    wait: async (ms) => void waited.push(ms),
    ...options,
  });
  return {
    http,
    server,
    got,
    waited,
    log,
    send: (request, signal = new AbortController().signal) =>
      http.send({ method: 'GET', path: '/', safe: request.method === undefined, ...request }, signal),
    async [Symbol.asyncDispose]() {
      await http[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}
