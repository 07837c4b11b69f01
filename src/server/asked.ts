import type { DeskHere, Keeper, OwnDesk } from '../backend/backend.ts';
import type { Answer, CallName, Input } from '../backend/wire/shapes.ts';
import type { routes } from '../backend/wire/routes.ts';
import type { Agent } from '../model/person.ts';
import type { AccessToken } from '../model/token.ts';
import type { DeviceSignIn } from './sign-in/device.ts';

/** A desk that can be served. */
export type Served = DeskHere;

/** Who asks, and with what. */
export interface Caller {
  readonly agent: Agent;
  /** The token that was shown. */
  readonly token: AccessToken;
  /** Whether that token still lets the same agent do the same; what cannot be found out now does not change it. */
  readonly still: () => Promise<boolean>;
}

/** A call that anybody may make, as its answer sees it. */
export interface Asked {
  /** Of the program that serves. */
  readonly version: string;
  /** How people sign in on a page; undefined where only tokens let them in. */
  readonly signIn: DeviceSignIn | undefined;
  /** A line in the server's log, for whoever looks after it. */
  readonly note: (text: string) => void;
  /** So often is it looked whether whoever stays still may, in milliseconds. */
  readonly recheckMs: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Aborted when the server is to stop: what would stay open ends. */
  readonly stopping: AbortSignal;
}

/** A call of an agent. */
export interface AskedByAgent extends Asked {
  readonly caller: Caller;
  /** The desk as the caller works it, held to the caller's queues. */
  readonly desk: OwnDesk;
  readonly keeper: Keeper;
}

/** Bytes, and what they are. */
export interface Bytes {
  readonly type: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What an answer gives, by how it goes out. */
interface Given<C extends CallName> {
  readonly json: Promise<Answer<C>>;
  readonly ndjson: AsyncIterable<Answer<C>>;
  readonly bytes: Promise<Bytes>;
  readonly none: Promise<void>;
}

/** What answers each call of the wire. */
export type Answers = {
  readonly [C in CallName]: (
    input: Input<C>,
    asked: (typeof routes)[C]['permission'] extends 'open' ? Asked : AskedByAgent,
  ) => Given<C>[(typeof routes)[C]['answer']];
};
