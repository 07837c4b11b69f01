import type { Day } from '../../../model/zone.ts';
import { dateFrom, type Days } from './date.ts';
import { has, partFrom, type Read, type Reading, wordAt } from './reading.ts';
import type { Part } from './words.ts';

/** Days, with the part of the day where one word says both. */
export type Named = Days & { readonly part?: Part };

const isRussian = ({ language }: Reading): boolean => /^(?:ru|uk|be)/.test(language);

/** The day of the writing, so many days later. */
export const dayFromNow = ({ today }: Reading, days: number): Day => ({ ...today, day: today.day + days });

const weekdayNow = (reading: Reading): number => {
  const { year, month, day } = dayFromNow(reading, 0);
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
};

const days = (reading: Reading, from: number, count = 1): Days => ({ first: dayFromNow(reading, from), days: count });

/** "včera", "jutros", "day before yesterday", "ngayong araw", "celý deň". */
function near(reading: Reading, at: number): Read<Named> | undefined {
  const { day, part } = wordAt(reading, at);
  if (day !== undefined) {
    const ofDay = /(?:ego|eho)$/.test(reading.tokens[at]?.folded ?? '') && wordAt(reading, at + 1).unit === 'day';
    return { value: { ...days(reading, day), ...(part && { part }) }, next: ofDay ? at + 2 : at + 1 };
  }
  if (part === 'last night') return { value: { ...days(reading, -1), part }, next: at + 1 };
  const isBefore = wordAt(reading, at).unit === 'day' && has(reading, at + 1, 'before') && wordAt(reading, at + 2).day === -1;
  if (isBefore) return { value: days(reading, -2), next: at + 3 };
  const whole = has(reading, at, 'whole') && wordAt(reading, at + 1).unit === 'day';
  return whole ? { value: days(reading, 0), next: at + 2 } : undefined;
}

/** Serbs and Russians have one word for Sunday and the week; Filipinos too. After "prošle" and in Russian it is the week. */
function isWeek(reading: Reading, at: number): boolean {
  const { unit, weekday: sunday } = wordAt(reading, at);
  if (unit !== 'week') return false;
  const folded = reading.tokens[at]?.folded ?? '';
  return (
    sunday === undefined ||
    isRussian(reading) ||
    folded === 'linggo' ||
    folded === 'nedelje' ||
    (folded === 'nedele' && reading.language.startsWith('sr'))
  );
}

/** The last one, today included; the one before today behind a word for "last". */
function weekday(reading: Reading, at: number, last: boolean): Read<Named> | undefined {
  const { weekday: wanted } = wordAt(reading, at);
  if (wanted === undefined || (isRussian(reading) && wordAt(reading, at).unit === 'week')) return undefined;
  const behind = (weekdayNow(reading) - wanted + 7) % 7;
  return { value: days(reading, last && behind === 0 ? -7 : -behind), next: at + 1 };
}

function lastMonth({ today: { year, month } }: Reading, back: number): Days {
  const first = new Date(Date.UTC(year, month - 1 - back, 1));
  return {
    first: { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: 1 },
    days: new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate(),
  };
}

/** "last week", "ovaj mjesec", "minulý víkend", "last night", "this morning", "noong nakaraang Lunes". */
function lastOrThis(reading: Reading, at: number): Read<Named> | undefined {
  const last = has(reading, at, 'last');
  if (!last && !has(reading, at, 'this')) return undefined;
  const next = at + 1;
  const sinceMonday = (weekdayNow(reading) + 6) % 7;
  const { unit } = wordAt(reading, next);
  if (isWeek(reading, next)) return { value: days(reading, -sinceMonday - (last ? 7 : 0), 7), next: next + 1 };
  if (unit === 'month') return { value: lastMonth(reading, last ? 1 : 0), next: next + 1 };
  if (unit === 'day' && !last) return { value: days(reading, 0), next: next + 1 };
  if (has(reading, next, 'weekend')) return { value: weekend(reading), next: next + 1 };
  const part = partFrom(reading, next);
  if (part && last && (part.value === 'night' || part.value === 'evening'))
    return { value: { ...days(reading, -1), part: 'last night' }, next: part.next };
  if (part && !last) return { value: { ...days(reading, 0), part: part.value }, next: part.next };
  return weekday(reading, next, last);
}

/** Saturday and Sunday, the last ones that began. */
const weekend = (reading: Reading): Days => days(reading, -((weekdayNow(reading) + 1) % 7), 2);

/**
 * A day, or several that people have one name for. `led`: a word before it says that a time comes; names of weekdays and a bare "weekend"
 * are too often something else without it.
 */
export function dayFrom(reading: Reading, at: number, led: boolean): Read<Named> | undefined {
  const found = near(reading, at) ?? lastOrThis(reading, at) ?? dateFrom(reading, at, led);
  if (found || !led) return found;
  if (has(reading, at, 'weekend')) return { value: weekend(reading), next: at + 1 };
  return weekday(reading, at, false);
}
