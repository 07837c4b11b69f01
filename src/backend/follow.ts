import { setTimeout as pause } from 'node:timers/promises';
import { DeskError } from '../errors.ts';
import type { Cursor, Event } from '../model/event.ts';

/** What following is made of. */
export interface Followed {
  events(after: Cursor | undefined, signal: AbortSignal): AsyncIterable<Event>;
  /** The cursor of the last thing that happened; undefined when nothing has. */
  last(signal: AbortSignal): Promise<Cursor | undefined>;
  /** Resolves when something may have happened since, or after a while. */
  news(signal: AbortSignal): Promise<void>;
}

/** Waits that long, or until the signal is aborted. */
export const restFor = (ms: number, signal: AbortSignal): Promise<void> => pause(ms, undefined, { signal }).catch(() => undefined);

/** A desk that cannot be reached is asked again after so long, twice as long each time. */
const shortestMs = 500;
const longestMs = 30_000;

/** Everything that happens after the cursor, or from now on, until the signal is aborted: the meaning of `Backend.follow` in terms of `events`. */
export async function* follow(desk: Followed, after: Cursor | undefined, signal: AbortSignal): AsyncIterable<Event> {
  let cursor = after ?? (await desk.last(signal));
  for (let waitMs = shortestMs; !signal.aborted;) {
    try {
      for await (const event of desk.events(cursor, signal)) {
        cursor = event.cursor;
        yield event;
      }
      await desk.news(signal);
      waitMs = shortestMs;
    } catch (thrown) {
      if (signal.aborted) return;
      if (!(thrown instanceof DeskError) || thrown.kind !== 'unreachable') throw thrown;
      await restFor(waitMs, signal);
      waitMs = Math.min(2 * waitMs, longestMs);
    }
  }
}
