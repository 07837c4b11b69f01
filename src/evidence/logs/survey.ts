import type { Zone } from '../../model/zone.ts';
import { clockAt, dayMs } from '../../model/zone.ts';
import type { LineReader } from './formats.ts';
import type { Stamp } from './line.ts';
import { momentOfStamp } from './moment.ts';
import { type Timed, timedBefore, timedFrom } from './records.ts';
import type { View } from './view.ts';

/** Places of a log whose times are known, in their order. */
interface Anchor {
  readonly from: number;
  readonly at: number;
}

/** What is known of a log without reading all of it. */
export interface Survey {
  /** Whether its times only grow, as far as samples tell. */
  readonly ordered: boolean;
  /** Times of the first and the last line that have one; undefined for a log without times. */
  readonly first: number | undefined;
  readonly last: number | undefined;
  readonly momentAt: (stamp: Stamp, offset: number) => number | undefined;
}

export interface SurveyRules {
  readonly read: LineReader;
  readonly zone: Zone;
  /** When the log was last written: no line is younger. */
  readonly writtenMs: number;
}

const samples = 8;
/** Lines of several processes are written a moment late. */
const disorderMs = 5 * 60_000;
/** Where the clock is set back, local times run an hour twice. */
export const shiftMs = 3_900_000;
/** A line whose day and month are further ahead than this of a line behind it is of the year before, and not out of order. */
const mixedMs = 30 * dayMs;

/** How much before its place the time of a line may lie: more where the zone's clock was set around then. */
export function slackMs(zone: Zone, at: number): number {
  const ahead = (moment: number): number => {
    const { year, month, day, hour, minute } = clockAt(moment, zone);
    return Date.UTC(year, month - 1, day, hour, minute) - Math.floor(moment / 60_000) * 60_000;
  };
  return ahead(at - dayMs) === ahead(at + dayMs) ? disorderMs : shiftMs;
}

/** The places and stamps of some lines, from the beginning to the end. */
function sampled(view: View, read: LineReader): readonly Timed[] {
  const found: Timed[] = [];
  for (let number = 0; number < samples; number++) {
    const sample = timedFrom(view, Math.floor(((view.to - view.from) / samples) * number), { read });
    if (sample && sample.from > (found.at(-1)?.from ?? -1)) found.push(sample);
  }
  const last = timedBefore(view, view.to, { read });
  if (last && last.from > (found.at(-1)?.from ?? -1)) found.push(last);
  return found;
}

/** Looks at a log here and there. Years that lines do not name are counted back from when it was last written. */
export function survey(view: View, { read, zone, writtenMs }: SurveyRules): Survey {
  const anchors: Anchor[] = [];
  let latest = writtenMs;
  for (const { from, stamp } of sampled(view, read).toReversed()) {
    const at = momentOfStamp(stamp, { zone, latest });
    if (at === undefined) continue;
    anchors.unshift({ from, at });
    latest = Math.min(writtenMs, at + mixedMs);
  }
  const ordered = anchors.every(({ at }, index) => at >= (anchors[index - 1]?.at ?? at) - slackMs(zone, at));
  const latestAt = (offset: number): number => Math.min(writtenMs, (anchors.find(({ from }) => from >= offset)?.at ?? writtenMs) + mixedMs);
  return {
    ordered,
    first: anchors[0]?.at,
    last: anchors.at(-1)?.at,
    momentAt: (stamp, offset) => momentOfStamp(stamp, { zone, latest: latestAt(offset) }),
  };
}

/** `placeOf` looks no closer, in bytes. */
export const nearEnough = 65_536;

/**
 * Where the lines from a moment on begin in an ordered log: all lines before that place are older. Undefined when on the way the log
 * proves not to be ordered, or to have long stretches without times.
 */
export function placeOf(
  view: View,
  moment: number,
  { read, known }: { readonly read: LineReader; readonly known: Survey },
): number | undefined {
  let [low, high] = [view.from, view.to];
  let [lowAt, highAt] = [-Infinity, Infinity];
  while (high - low > nearEnough) {
    const middle = Math.floor((low + high) / 2);
    const sample = timedFrom(view, middle, { read });
    const at = sample && known.momentAt(sample.stamp, sample.from);
    if (!sample || at === undefined) return undefined;
    if (at < lowAt - shiftMs || at > highAt + shiftMs) return undefined;
    if (at < moment) {
      if (sample.from >= high) return low;
      [low, lowAt] = [sample.from, at];
    } else [high, highAt] = [middle, at];
  }
  return low;
}
