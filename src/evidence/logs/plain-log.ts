import { closeSync, constants, fstatSync, openSync } from 'node:fs';
import type { LineReader } from './formats.ts';
import type { LogRecord } from './line.ts';
import type { Member } from './members.ts';
import { behind, decodeLine, lineAt, type Reading, recordAt } from './records.ts';
import { search } from './search-file.ts';
import type { Source } from './sources.ts';
import { nearEnough, placeOf, shiftMs, slackMs, type Survey, survey } from './survey.ts';
import type { Terms } from './terms.ts';
import { fileView, type View } from './view.ts';

/** What is asked of one log. Moments in milliseconds since 1970, `until` exclusive; infinite where there is no bound. */
export interface Asked {
  readonly terms: Terms;
  readonly since: number;
  readonly until: number;
  /** Nobody looks at more records than this. */
  readonly most: number;
  /** So many records before and behind each. */
  readonly context: number;
  readonly signal: AbortSignal;
}

/** A file that can be read anywhere. */
export interface PlainLog extends Disposable {
  readonly fd: number;
  readonly view: View;
  readonly known: Survey;
  readonly reading: Reading;
}

/** Opens a file that is not packed and looks at it here and there. Throws Node's error. */
export function openPlain({ path, mtimeMs }: Pick<Member, 'path' | 'mtimeMs'>, source: Source, read: LineReader): PlainLog {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const view = fileView(fd, fstatSync(fd).size);
  const known = survey(view, { read, zone: source.zone, writtenMs: mtimeMs });
  const reading: Reading = { source: source.name, path, host: source.host, read, momentAt: known.momentAt };
  return { fd, view, known, reading, [Symbol.dispose]: () => closeSync(fd) };
}

interface Bounds {
  readonly from: number;
  readonly to: number;
}

/** The stretch that has all lines of the window; all of the log where it is not ordered. */
export function stretchOf(
  { view, known, reading }: PlainLog,
  zone: Source['zone'],
  { since, until }: Pick<Asked, 'since' | 'until'>,
): Bounds {
  const whole = { from: view.from, to: view.to };
  if (!known.ordered || known.first === undefined) return whole;
  const place = (moment: number): number | undefined => placeOf(view, moment, { read: reading.read, known });
  const from = Number.isFinite(since) ? place(since - slackMs(zone, since)) : whole.from;
  const to = Number.isFinite(until) ? place(until + slackMs(zone, until)) : whole.to;
  // The place of a moment is a little before its line.
  return { from: from ?? whole.from, to: to === undefined ? whole.to : Math.min(whole.to, to + 2 * nearEnough) };
}

/** Whether a record lies in the window. In a log without times all do: there is no telling. */
export const isWithin = ({ at }: Pick<LogRecord, 'at'>, { since, until }: Pick<Asked, 'since' | 'until'>, timeless: boolean): boolean =>
  at === undefined ? timeless || (since === -Infinity && until === Infinity) : at >= since && at < until;

/** The first byte of each line from a place on. */
function* lines(view: View, from: number, to: number): Iterable<number> {
  for (let at = from; at < to;) {
    yield at;
    const line = lineAt(view, at);
    at = line.to + 1;
  }
}

/** How many lines are tried before an interruption is heard. */
const linesAtATime = 20_000;

/** The places of lines that fit, in turns: what is behind a record that was made need not be looked at. */
async function* places(
  { fd, view, reading }: PlainLog,
  bounds: Bounds,
  { terms, most, signal }: Asked,
  next: () => number,
): AsyncIterable<number> {
  if (terms.kind === 'texts') {
    for (let from = bounds.from; from < bounds.to;) {
      const found = await search(terms, { path: reading.path ?? '', fd, size: view.to, from, to: bounds.to }, most * 2, signal);
      for (const place of found) if (place >= next()) yield place;
      if (found.length < most * 2) return;
      from = Math.max(next(), (found.at(-1) ?? 0) + 1);
    }
    return;
  }
  let count = 0;
  for (const at of lines(view, bounds.from, bounds.to)) {
    if (++count % linesAtATime === 0) {
      if (signal.aborted) return;
      await new Promise((resolve) => void setImmediate(resolve));
    }
    if (at < next()) continue;
    if (terms.kind === 'all') yield at;
    else {
      const line = lineAt(view, at);
      if (terms.test(decodeLine(view.slice(line.from, line.to)))) yield at;
    }
  }
}

/** The records of a log that fit, in the order of the log. Throws what reading throws. */
export async function* recordsIn(log: PlainLog, bounds: Bounds, asked: Asked): AsyncIterable<LogRecord> {
  let next = bounds.from;
  const timeless = log.known.first === undefined;
  for await (const place of places(log, bounds, asked, () => next)) {
    if (place < next) continue;
    const record = recordAt(log.view, place, log.reading);
    next = behind(record);
    if (isWithin(record, asked, timeless)) yield record;
    else if (log.known.ordered && record.at !== undefined && record.at >= asked.until + 2 * shiftMs) return;
  }
}
