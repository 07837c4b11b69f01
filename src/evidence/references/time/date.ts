import { type Day, dayMs, isDay } from '../../../model/zone.ts';
import { digits, has, type Read, type Reading, sign, touches, wordAt } from './reading.ts';

/** Days that follow each other on the calendar. */
export interface Days {
  readonly first: Day;
  readonly days: number;
  /** The year was worked out, not said: another may still follow. */
  readonly noYear?: true;
}

const farFrom = (day: Day, atMs: number): number => Math.abs(Date.UTC(day.year, day.month - 1, day.day) - atMs);

/** The year in which the day lies nearest to the writing. */
function nearestYear(month: number, day: number, atMs: number): Day | undefined {
  const { [0]: year = 0 } = [new Date(atMs).getUTCFullYear()];
  const days = [year - 1, year, year + 1].map((each) => ({ year: each, month, day })).filter(isDay);
  return days.sort((one, other) => farFrom(one, atMs) - farFrom(other, atMs))[0];
}

const centuryOf = (year: number): number => year + (year < 69 ? 2000 : 1900);

const single = (day: Day | undefined, next: number, more: { noYear?: true } = {}): Read<Days> | undefined =>
  day && isDay(day) && day.year > 1900 && day.year < 2200 ? { value: { first: day, days: 1, ...more }, next } : undefined;

/** `2026-11-21`, `2026/11/21`, `2026.11.21`. */
function yearFirst(reading: Reading, at: number): Read<Days> | undefined {
  const mark = reading.tokens[at + 1]?.text ?? '';
  const [year, month, day] = [digits(reading, at, 4, 4), digits(reading, at + 2, 1, 2), digits(reading, at + 4, 1, 2)];
  if (year === undefined || month === undefined || day === undefined || !/^[-/.]$/.test(mark)) return undefined;
  const joined = [1, 2, 3, 4].every((step) => touches(reading, at + step)) && sign(reading, at + 3, mark);
  if (!joined || (sign(reading, at + 5, '-/', true) && touches(reading, at + 6))) return undefined;
  return single({ year, month, day }, at + 5);
}

/** Of `05/06/2026` whichever lies nearer before the writing; where only English and Filipino write the month first, only they do. */
function ordered(one: number, other: number, year: number, { atMs, language }: Reading): Day | undefined {
  const days = [
    { year, month: other, day: one },
    { year, month: one, day: other },
  ].filter(isDay);
  const monthFirst = language === '' || /^(?:en|fil|tl)/.test(language);
  if (days.length < 2 || !monthFirst) return days[0];
  const rank = (day: Day): number => farFrom(day, atMs) + (Date.UTC(day.year, day.month - 1, day.day) > atMs + dayMs ? 1e14 : 0);
  return days.sort((first, second) => rank(first) - rank(second))[0];
}

/** `21/11/2026`, `11/21/26`, `21-11-2026`. */
function slashed(reading: Reading, at: number): Read<Days> | undefined {
  const mark = reading.tokens[at + 1]?.text ?? '';
  const [one, other, year] = [digits(reading, at, 1, 2), digits(reading, at + 2, 1, 2), digits(reading, at + 4, 2, 4)];
  if (one === undefined || other === undefined || year === undefined || !/^[-/]$/.test(mark)) return undefined;
  const joined = [1, 2, 3, 4].every((step) => touches(reading, at + step)) && sign(reading, at + 3, mark);
  const short = reading.tokens[at + 4]?.text.length === 2;
  if (
    !joined ||
    reading.tokens[at + 4]?.text.length === 3 ||
    (short && mark === '-') ||
    (sign(reading, at + 5, '-/', true) && touches(reading, at + 6))
  )
    return undefined;
  return single(ordered(one, other, short ? centuryOf(year) : year, reading), at + 5);
}

/** `21.11.2026`, `21. 11. 2026`, `21.11.26`; `21.11.` where the words before say that it is a day. */
function dotted(reading: Reading, at: number, led: boolean): Read<Days> | undefined {
  const [day, month] = [digits(reading, at, 1, 2), digits(reading, at + 2, 1, 2)];
  if (day === undefined || month === undefined || !sign(reading, at + 1, '.', true) || month > 12) return undefined;
  const two = (step: number): boolean => reading.tokens[at + step]?.text.length === 2;
  if (!sign(reading, at + 3, '.', true)) return undefined;
  const year = digits(reading, at + 4, 4, 4);
  if (year !== undefined && year > 1900) return single({ year, month, day }, at + 5);
  const short = touches(reading, at + 4) ? digits(reading, at + 4, 2, 2) : undefined;
  if (short !== undefined && !(sign(reading, at + 5, '.', true) && touches(reading, at + 6)))
    return led || (two(0) && two(2)) ? single({ year: centuryOf(short), month, day }, at + 5) : undefined;
  if (touches(reading, at + 4) && reading.tokens[at + 4]?.kind === 'digits') return undefined;
  const clear = led || day > 12 || (two(0) && two(2)) || reading.tokens[at + 4]?.kind === 'digits';
  return clear ? single(nearestYear(month, day, reading.atMs), at + 4, { noYear: true }) : undefined;
}

/** Croats and Czechs call different months listopad, Serbs and Croats June and July lipanj and srpanj alone. */
function monthAt(reading: Reading, at: number): number | undefined {
  const { month } = wordAt(reading, at);
  return month === 11 && reading.tokens[at]?.folded.startsWith('listopad') === true && !/^(?:cs|pl)/.test(reading.language)
    ? reading.tokens[at]?.folded === 'listopadu' && reading.language === ''
      ? 11
      : 10
    : month;
}

/** The year behind a day and a month; else the nearest one. */
function withYear(reading: Reading, at: number, month: number, day: number): Read<Days> | undefined {
  const from = sign(reading, at, ',') ? at + 1 : at;
  const year = digits(reading, from, 4, 4);
  if (year !== undefined && year > 1900 && year < 2200) {
    const next = has(reading, from + 1, 'year')
      ? sign(reading, from + 2, '.', true)
        ? from + 3
        : from + 2
      : sign(reading, from + 1, '.', true) && has(reading, from + 2, 'at')
        ? from + 2
        : from + 1;
    return single({ year, month, day }, next);
  }
  return single(nearestYear(month, day, reading.atMs), at, { noYear: true });
}

/** `21 Nov 2026`, `21. novembra`, `21st of November`, `21-Nov-2026`, `21/Nov/2026`, `ika-21 ng Nobyembre`. */
function dayThenMonth(reading: Reading, start: number): Read<Days> | undefined {
  const at = reading.tokens[start]?.folded === 'ika' && sign(reading, start + 1, '-', true) ? start + 2 : start;
  const day = digits(reading, at, 1, 2);
  if (day === undefined || day > 31) return undefined;
  let next = at + 1;
  if (has(reading, next, 'ordinal') && touches(reading, next)) next++;
  if (sign(reading, next, '.-/', true)) next++;
  if (/^(?:of|ng)$/.test(reading.tokens[next]?.folded ?? '')) next++;
  const month = monthAt(reading, next);
  if (month === undefined) return undefined;
  next++;
  if (sign(reading, next, '.', true)) next++;
  if (sign(reading, next, '-/', true) && touches(reading, next + 1)) next++;
  const short = sign(reading, next - 1, '-') ? digits(reading, next, 2, 2) : undefined;
  return short === undefined ? withYear(reading, next, month, day) : single({ year: centuryOf(short), month, day }, next + 1);
}

/** `Nov 21`, `November 21st, 2026`, `Nobyembre 21`; `November 2026` is the whole month. */
function monthThenDay(reading: Reading, at: number): Read<Days> | undefined {
  const month = monthAt(reading, at);
  if (month === undefined) return undefined;
  const from = sign(reading, at + 1, '.', true) ? at + 2 : at + 1;
  const day = digits(reading, from, 1, 2);
  if (day !== undefined && !touches(reading, from))
    return withYear(reading, has(reading, from + 1, 'ordinal') && touches(reading, from + 1) ? from + 2 : from + 1, month, day);
  const year = digits(reading, from, 4, 4);
  if (year === undefined || year < 1900 || year > 2200) return undefined;
  return { value: { first: { year, month, day: 1 }, days: new Date(Date.UTC(year, month, 0)).getUTCDate() }, next: from + 1 };
}

/** A date of the calendar. `led`: a word before it says that a day comes, so that `5.1.` is one. */
export function dateFrom(reading: Reading, at: number, led: boolean): Read<Days> | undefined {
  const token = reading.tokens[at];
  if (token?.kind === 'word') return token.folded === 'ika' ? dayThenMonth(reading, at) : monthThenDay(reading, at);
  if (token?.kind !== 'digits') return undefined;
  return yearFirst(reading, at) ?? dotted(reading, at, led) ?? slashed(reading, at) ?? dayThenMonth(reading, at);
}
