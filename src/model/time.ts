import { clockAt, type Day, isDay, midnight, momentOf, parseTimeOfDay, type Zone } from './zone.ts';

/** A moment: ISO 8601 in UTC with milliseconds, always 24 characters ("2026-11-21T22:31:35.000Z"), so that text order is time order. */
export type Instant = string;

/** from ≤ moment < to. A single moment is one millisecond long. */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

/** Milliseconds since 1970 as an instant; undefined outside the years 0 to 9999, which no instant can say. */
export function asInstant(ms: number): Instant | undefined {
  const date = new Date(ms);
  const text = Number.isNaN(date.getTime()) ? '' : date.toISOString();
  return text.length === 24 ? text : undefined;
}

/** Milliseconds since 1970 as an instant. Throws a RangeError outside the years 0 to 9999. */
export function toInstant(ms: number): Instant {
  const instant = asInstant(ms);
  if (instant === undefined) throw new RangeError(`not within the years 0 to 9999: ${ms}`);
  return instant;
}

/** Whether a text from outside is an instant, to the letter. */
export const isInstant = (text: string): boolean => asInstant(Date.parse(text)) === text;

/** The instant that many milliseconds later (earlier, if negative). Throws a RangeError outside the years 0 to 9999. */
export const later = (instant: Instant, ms: number): Instant => toInstant(Date.parse(instant) + ms);

const units = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
] as const;
const duration = new RegExp(`^${units.map(([unit]) => `(?:(\\d{1,6})${unit})?`).join('')}$`);

/** "2d", "1d12h", "15m" in milliseconds; a day is 24 hours. Undefined if it is no duration; each unit stands once, the greater first. */
export function parseDuration(text: string): number | undefined {
  const counts = text === '' ? null : duration.exec(text);
  return counts ? units.reduce((sum, [, size], at) => sum + Number(counts[at + 1] ?? 0) * size, 0) : undefined;
}

/** Milliseconds as "45s", "5m", "3h", "13d", "2w", rounded down; with `most` 2 also the next smaller unit, unless it is 0: "1d12h". */
export function formatDuration(ms: number, most: 1 | 2 = 1): string {
  const size = Math.abs(ms);
  // Up to two weeks people count days.
  const fits = units.findIndex(([unit, unitMs]) => size >= (unit === 'w' ? 2 * unitMs : unitMs));
  const [[unit, unitMs] = ['s', 1000] as const, next] = units.slice(fits < 0 ? units.length : fits);
  const count = Math.floor(size / unitMs);
  const rest = next && most === 2 ? Math.floor((size - count * unitMs) / next[1]) : 0;
  return `${ms < 0 && count > 0 ? '-' : ''}${count}${unit}${next && rest > 0 ? `${rest}${next[0]}` : ''}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** For people, in their zone (IANA name; that of the process if left out): "21 Nov 14:02"; in another year than now "21 Nov 2025 14:02". */
export function formatTime(instant: Instant, { now, zone }: { readonly now: Instant; readonly zone?: Zone }): string {
  const { year, month, day, hour, minute } = clockAt(Date.parse(instant), zone);
  const thisYear = clockAt(Date.parse(now), zone).year === year;
  return `${day} ${months[month - 1] ?? ''}${thisYear ? '' : ` ${year}`} ${twoDigits(hour)}:${twoDigits(minute)}`;
}

export interface Reading {
  /** IANA name; the zone of the process if left out. */
  readonly zone?: Zone;
  /** Where "2d", "monday" and "14:00" lie, seen from now: behind it (as in queries; so if left out) or ahead (as in `--until` and `due`). */
  readonly toward?: 'past' | 'future';
}

/**
 * What a person types for a time: `2026`, `2026-11`, `2026-11-21`; `today`, `yesterday`, `tomorrow`; a day of the week, `monday` or `mon`:
 * the last one, today included, or the next one, without today; a day and a time, `2026-11-21T14:00` or `tomorrow 9:00`, also with seconds,
 * and after a date with Z or an offset; `14:00`; `now`; `2d`, or `-2d` and `+2d`, which say themselves where they lie.
 * Years, months and days are whole ones of the zone, the others single moments. Undefined if it is none of these, or cannot be.
 */
export function parseTime(text: string, now: Instant, { zone, toward = 'past' }: Reading = {}): Span | undefined {
  const typed = text.trim().toLowerCase();
  const nowMs = Date.parse(now);
  if (typed === 'now') return moment(nowMs);
  const [, sign, amount = ''] = /^([+-]?)(.*)$/.exec(typed) ?? [];
  const ms = parseDuration(amount);
  if (ms !== undefined) return moment(nowMs + (sign === '-' || (sign === '' && toward === 'past') ? -ms : ms));
  const [, dayText = '', timeText] = /^(.*?)(?:(?:^|[t ])(\d\d?:.*))?$/.exec(typed) ?? [];
  const seen = { nowMs, zone, toward };
  if (timeText === undefined) return wholeDays(dayText, seen);
  return dayText === '' ? nearest(timeText, seen) : timeOn(dayText, timeText, seen);
}

interface Seen {
  readonly nowMs: number;
  readonly zone: Zone;
  readonly toward: 'past' | 'future';
}

function span(fromMs: number, toMs: number): Span | undefined {
  const from = asInstant(fromMs);
  const to = asInstant(toMs);
  return from !== undefined && to !== undefined ? { from, to } : undefined;
}
const moment = (ms: number): Span | undefined => span(ms, ms + 1);

const weekdays = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const nearDays: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/** The day that many days from today. */
function dayFromNow(days: number, { nowMs, zone }: Seen): Day {
  const { year, month, day } = clockAt(nowMs, zone);
  return { year, month, day: day + days };
}

function dayNamed(word: string, seen: Seen): Day | undefined {
  const near = Object.hasOwn(nearDays, word) ? nearDays[word] : undefined;
  if (near !== undefined) return dayFromNow(near, seen);
  const wanted = weekdays.findIndex((name) => name === word || name.slice(0, 3) === word);
  if (wanted < 0) return undefined;
  const { year, month, day } = clockAt(seen.nowMs, seen.zone);
  const today = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return dayFromNow(seen.toward === 'past' ? -((today - wanted + 7) % 7) : ((wanted - today + 6) % 7) + 1, seen);
}

const isoDate = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;

function wholeDays(text: string, seen: Seen): Span | undefined {
  const [, year, month, day] = isoDate.exec(text) ?? [];
  if (year === undefined) return spanOf(dayNamed(text, seen), { day: 1 }, seen);
  const first = { year: Number(year), month: Number(month ?? 1), day: Number(day ?? 1) };
  return spanOf(isDay(first) ? first : undefined, day ? { day: 1 } : month ? { month: 1 } : { year: 1 }, seen);
}

/** From the start of a day for so long on the calendar. */
function spanOf(day: Day | undefined, length: Partial<Day>, { zone }: Seen): Span | undefined {
  if (!day) return undefined;
  const end = { year: day.year + (length.year ?? 0), month: day.month + (length.month ?? 0), day: day.day + (length.day ?? 0) };
  return span(momentOf({ ...day, ...midnight }, zone), momentOf({ ...end, ...midnight }, zone));
}

/** A day and a time; an offset needs a day that does not depend on the zone. */
function timeOn(dayText: string, timeText: string, seen: Seen): Span | undefined {
  const [, year, month, date] = isoDate.exec(dayText) ?? [];
  const dated = date === undefined ? undefined : { year: Number(year), month: Number(month), day: Number(date) };
  const day = dated ?? dayNamed(dayText, seen);
  const read = parseTimeOfDay(timeText);
  if (!day || !read || (dated && !isDay(dated))) return undefined;
  if (read.aheadMs === undefined) return moment(momentOf({ ...day, ...read.time }, seen.zone));
  return dated && moment(momentOf({ ...dated, ...read.time }, 'UTC') - read.aheadMs);
}

/** The last or the next time that the clock shows it. */
function nearest(timeText: string, seen: Seen): Span | undefined {
  const read = parseTimeOfDay(timeText);
  if (!read || read.aheadMs !== undefined) return undefined;
  const on = (days: number): number => momentOf({ ...dayFromNow(days, seen), ...read.time }, seen.zone);
  const today = on(0);
  if (seen.toward === 'past') return moment(today <= seen.nowMs ? today : on(-1));
  return moment(today > seen.nowMs ? today : on(1));
}
