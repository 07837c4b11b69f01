import { setTimeout as pause } from 'node:timers/promises';
import { Interrupted } from '../../around/world.ts';
import type { HttpAnswer, HttpOptions, Patience } from '../http.ts';

/** A large search takes a server a minute; a connection that does not stand after ten seconds never will. */
export const patient: Patience = { connectMs: 10_000, headersMs: 60_000, bodyMs: 60_000 };

/** Nobody waits at a terminal for longer than this: then it is said that the desk is busy. */
const longestMs = 120_000;

/** A server that asks for less than this would only be asked again too early. */
const shortestMs = 100;

const first = (value: string | readonly string[] | undefined): string | undefined => (typeof value === 'object' ? value[0] : value);

/**
 * For how many milliseconds a server asks to be left alone: `Retry-After` in seconds or as a date (RFC 9110), else the seconds or the Unix time at which a window
 * begins anew (`RateLimit-Reset` of the IETF draft, `X-RateLimit-Reset`, `X-Rate-Limit-Reset`). Undefined when it does not say.
 */
function askedToWait(headers: HttpAnswer['headers'], now: number): number | undefined {
  const after = first(headers['retry-after'])?.trim();
  if (after !== undefined && after !== '') {
    const ms = /^\d+(\.\d+)?$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
    if (!Number.isNaN(ms)) return Math.max(0, ms);
  }
  const reset = Number(
    first(headers['ratelimit-reset'] ?? headers['x-ratelimit-reset'] ?? headers['x-rate-limit-reset'])?.trim() || Number.NaN,
  );
  if (Number.isNaN(reset)) return undefined;
  return Math.max(0, reset > 1e9 ? reset * 1000 - now : reset * 1000); // a moment since 1970, or seconds from now
}

/** When and how long to wait before a request is sent again. */
export interface Retrying {
  /** Whether it may be tried again now; takes from the budget. */
  may(attempt: number): boolean;
  /** Waits before the next attempt: a growing time, of which a part is left to chance so that many do not come back at once. */
  backOff(attempt: number, signal: AbortSignal): Promise<void>;
  /** For how many milliseconds the server asks to be left alone. */
  asked(headers: HttpAnswer['headers']): number | undefined;
  /** Waits as long as the server asks, for the `times`th time; resolves with false when that is too long, or too often. */
  obey(askedMs: number | undefined, times: number, signal: AbortSignal): Promise<boolean>;
  /** An answer came: the budget grows again. */
  well(): void;
}

/** So many tries again at first; each answer earns a tenth of one. A server in trouble is not asked four times as often by everybody. */
const budgetAtFirst = 12;

const waitFor = (ms: number, signal: AbortSignal): Promise<void> =>
  pause(ms, undefined, { signal }).catch(() => {
    throw new Interrupted('interrupted');
  });

/** What decides over another try, with its own budget. */
export function retrying({
  tries = 4,
  random = Math.random,
  now = Date.now,
  wait = waitFor,
  say,
}: Pick<HttpOptions, 'tries' | 'random' | 'now' | 'wait' | 'say'>): Retrying {
  let budget = budgetAtFirst;
  const growing = (attempt: number): number => shortestMs + random() * Math.min(8000, 250 * 2 ** (attempt - 1));
  return {
    may(attempt) {
      if (attempt >= tries || budget < 1) return false;
      budget -= 1;
      return true;
    },
    backOff: (attempt, signal) => wait(growing(attempt), signal),
    asked: (headers) => askedToWait(headers, now()),
    async obey(askedMs, times, signal) {
      const waitMs = askedMs === undefined ? growing(times + 1) : Math.max(shortestMs, askedMs * (1 + random() / 10));
      if (times > tries || waitMs > longestMs) return false;
      if (waitMs > 3000) say?.(`the desk is busy and asks to wait for ${Math.ceil(waitMs / 1000)} s`);
      await wait(waitMs, signal);
      return true;
    },
    well() {
      budget = Math.min(budgetAtFirst, budget + 0.1);
    },
  };
}
