import type { LogRecord } from './line.ts';
import { isEnd } from './mail-id.ts';
import { around } from './around.ts';
import { passing } from './passing.ts';
import { placesIn } from './places.ts';
import { type Asked, isWithin } from './plain-log.ts';
import { behind, mostOfLine, type Reading, recordAt, type Timed, timedBefore, timedFrom } from './records.ts';
import { shiftMs } from './survey.ts';
import type { View } from './view.ts';

/** A record that was found, and why. */
export interface Found {
  readonly record: LogRecord;
  /** Whether it fits itself, or stands beside one that does. */
  readonly hit: boolean;
}

/** What follows a place in memory before it is looked at, so that records are whole; and what is kept before it. */
const beside = mostOfLine * 2;
const memoryBytes = 1_048_576 + 2 * beside;
const mostIds = 256;

/** How far a stream was looked through, and what was learnt on the way. */
interface Search {
  readonly reading: Reading;
  readonly asked: Asked;
  /** The ids of what was found, while their mails are in the queue. */
  readonly ids: Set<string>;
  /** Where the records that were found begin. */
  readonly seen: Set<number>;
  /** What is before this place was looked at; infinite when nothing more is wanted. */
  done: number;
  /** Behind the last record that was read. */
  next: number;
  hits: number;
  /** The latest moment so far, milliseconds since 1970. */
  latest: number;
  timeless: boolean;
  ordered: boolean;
}

/**
 * The records of a stream of bytes that fit, and those that share the id of one: from then on, and as far back as memory goes. Ends when the
 * window is passed, or enough is found. Throws what the stream throws, after what came before.
 */
export async function* recordsInFlow(chunks: AsyncIterable<Buffer>, reading: Reading, asked: Asked): AsyncIterable<Found> {
  const search: Search = {
    reading,
    asked,
    ids: new Set(),
    seen: new Set(),
    done: 0,
    next: 0,
    hits: 0,
    latest: -Infinity,
    timeless: true,
    ordered: true,
  };
  const memory = passing(memoryBytes);
  function* look(ends: boolean): Iterable<Found> {
    const view = memory.view(ends);
    yield* lookThrough(search, view, ends ? view.to : Math.max(search.done, view.to - beside));
    if (search.done !== Infinity) memory.letGo(search.done - beside);
  }
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length;) {
        at += memory.take(chunk, at);
        if (memory.isFull()) yield* look(false);
        if (search.done === Infinity) return;
      }
    }
  } catch (error) {
    // What came before the trouble is worth as much as if it had not come.
    yield* look(true);
    throw error;
  }
  yield* look(true);
}

/** What is found up to a place. */
function* lookThrough(search: Search, view: View, to: number): Iterable<Found> {
  const { asked, reading, ids } = search;
  const skipped = skippedTo(search, view, to);
  if (skipped !== undefined) return void (search.done = skipped);
  for (const place of placesIn(view, search.done, to, asked.terms)) {
    if (place < search.next) continue;
    const record = recordAt(view, place, reading);
    search.next = behind(record);
    if (!isWithin(record, asked, search.timeless)) continue;
    // One more than is wanted tells that there are more.
    if (search.hits++ > asked.most) return void (search.done = Infinity);
    search.seen.add(record.from);
    yield { record, hit: true };
    if (record.id !== null && ids.size < mostIds) ids.add(record.id);
    for (const other of around(view, record, asked.context, reading)) yield { record: other, hit: false };
  }
  if (ids.size > 0) yield* sharing(search, view, to);
  search.done = to;
}

/** How far may be skipped unread, because its times lie outside of the window: endlessly where the window was passed. Notes what its times tell. */
function skippedTo(search: Search, view: View, to: number): number | undefined {
  const { reading, asked } = search;
  const momentOf = (timed: Timed | undefined): number | undefined => timed && reading.momentAt(timed.stamp, timed.from);
  const first = momentOf(timedFrom(view, search.done, reading));
  const last = momentOf(timedBefore(view, view.to, reading));
  if (first === undefined) return undefined;
  search.timeless = false;
  if (first < search.latest - shiftMs) search.ordered = false;
  search.latest = Math.max(search.latest, last ?? first);
  if (search.ordered && first >= asked.until + shiftMs) return Infinity;
  return last !== undefined && last < asked.since - shiftMs && last >= first ? to : undefined;
}

/** The other records in memory with the ids of what was found. */
function* sharing({ ids, seen, reading, done }: Search, view: View, to: number): Iterable<Found> {
  for (const place of placesIn(view, view.from, to, { kind: 'texts', texts: [...ids], folded: false })) {
    const record = recordAt(view, place, reading);
    if (record.id === null || !ids.has(record.id)) continue;
    if (!seen.has(record.from)) {
      seen.add(record.from);
      yield { record, hit: false };
    }
    if (isEnd(record.text) && record.from >= done) ids.delete(record.id);
  }
}
