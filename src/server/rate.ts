import { normalizeIP } from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Too much came from somewhere; it may come again after so many seconds. */
export class TooMany extends Error {
  override readonly name = 'TooMany';
  readonly afterSeconds: number;

  constructor(what: string, afterSeconds: number) {
    super(`too many ${what}`);
    this.afterSeconds = afterSeconds;
  }
}

/** Counts a request under a key, or only looks whether there were too many. Throws TooMany. */
export type Rate = (request: FastifyRequest, key: string, how?: { readonly counts: boolean }) => Promise<void>;

const minuteMs = 60_000;

/** Bears so many of something a minute, for each key. Needs the plugin for rates. */
export function rateOf(app: FastifyInstance, what: string, most: number): Rate {
  const keys = new WeakMap<FastifyRequest, string>();
  const check = app.createRateLimit({ max: most, timeWindow: minuteMs, keyGenerator: (request) => keys.get(request) ?? '' });
  return async (request, key, { counts } = { counts: true }) => {
    keys.set(request, key);
    const told = await check(request, { increment: counts });
    if (!told.isAllowed && told.isExceeded) throw new TooMany(what, Math.max(1, told.ttlInSeconds));
  };
}

/** The address that a request came from. Who comes by a socket of this machine has none. */
export const addressOf = ({ ip }: { readonly ip: string | undefined }): string => ip ?? 'local';

/** Bits of an IPv6 address that are one house's: it has all addresses behind them. */
const network = 64;

/** The address of a house: what one is counted by who does not say who they are. */
export const networkOf = (request: FastifyRequest): string => normalizeIP(addressOf(request), network);
