import { setTimeout as pause } from 'node:timers/promises';
import { DeskError, kinds } from '../errors.ts';
import type { Cursor, Event } from '../model/event.ts';

/** What following is made of. */
export interface Followed {
  events(after: Cursor | undefined, signal: AbortSignal): AsyncIterable<Event>;
  /** The cursor of the last thing that happened; undefined when nothing has. */
  last(signal: AbortSignal): Promise<Cursor | undefined>;
  /** Resolves when something may have happened since, or after a while. */
  news(signal: AbortSignal): Promise<void>;
}

/** Is told when a desk cannot be reached, once until it can be again. */
export type Away = (error: DeskError) => void;

/** Waits that long, or until the signal is aborted. */
export const restFor = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal }).catch(() => undefined);

/** A desk that cannot be reached is asked again after so long, twice as long each time. */
const shortestMs = 500;
const longestMs = 30_000;

/** Waiting for a desk that cannot be reached. */
interface Patience {
  /** It was reached. */
  readonly reached: () => void;
  /** Waits a while, longer each time. Throws what was thrown where waiting does not mend it. */
  readonly bear: (thrown: unknown) => Promise<void>;
}

function patience(signal: AbortSignal, away: Away | undefined): Patience {
  let waitMs = shortestMs;
  return {
    reached: () => (waitMs = shortestMs),
    bear: async (thrown) => {
      if (!(thrown instanceof DeskError) || !kinds[thrown.kind].retry) throw thrown;
      if (waitMs === shortestMs) away?.(thrown);
      await restFor(waitMs, signal);
      waitMs = Math.min(2 * waitMs, longestMs);
    },
  };
}

/** Asks for something until the desk can be reached; undefined when the signal was aborted before. */
export async function patiently<T>(ask: () => Promise<T>, signal: AbortSignal, away?: Away): Promise<T | undefined> {
  for (const { bear } = patience(signal, away); !signal.aborted;) {
    try {
      return await ask();
    } catch (thrown) {
      if (!signal.aborted) await bear(thrown);
    }
  }
  return undefined;
}

/** A cursor beyond the end is of another history: what happens next would never come behind it. Throws `usage`. */
function checkReached(after: Cursor, last: Cursor | undefined): void {
  if (Number(after) <= Number(last ?? 0)) return;
  throw new DeskError('usage', `this desk is only at cursor ${last ?? 0}, and not at ${after}: was it restored?`, {
    hint: `--since ${last ?? 0} goes on from now`,
  });
}

/**
 * Everything that happens after the cursor, or from now on, until the signal is aborted: the meaning of `Backend.follow` in terms of `events`. Throws `usage` for a cursor
 * that the desk has not come to.
 */
export async function* follow(desk: Followed, after: Cursor | undefined, signal: AbortSignal, away?: Away): AsyncIterable<Event> {
  let cursor: Cursor | undefined;
  let begun = false;
  for (const { bear, reached } = patience(signal, away); !signal.aborted;) {
    try {
      if (!begun) {
        const last = await desk.last(signal);
        if (after !== undefined) checkReached(after, last);
        cursor = after ?? last;
      }
      begun = true;
      for await (const event of desk.events(cursor, signal)) {
        cursor = event.cursor;
        yield event;
      }
      reached();
      await desk.news(signal);
    } catch (thrown) {
      if (!signal.aborted) await bear(thrown);
    }
  }
}
