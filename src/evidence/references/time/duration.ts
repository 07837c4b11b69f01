import { midnight, momentOf } from '../../../model/zone.ts';
import { digits, has, over, type Read, type Reading, sign, touches, wordAt } from './reading.ts';
import type { Unit } from './words.ts';

interface Duration {
  readonly least: number;
  readonly most: number;
  readonly unit: Unit;
}

/** From and to, in milliseconds since 1970. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
}

const minute = 60_000;
const unitMs: Readonly<Record<Unit, number>> = {
  minute,
  hour: 60 * minute,
  day: 1440 * minute,
  week: 7 * 1440 * minute,
  month: 30 * 1440 * minute,
};

/** "3 hours", "dva dni", "an hour", "half an hour", "isang linggo"; with `bare` also the unit alone, which is one. */
function durationFrom(reading: Reading, start: number, bare: boolean): Read<Duration> | undefined {
  const first = over(reading, start, ['about'], 2);
  const at = reading.tokens[first]?.folded === 'a' && wordAt(reading, first + 1).count ? first + 1 : first;
  const number = digits(reading, at, 1, 3);
  if (number !== undefined && touches(reading, at) && sign(reading, at - 1, '.,:/-+')) return undefined;
  const { count: said, unit: own } = wordAt(reading, at);
  const count = number === undefined ? said : ([number, number] as const);
  if (count && own) return { value: { least: count[0], most: count[1], unit: own }, next: at + 1 };
  if (!count && own && bare) return { value: { least: 1, most: 1, unit: own }, next: overTime(reading, at + 1) };
  if (!count) return undefined;
  const next = [at + 1, over(reading, at + 1, ['filler', 'about'], 2)].find((each) => wordAt(reading, each).unit !== undefined) ?? at + 1;
  const { unit } = wordAt(reading, next);
  if (unit === undefined || (unit === 'hour' && reading.tokens[next]?.folded === 'h' && !touches(reading, next) && number === undefined))
    return undefined;
  return { value: { least: count[0], most: count[1], unit }, next: overTime(reading, next + 1) };
}

/** "prije sat vremena": an hour of time. */
const overTime = (reading: Reading, at: number): number => (/^(?:vremena|casu)$/.test(reading.tokens[at]?.folded ?? '') ? at + 1 : at);

/** Whole days on the calendar, so many before the writing. */
function calendarDays({ today: { year, month, day } }: Reading, from: number, to: number): Stretch {
  const at = (days: number): number => momentOf({ year, month, day: day - days, ...midnight }, undefined);
  return { fromMs: at(from), toMs: at(to - 1) };
}

/** What "3 hours ago" means: half a unit about it, for days and more whole days of the calendar. */
function ago(reading: Reading, { least, most, unit }: Duration): Stretch {
  if (unit === 'day') return calendarDays(reading, most, least);
  if (unit === 'week') return calendarDays(reading, most * 7 + 3, least * 7 - 3);
  if (unit === 'month') return calendarDays(reading, most * 30 + 15, Math.max(least * 30 - 15, 1));
  const slackMs = Math.max(unit === 'hour' ? unitMs.hour / 2 : minute, most * unitMs[unit] * 0.15);
  return {
    fromMs: reading.atMs - most * unitMs[unit] - (most < 1 ? minute * 15 : slackMs),
    toMs: Math.min(reading.atMs, reading.atMs - least * unitMs[unit] + (most < 1 ? minute * 15 : slackMs)),
  };
}

const until = (reading: Reading, { most, unit }: Duration): Stretch => ({ fromMs: reading.atMs - most * unitMs[unit], toMs: reading.atMs });

/** "3 hours ago", "pred hodinou", "2 дня назад", "3 oras na ang nakalipas". */
export function agoFrom(reading: Reading, at: number): Read<Stretch> | undefined {
  if (has(reading, at, 'before')) {
    const behind = durationFrom(reading, at + 1, true);
    return behind && { value: ago(reading, behind.value), next: behind.next };
  }
  const before = durationFrom(reading, at, true);
  if (!before) return undefined;
  const next = over(reading, before.next, ['filler'], 2);
  return has(reading, next, 'ago') ? { value: ago(reading, before.value), next: next + 1 } : undefined;
}

/** "už dva dni", "last 3 hours", "dalawang araw na", "since 2 days": from then until the writing. */
export function lastingFrom(reading: Reading, at: number): Read<Stretch> | undefined {
  const lead = has(reading, at, 'already') || has(reading, at, 'last') || has(reading, at, 'since');
  const from = has(reading, at, 'already') && (has(reading, at + 1, 'last') || has(reading, at + 1, 'about')) ? at + 2 : at + 1;
  const behind = lead ? durationFrom(reading, from, false) : durationFrom(reading, at, false);
  if (!behind || (lead && has(reading, behind.next, 'ago'))) return undefined;
  if (lead) return { value: until(reading, behind.value), next: behind.next };
  const filipino =
    reading.tokens[behind.next]?.folded === 'na' &&
    /^(?:araw|oras|linggo|buwan|minuto)/.test(reading.tokens[behind.next - 1]?.folded ?? '');
  return filipino ? { value: until(reading, behind.value), next: behind.next + 1 } : undefined;
}

/** "just now", "upravo", "только что": the last quarter of an hour. */
export function justFrom(reading: Reading, at: number): Read<Stretch> | undefined {
  const [one, other] = [reading.tokens[at]?.folded ?? '', reading.tokens[at + 1]?.folded ?? ''];
  const pair = /^(?:just now|prave teraz|prave ted|tolko cto|ngayon lang|kani kanina)$/.test(`${one} ${other}`);
  if (!pair && !/^(?:malopre|maloprije)$/.test(one)) return undefined;
  return { value: { fromMs: reading.atMs - 15 * minute, toMs: reading.atMs }, next: pair ? at + 2 : at + 1 };
}
