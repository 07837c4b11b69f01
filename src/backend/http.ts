import type { World } from '../around/world.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the base, with its query: `/REST/2.0/ticket/1`. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
  /** Whether sending it twice does it once: only then is it sent again after a lost answer. */
  readonly safe: boolean;
  /** It changes something, though it is safe: when it is given up and the server may have had it, it ends as `uncertain`. */
  readonly changes?: boolean;
  /** Statuses that the caller reads itself; every other one that is no success is thrown. 401 and a way to a login page are always thrown. */
  readonly expects?: readonly number[];
  /** The answer's body is large: it is not read before it is asked for, so a cut in it is no longer mended by another try. */
  readonly stream?: true;
  /** Goes where the server sends it, also to another host (which gets no credentials): for downloads. */
  readonly elsewhere?: true;
}

export interface HttpAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** Throws `unreachable` (`uncertain` when the request was not safe) when it is not JSON. */
  json(): Promise<unknown>;
  text(): Promise<string>;
  /** The body as it comes; to be read once, to its end or left. Throws `unreachable` when it is cut off. */
  bytes(): AsyncIterable<Uint8Array>;
}

/**
 * The way to a foreign desk: one origin, signed in, a few connections. `send` throws DeskError: `signed-out` for 401 and for a redirect to a login page,
 * `denied` for 403, `not-found` for 404 and 410, `conflict` for 409 and 412, `refused` for 400, 413, 415 and 422, `unsupported` for 405 and 501,
 * `settings` where the server has moved to another address, `unreachable` when it is down, slow, busy or answers nonsense, and `uncertain` when a request
 * that is not safe was sent and its answer is lost (a 5xx to it counts as lost). What is safe, or was not sent yet, is tried again within the budget; 429 is
 * waited for and tried again always, since nothing was done. Throws Interrupted when the signal is aborted.
 */
export interface Http extends AsyncDisposable {
  /** Without a slash at its end: `https://help.example.com/rt`. */
  readonly base: string;
  send(request: HttpRequest, signal: AbortSignal): Promise<HttpAnswer>;
}

/** How one signs in. */
export type Credentials =
  | { readonly kind: 'none' }
  /** A header such as `Authorization: token …`. */
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  /**
   * What a server gave for the time being, as headers (`cookie`). `renew` gets others when there are none, or when those given have ended; it throws
   * `signed-out` when it cannot.
   */
  | {
      readonly kind: 'session';
      readonly headers: Readonly<Record<string, string>> | undefined;
      readonly renew: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
    };

/** Milliseconds until the connection stands, until the answer begins, and between two pieces of it. */
export interface Patience {
  readonly connectMs: number;
  readonly headersMs: number;
  readonly bodyMs: number;
}

export interface HttpOptions {
  readonly base: string;
  readonly credentials: Credentials;
  /** At most this many at once. */
  readonly connections: number;
  /** Proxies (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) and authorities (`NODE_EXTRA_CA_CERTS`). */
  readonly env: World['env'];
  /** Told each request and answer, with nothing secret in it. */
  readonly log?: (line: string) => void;
  /** Told when the server lets one wait for longer than a moment. */
  readonly say?: (text: string) => void;
  /** Whether a redirect to this address means that one has to sign in; a path with "login" in it if left out. */
  readonly loginPage?: (location: URL) => boolean;
  readonly patience?: Partial<Patience>;
  /** How often a request is sent at most. */
  readonly tries?: number;
  /** Milliseconds since 1970, a number from 0 to 1, and a wait: other ones in tests. */
  readonly now?: () => number;
  readonly random?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}
