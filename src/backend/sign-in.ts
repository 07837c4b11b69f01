import type { Http, HttpOptions } from './http.ts';

/** What one proves with who one is. */
export type Secret =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'password'; readonly user: string; readonly password: string };

/** What is kept of having signed in; where, is not the adapter's matter. */
export interface Kept {
  readonly secret: () => Promise<Secret>;
  /** What the server gave so that the secret need not be shown each time; it ends at some time. */
  readonly session: string | undefined;
  /** Keeps another session in its place. */
  readonly keep: (session: string) => Promise<void>;
}

/** What a way to a server takes from outside. */
export type Reach = Pick<HttpOptions, 'env' | 'log' | 'say'>;

/** Who one turned out to be, and where. */
export interface SignedIn {
  /** The name under which the desk knows the user. */
  readonly user: string;
  /** What the server calls itself: `Request Tracker 5.0.3`. */
  readonly server: string;
  /** How the desk is set up for this user, in the words of a profile's options; absent where there is nothing to learn. */
  readonly learnt?: Readonly<Record<string, unknown>>;
}

/** How one signs in at the servers of one vendor. */
export interface SignIn {
  /** Whether this vendor's server answers at the address. Throws `unreachable` when nothing does. */
  recognises(url: string, reach: Reach, signal: AbortSignal): Promise<boolean>;
  /** A way there that signs in by itself, and again when its session has ended. Nothing is sent yet. */
  open(url: string, kept: Kept, reach: Reach): Promise<Http>;
  /** The name or number by which the server knows whose secret it is; nothing is asked. Throws `signed-out` for what cannot be one of its secrets. */
  userOf(secret: Secret): string;
  /** Asks the server who is signed in, what it is, and how it is set up. Throws `signed-out`. */
  who(http: Http, secret: Secret, signal: AbortSignal): Promise<SignedIn>;
  /** Ends a session on the server. */
  leave(url: string, session: string, reach: Reach, signal: AbortSignal): Promise<void>;
}
