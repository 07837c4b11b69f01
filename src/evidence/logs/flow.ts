import type { LogRecord } from './line.ts';
import { isEnd } from './mail-id.ts';
import { around } from './around.ts';
import { type Asked, isWithin } from './plain-log.ts';
import { behind, decodeLine, lineAt, mostOfLine, type Reading, recordAt, timedBefore, timedFrom } from './records.ts';
import { shiftMs } from './survey.ts';
import { type Terms, textsPattern } from './terms.ts';
import { bufferView, type View } from './view.ts';

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

/** The places in memory that fit, each line at most once. */
function* places(view: View, from: number, to: number, terms: Terms): Iterable<number> {
  const bytes = view.slice(from, view.to);
  if (terms.kind === 'texts') {
    const [only] = terms.texts;
    const exact = terms.texts.length === 1 && !terms.folded && only !== undefined ? Buffer.from(only) : undefined;
    const pattern = exact ? undefined : textsPattern(terms.texts, terms.folded);
    const seen = exact ? '' : bytes.toString('latin1');
    for (let at = 0; from + at < to;) {
      if (pattern) pattern.lastIndex = at;
      const found = exact ? bytes.indexOf(exact, at) : (pattern?.exec(seen)?.index ?? -1);
      if (found < 0 || from + found >= to) return;
      yield from + found;
      const end = bytes.indexOf(10, found);
      if (end < 0) return;
      at = end + 1;
    }
    return;
  }
  for (let at = from; at < to;) {
    const line = lineAt(view, at);
    if (terms.kind === 'all' || terms.test(decodeLine(view.slice(line.from, line.to)))) yield at;
    at = line.to + 1;
  }
}

/**
 * The records of a stream of bytes that fit, and those that share the id of one: from then on, and as far back as memory goes. Ends when the
 * window is passed, or enough is found. Throws what the stream throws, after what came before.
 */
export async function* recordsInFlow(chunks: AsyncIterable<Buffer>, reading: Reading, asked: Asked): AsyncIterable<Found> {
  const state = { ids: new Set<string>(), seen: new Set<number>(), next: 0, hits: 0, latest: -Infinity, timeless: true, ordered: true };
  // One stretch of memory for all of it: what was looked at makes room for what comes.
  const memory = Buffer.allocUnsafeSlow(memoryBytes);
  let length = 0;
  let from = 0;
  let done = 0;
  function* look(view: View, to: number): Iterable<Found> {
    const first = timedFrom(view, done, reading);
    const firstAt = first && reading.momentAt(first.stamp, first.from);
    const last = timedBefore(view, view.to, reading);
    const lastAt = last && reading.momentAt(last.stamp, last.from);
    if (firstAt !== undefined) {
      state.timeless = false;
      if (firstAt < state.latest - shiftMs) state.ordered = false;
      state.latest = Math.max(state.latest, lastAt ?? firstAt);
      if (state.ordered && firstAt >= asked.until + shiftMs) return void (done = Infinity);
      if (lastAt !== undefined && lastAt < asked.since - shiftMs && lastAt >= firstAt) return void (done = to);
    }
    for (const place of places(view, done, to, asked.terms)) {
      if (place < state.next) continue;
      const record = recordAt(view, place, reading);
      state.next = behind(record);
      if (!isWithin(record, asked, state.timeless)) continue;
      // One more than is wanted tells that there are more.
      if (state.hits++ > asked.most) return void (done = Infinity);
      state.seen.add(record.from);
      yield { record, hit: true };
      if (record.id !== null && state.ids.size < mostIds) state.ids.add(record.id);
      for (const other of around(view, record, asked.context, reading)) yield { record: other, hit: false };
    }
    if (state.ids.size > 0) yield* sharing(view, to);
    done = to;
  }
  function* sharing(view: View, to: number): Iterable<Found> {
    const texts = [...state.ids];
    for (const place of places(view, view.from, to, { kind: 'texts', texts, folded: false })) {
      const record = recordAt(view, place, reading);
      if (record.id === null || !state.ids.has(record.id)) continue;
      if (!state.seen.has(record.from)) {
        state.seen.add(record.from);
        yield { record, hit: false };
      }
      if (isEnd(record.text) && record.from >= done) state.ids.delete(record.id);
    }
  }
  function* lookAt(ends: boolean): Iterable<Found> {
    const view = bufferView(memory.subarray(0, length), from, { begins: from === 0, ends });
    yield* look(view, ends ? view.to : Math.max(done, view.to - beside));
    if (done === Infinity) return;
    const gone = Math.max(0, done - beside - from);
    memory.copyWithin(0, gone, length);
    length -= gone;
    from += gone;
  }
  try {
    for await (const chunk of chunks) {
      for (let at = 0; at < chunk.length;) {
        const taken = chunk.copy(memory, length, at);
        length += taken;
        at += taken;
        if (length === memory.length) yield* lookAt(false);
        if (done === Infinity) return;
      }
    }
  } catch (error) {
    // What came before the trouble is worth as much as if it had not come.
    yield* lookAt(true);
    throw error;
  }
  yield* lookAt(true);
}
