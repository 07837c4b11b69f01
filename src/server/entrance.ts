import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DeskError } from '../errors.ts';
import { allow } from '../model/permission.ts';
import type { Agent } from '../model/person.ts';
import type { Route } from '../backend/wire/routes.ts';
import type { Caller, Served } from './asked.ts';
import type { Limits } from './limits.ts';
import { networkOf, rateOf } from './rate.ts';

/** The one place where it is decided who somebody is, and whether they may. */
export interface Entrance {
  /** Throws `signed-out`, `denied`, and TooMany. */
  admit(request: FastifyRequest, route: Pick<Route, 'permission'>, signal: AbortSignal): Promise<void>;
  /** Who was admitted with a request; undefined where the call is open to all. */
  callerOf(request: FastifyRequest): Caller | undefined;
  /** For what is no call at all. Throws TooMany. */
  pass(request: FastifyRequest): Promise<void>;
}

/** Tokens that were taken are known again, by their hashes, so that whoever guesses from the same address does not lock others out. */
const mostKnown = 10_000;

/** The token or key that a request shows; undefined for none, or for what cannot be one. */
export const bearerIn = ({ headers: { authorization = '' } }: FastifyRequest): string | undefined =>
  /^Bearer +([\x21-\x7e]{1,600})$/i.exec(authorization)?.[1];

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The rates need their plugin. Whether a token holds is asked of the desk at every request. */
export function entranceOf(app: FastifyInstance, { store }: Served, limits: Limits): Entrance {
  const callers = new WeakMap<FastifyRequest, Caller>();
  const known = new Set<string>();
  const perToken = rateOf(app, 'requests', limits.withToken);
  const perAddress = rateOf(app, 'requests', limits.withoutToken);
  const perFailure = rateOf(app, 'tokens that are not taken', limits.failures);

  function remember(hash: string): void {
    const [oldest] = known;
    if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest);
    known.add(hash);
  }

  async function still(text: string, before: Agent): Promise<boolean> {
    try {
      return isDeepStrictEqual((await store.whose(text, new AbortController().signal)).agent, before);
    } catch (thrown) {
      return !(thrown instanceof DeskError) || thrown.kind !== 'signed-out';
    }
  }

  async function identified(request: FastifyRequest, signal: AbortSignal): Promise<Caller> {
    const text = bearerIn(request);
    if (text === undefined) {
      await perAddress(request, networkOf(request));
      throw new DeskError('signed-out', 'this desk wants to know who you are', { hint: 'desk auth login, with an access token' });
    }
    const hash = hashOf(text);
    if (!known.has(hash)) await perFailure(request, networkOf(request), { counts: false });
    try {
      const { agent, token } = await store.whose(text, signal);
      remember(hash);
      return { agent, token, still: () => still(text, agent) };
    } catch (thrown) {
      known.delete(hash);
      if (thrown instanceof DeskError && thrown.kind === 'signed-out') await perFailure(request, networkOf(request));
      throw thrown;
    }
  }

  return {
    pass: (request) => perAddress(request, networkOf(request)),
    async admit(request, { permission }, signal) {
      if (permission === 'open') return perAddress(request, networkOf(request));
      const caller = await identified(request, signal);
      await perToken(request, String(caller.token.id));
      allow(caller.agent, permission);
      callers.set(request, caller);
    },
    callerOf: (request) => callers.get(request),
  };
}
