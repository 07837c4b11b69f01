import type { Cursor, Event } from '../../model/event.ts';
import type { Instant } from '../../model/time.ts';
import { type Away, follow, restFor } from '../follow.ts';
import type { RtDesk } from './desk.ts';
import { everyTicket, latest, nothingKnown, numberAt, pagesAfter } from './history.ts';
import { type Json, numberOf, textOf } from './json.ts';

/** A database gives a number away before what has it can be seen; by then everything has come that ever will. */
const settledMs = 10_000;

/**
 * The last number up to which nothing can come any more: one that is missing may still be written, or be somebody else's, so that what lies behind it waits until it
 * is old enough.
 */
export function settledUntil(items: readonly Json[], after: number, now: Instant): number {
  let last = after;
  for (const json of items) {
    const id = numberOf(json['id']) ?? last;
    const old = Date.parse(now) - Date.parse(textOf(json['Created']) ?? '') >= settledMs;
    if (id !== last + 1 && !old) return last;
    last = id;
  }
  return last;
}

/**
 * What happens from now on, or after the cursor, until the signal is aborted. RT tells nobody when something happens: it is asked now and then, by one request.
 * Throws `usage` for what is no cursor.
 */
export function followed(desk: RtDesk, after: Cursor | undefined, signal: AbortSignal, away?: Away): AsyncIterable<Event> {
  const known = nothingKnown();
  let passed = 0;
  async function* events(cursor: Cursor | undefined): AsyncIterable<Event> {
    let from = Math.max(passed, numberAt(cursor));
    for await (const page of pagesAfter(desk, everyTicket, from, known, signal)) {
      const until = settledUntil(page.items, from, desk.calls.now());
      yield* page.events.filter((event) => Number(event.cursor) <= until);
      passed = until;
      if (until < (numberOf(page.items.at(-1)?.['id']) ?? 0)) return;
      from = until;
    }
  }
  return follow({ events, last: () => latest(desk, signal), news: () => restFor(desk.options.lookMs, signal) }, after, signal, away);
}
