/** A day of the calendar. Month and day count from 1. */
export interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly ms: number;
}

/** What calendar and clock show in a zone. */
export type Clock = Day & TimeOfDay;

export const midnight: TimeOfDay = { hour: 0, minute: 0, second: 0, ms: 0 };

/** IANA name of a time zone; undefined is the zone of the process (TZ). A name that is not known throws a RangeError. */
export type Zone = string | undefined;

/** A day of 24 hours. */
export const dayMs = 86_400_000;

/** Making one takes a millisecond. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(zone: string): Intl.DateTimeFormat {
  const found = formatters.get(zone);
  if (found) return found;
  const fields = { year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' } as const;
  const made = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', ...fields });
  formatters.set(zone, made);
  return made;
}

/** Date.UTC, but the years 0 to 99 mean themselves. */
function asUtc({ year, month, day, hour, minute, second, ms }: Clock): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return date.setUTCHours(hour, minute, second, ms);
}

/** How far the zone's clock is ahead of UTC at that moment, in milliseconds. */
function aheadMs(at: number, zone: Zone): number {
  if (zone === 'UTC') return 0;
  if (zone === undefined) return -new Date(at).getTimezoneOffset() * 60_000;
  const wholeSecond = Math.floor(at / 1000) * 1000;
  const read: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {};
  for (const { type, value } of formatterOf(zone).formatToParts(wholeSecond)) read[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = read;
  return asUtc({ year, month, day, hour, minute, second, ms: 0 }) - wholeSecond;
}

/** What the zone's clock shows at that moment (milliseconds since 1970). */
export function clockAt(at: number, zone: Zone): Clock {
  const shown = new Date(at + aheadMs(at, zone));
  return {
    year: shown.getUTCFullYear(),
    month: shown.getUTCMonth() + 1,
    day: shown.getUTCDate(),
    hour: shown.getUTCHours(),
    minute: shown.getUTCMinutes(),
    second: shown.getUTCSeconds(),
    ms: shown.getUTCMilliseconds(),
  };
}

/**
 * The moment (milliseconds since 1970) at which the zone's clock shows this: the first one where it shows it twice, and where it is set
 * forward past it as much later. Fields beyond their range roll over, so that `day + 1` is the next day.
 */
export function momentOf(clock: Clock, zone: Zone): number {
  const shown = asUtc(clock);
  const before = shown - aheadMs(shown - dayMs, zone);
  const after = shown - aheadMs(shown + dayMs, zone);
  const fitting = [before, after].filter((at) => at + aheadMs(at, zone) === shown);
  return fitting.length > 0 ? Math.min(...fitting) : before;
}

/** Whether the calendar has that day: no 30 February. */
export function isDay({ year, month, day }: Day): boolean {
  const date = new Date(asUtc({ year, month, day, ...midnight }));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const timeOfDay =
  /^(?<hour>\d\d?):(?<minute>[0-5]\d)(?::(?<second>[0-5]\d)(?:[.,](?<part>\d{1,9}))?)?(?: ?(?<half>[ap])\.?m\.?)?(?: ?(?<offset>z|utc|gmt|[+-]\d\d(?::?[0-5]\d)?))?$/i;

/**
 * `14:02`, `2:02 pm`, `14:02:59.123`, each also with `Z` or an offset such as `+02:00` behind. Undefined if it is no time of the day.
 * `aheadMs` is the offset from UTC, undefined where none was given.
 */
export function parseTimeOfDay(text: string): { readonly time: TimeOfDay; readonly aheadMs: number | undefined } | undefined {
  const read = timeOfDay.exec(text)?.groups;
  if (!read) return undefined;
  const { minute, second = 0, part = '', half, offset } = read;
  const hour = hourOf(Number(read['hour']), half?.toLowerCase());
  if (hour === undefined) return undefined;
  const time = { hour, minute: Number(minute), second: Number(second), ms: Number(part.padEnd(3, '0').slice(0, 3)) };
  return { time, aheadMs: offset === undefined ? undefined : offsetMs(offset) };
}

function hourOf(hour: number, half: string | undefined): number | undefined {
  if (half === undefined) return hour < 24 ? hour : undefined;
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half === 'p' ? 12 : 0);
}

function offsetMs(text: string): number {
  const [, sign, hours = 0, minutes = 0] = /^([+-])(\d\d):?(\d\d)?$/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
