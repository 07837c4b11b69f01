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

/** Where somebody signs in with a browser, on this machine or another one (RFC 8628). */
export interface SignInPage {
  readonly url: string;
  /** To be entered there. */
  readonly code: string;
  /** The page with the code entered; null where there is none. */
  readonly filled: string | null;
  /** What is asked with; it is a secret. */
  readonly ticket: string;
  /** Until the next question. */
  readonly pauseMs: number;
  /** How long the code is good for. */
  readonly forMs: number;
}

/** How that stands. `given`: a token, which ends when one signs out. */
export type PageAnswer =
  | { readonly state: 'pending' | 'slow-down' | 'denied' | 'expired' }
  | { readonly state: 'given'; readonly token: string };

/** Signing in on a page. */
export interface OnPage {
  /** Whether a server lets people in so. */
  offered(url: string, reach: Reach, signal: AbortSignal): Promise<boolean>;
  begin(url: string, reach: Reach, signal: AbortSignal): Promise<SignInPage>;
  /** `from` is what this machine calls itself. Throws `denied` for somebody whom the page knows and the desk does not. */
  ask(url: string, asked: { readonly ticket: string; readonly from: string }, reach: Reach, signal: AbortSignal): Promise<PageAnswer>;
}

/** How one signs in at the servers of one vendor. */
export interface SignIn {
  /** What can be shown there. */
  readonly takes: readonly Secret['kind'][];
  /** Absent where no server of that vendor has it. */
  readonly onPage?: OnPage;
  /** Whether this vendor's server answers at the address. Throws `unreachable` when nothing does. */
  recognises(url: string, reach: Reach, signal: AbortSignal): Promise<boolean>;
  /** A way there that signs in by itself, and again when its session has ended. Nothing is sent yet. */
  open(url: string, kept: Kept, reach: Reach): Promise<Http>;
  /** The name or number by which the server knows whose secret it is; nothing is asked. Throws `signed-out` for what cannot be one of its secrets. */
  userOf(secret: Secret): string;
  /** Asks the server who is signed in, what it is, and how it is set up. Throws `signed-out`. */
  who(http: Http, secret: Secret, signal: AbortSignal): Promise<SignedIn>;
  /** Ends a session on the server, or a token that was given on a page. */
  leave(url: string, session: string, reach: Reach, signal: AbortSignal): Promise<void>;
}
