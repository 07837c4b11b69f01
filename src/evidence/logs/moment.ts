import { clockAt, dayMs, isDay, momentOf, type Zone } from '../../model/zone.ts';
import type { Stamp } from './line.ts';
import { abbreviations } from './zone-names.ts';

/** A year without 29 February is at most this far from one with it. */
const mostYearsBack = 8;

/** What the times of a log depend on where its lines do not say. */
export interface TimeRules {
  readonly zone: Zone;
  /** No line was written after this, in milliseconds since 1970: the year of a line that names none is the last one in which it is not. */
  readonly latest: number;
}

const known = new Map<string, boolean>([['UTC', true]]);
/** Whether a text is the name of a time zone. */
export function isZone(name: string): boolean {
  const before = known.get(name);
  if (before !== undefined) return before;
  let fits = true;
  try {
    clockAt(0, name);
  } catch {
    fits = false;
  }
  known.set(name, fits);
  return fits;
}

function aheadMinutes(zone: string): number | undefined {
  if (abbreviations.has(zone)) return abbreviations.get(zone);
  const [, sign, hours = 0, minutes = 0] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  return sign === undefined ? undefined : (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

function shownAt(clock: Parameters<typeof momentOf>[0], named: string | undefined, zone: Zone): number {
  const ahead = named === undefined ? undefined : aheadMinutes(named);
  if (ahead !== undefined) return momentOf(clock, 'UTC') - ahead * 60_000;
  return momentOf(clock, named?.includes('/') && isZone(named) ? named : zone);
}

/** The moment that a stamp means, in milliseconds since 1970; undefined for a day that no year of the last eight has. */
export function momentOfStamp(stamp: Stamp, { zone, latest }: TimeRules): number | undefined {
  if (stamp.at !== undefined) return stamp.at;
  const { clock, zone: named } = stamp;
  if (clock.year !== undefined) return shownAt({ ...clock, year: clock.year }, named, zone);
  const last = new Date(latest + dayMs).getUTCFullYear() + 1;
  for (let year = last; year >= last - mostYearsBack - 1; year--) {
    if (!isDay({ ...clock, year })) continue;
    const at = shownAt({ ...clock, year }, named, zone);
    if (at <= latest + dayMs) return at;
  }
  return undefined;
}
