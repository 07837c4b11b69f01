import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { DeskError } from '../errors.ts';
import { allow } from '../model/permission.ts';
import type { Agent } from '../model/person.ts';
import type { Route } from '../backend/wire/routes.ts';
import type { Caller, Served } from './asked.ts';
import type { Limits } from './limits.ts';

/** Too much came from somewhere; it may come again after so many seconds. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
  readonly afterSeconds: number;

  constructor(what: string, afterSeconds: number) {
    super(`too many ${what}`);
    this.afterSeconds = afterSeconds;
  }
}

/** The one place where it is decided who somebody is, and whether they may. */
export interface Entrance {
  /** Resolves with who calls; undefined where the call is open to all. Throws `signed-out`, `denied`, and TooMany. */
  admit(request: FastifyRequest, route: Pick<Route, 'permission'>, signal: AbortSignal): Promise<Caller | undefined>;
  /** For what is no call at all. Throws TooMany. */
  pass(request: FastifyRequest): Promise<void>;
}

const minuteMs = 60_000;

/** Bits of an IPv6 address that are one house's: it has all addresses behind them. */
const network = 64;

/** Tokens that were taken are known again, by their hashes, so that whoever guesses from the same address does not lock others out. */
const mostKnown = 10_000;

const tokenIn = ({ headers: { authorization = '' } }: FastifyRequest): string | undefined =>
  /^Bearer +([\x21-\x7e]{1,600})$/i.exec(authorization)?.[1];

/** Who comes by a socket of this machine has none. */
export const addressOf = ({ ip }: { readonly ip: string | undefined }): string => ip ?? 'local';

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64');

/** The rates need their plugin. Whether a token holds is asked of the desk at every request. */
export function entranceOf(app: FastifyInstance, { store }: Served, limits: Limits): Entrance {
  const rate = (what: string, max: number, keyGenerator: (request: FastifyRequest) => string) => {
    const check = app.createRateLimit({ max, timeWindow: minuteMs, keyGenerator });
    return async (request: FastifyRequest, increment = true): Promise<void> => {
      const told = await check(request, { increment });
      if (!told.isAllowed && told.isExceeded) throw new TooMany(what, Math.max(1, told.ttlInSeconds));
    };
  };
  const callers = new WeakMap<FastifyRequest, Caller>();
  const known = new Set<string>();
  const byAddress = (request: FastifyRequest): string => normalizeIP(addressOf(request), network);
  const perToken = rate('requests', limits.withToken, (request) => String(callers.get(request)?.token.id));
  const perAddress = rate('requests', limits.withoutToken, byAddress);
  const perFailure = rate('tokens that are not taken', limits.failures, byAddress);

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

  async function callerOf(request: FastifyRequest, signal: AbortSignal): Promise<Caller> {
    const text = tokenIn(request);
    if (text === undefined) {
      await perAddress(request);
      throw new DeskError('signed-out', 'this desk wants to know who you are', { hint: 'desk auth login, with an access token' });
    }
    const hash = hashOf(text);
    if (!known.has(hash)) await perFailure(request, false);
    try {
      const { agent, token } = await store.whose(text, signal);
      remember(hash);
      return { agent, token, still: () => still(text, agent) };
    } catch (thrown) {
      known.delete(hash);
      if (thrown instanceof DeskError && thrown.kind === 'signed-out') await perFailure(request);
      throw thrown;
    }
  }

  return {
    pass: (request) => perAddress(request),
    async admit(request, { permission }, signal) {
      if (permission === 'open') {
        await perAddress(request);
        return undefined;
      }
      const caller = await callerOf(request, signal);
      callers.set(request, caller);
      await perToken(request);
      allow(caller.agent, permission);
      return caller;
    },
  };
}
