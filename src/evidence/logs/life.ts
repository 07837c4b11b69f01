import type { LogRecord } from './line.ts';
import { isEnd, passedOn } from './mail-id.ts';
import type { PlainLog } from './plain-log.ts';
import { behind, recordAt, timedBefore } from './records.ts';

/** So far a life is followed: a queue tries for five days, and a mail comes in within moments. */
const mostBytesOn = 67_108_864;
const mostBytesBack = 16_777_216;
const mostMsOn = 5 * 86_400_000;
/** Between two tries of a queue; Exim's last ones are six hours apart. */
const mostGapMs = 7 * 3_600_000;
const mostMsBack = 86_400_000;
const handoverMs = 600_000;
const mostLines = 200;
/** A mail that is passed on gets a new id: an amavis between, a bounce. */
const mostHops = 3;
const step = 262_144;

const whole = (id: string): RegExp => new RegExp(`(?<![\\w-])${id}(?![\\w-])`);
const isBeginning = (text: string): boolean => /^[0-9A-Za-z-]{5,25}(?:: (?:client|uid)=| <= )/.test(text);

/** A log, and the place in it where to begin. */
interface Position {
  readonly log: number;
  readonly at: number;
}

interface Steps {
  /** Stretches of a log from a place on, in turns, and the place of the last or next line with the id in one. */
  readonly stretches: (log: PlainLog, at: number | undefined) => Iterable<readonly [from: number, to: number]>;
  readonly next: number;
  readonly mostMs: number;
  readonly ends: (record: LogRecord, id: string) => boolean;
  readonly most: number;
}

function* onwards({ view }: PlainLog, at = view.from): Iterable<readonly [number, number]> {
  for (let from = at; from < view.to; from += step) yield [from, Math.min(view.to, from + step)];
}
function* backwards({ view }: PlainLog, at = view.to): Iterable<readonly [number, number]> {
  for (let to = at; to > view.from; to -= step) yield [Math.max(view.from, to - step), to];
}

const on: Steps = {
  stretches: onwards,
  next: 1,
  mostMs: mostMsOn,
  most: mostBytesOn,
  ends: ({ id, text }, own) => id === own && isEnd(text),
};
const back: Steps = {
  stretches: backwards,
  next: -1,
  mostMs: mostMsBack,
  most: mostBytesBack,
  // The same id again belongs to a mail that was there before.
  ends: ({ id, text }, own) => id === own && (isBeginning(text) || isEnd(text)),
};

/** The records in a stretch that name the id, in its order. */
function* named({ view, reading }: PlainLog, [from, to]: readonly [number, number], id: string): Iterable<LogRecord> {
  const word = whole(id);
  const bytes = Buffer.from(id);
  for (let at = from; at < to;) {
    const found = view.slice(at, Math.min(view.to, to + id.length - 1)).indexOf(bytes);
    if (found < 0) return;
    const record = recordAt(view, at + found, reading);
    at = Math.max(at + found + 1, behind(record));
    if (record.id === id || word.test(record.text)) yield record;
  }
}

/** Whether a stretch goes further than this from a line in which the id was seen. */
function isPast({ view, reading }: PlainLog, [from, to]: readonly [number, number], { at = NaN }: LogRecord, gapMs: number): boolean {
  const last = timedBefore(view, to, reading);
  const lastAt = last && last.from >= from ? reading.momentAt(last.stamp, last.from) : undefined;
  return lastAt !== undefined && Math.abs(lastAt - at) > gapMs;
}

function followed(
  logs: readonly PlainLog[],
  start: Position,
  first: LogRecord,
  { id, steps, gapMs }: { readonly id: string; readonly steps: Steps; readonly gapMs: number },
): readonly LogRecord[] {
  const found: LogRecord[] = [];
  let bytes = 0;
  for (let number = start.log; number >= 0 && number < logs.length; number += steps.next) {
    const log = logs[number] as PlainLog;
    for (const stretch of steps.stretches(log, number === start.log ? start.at : undefined)) {
      const records = [...named(log, stretch, id)];
      for (const record of steps.next < 0 ? records.toReversed() : records) {
        if (Math.abs((record.at ?? 0) - (first.at ?? 0)) > steps.mostMs) return found;
        if (steps === back && record.id === id && isEnd(record.text)) return found;
        found.push(record);
        if (steps.ends(record, id) || found.length >= mostLines) return found;
      }
      bytes += stretch[1] - stretch[0];
      if (bytes >= steps.most || isPast(log, stretch, found.at(-1) ?? first, gapMs)) return found;
    }
  }
  return found;
}

function lifeOf(logs: readonly PlainLog[], log: number, record: LogRecord, id: string): readonly LogRecord[] {
  const own = record.id === id;
  // What was passed on came in there a moment before it left here, if that server's lines are in this log at all.
  const gapMs = own ? mostGapMs : handoverMs;
  const before = own && isBeginning(record.text) ? [] : followed(logs, { log, at: record.from }, record, { id, steps: back, gapMs });
  if (own && isEnd(record.text)) return before;
  return [
    ...before,
    ...followed(logs, { log, at: behind(record) }, record, { id, steps: on, gapMs: before.length > 0 ? mostGapMs : gapMs }),
  ];
}

/**
 * The other records of what a record is about: all that was logged with its id until the mail left the queue, and the same for the ids
 * under which it went on. `logs` in the order of time; `log` is the one that it stands in.
 */
export function livesOf(logs: readonly PlainLog[], log: number, record: LogRecord): readonly LogRecord[] {
  const known = new Set<string>();
  const found = new Map<string, LogRecord>();
  let waiting: readonly { readonly id: string; readonly from: LogRecord }[] = record.id === null ? [] : [{ id: record.id, from: record }];
  for (let hop = 0; hop <= mostHops && waiting.length > 0; hop++) {
    const next: { readonly id: string; readonly from: LogRecord }[] = [];
    for (const { id, from } of waiting) {
      if (known.has(id)) continue;
      known.add(id);
      const place =
        from === record
          ? log
          : Math.max(
              0,
              logs.findIndex(({ reading }) => reading.path === from.path),
            );
      for (const each of [from, ...lifeOf(logs, place, from, id)]) {
        found.set(`${each.path} ${each.from}`, each);
        for (const other of passedOn(each.text)) next.push({ id: other, from: each });
      }
    }
    waiting = next;
  }
  found.delete(`${record.path} ${record.from}`);
  return [...found.values()];
}
