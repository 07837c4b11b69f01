import { type Day, midnight, momentOf } from '../../../model/zone.ts';
import { clockFrom, type Shown } from './clock.ts';
import { dayFrom, dayFromNow, type Named } from './day.ts';
import { agoFrom, justFrom, lastingFrom, type Stretch } from './duration.ts';
import { digits, has, over, partFrom, type Read, type Reading, sign, touches, wordAt } from './reading.ts';
import { hours, type Part } from './words.ts';

const halfHour = 1_800_000;

/** What was read of a time: its stretch, and the day that it lies in where that is one. */
interface Moment extends Stretch {
  readonly day?: Day;
  /** Of a clock without a day. */
  readonly clock?: Shown;
}

const hourOf = (day: Day, hour: number): number => momentOf({ ...day, ...midnight, hour }, undefined);

const wholeDays = ({ first, days }: Named): Stretch => ({ fromMs: hourOf(first, 0), toMs: hourOf({ ...first, day: first.day + days }, 0) });

/** A night that is said of today is the one that began last. */
function partOf(reading: Reading, day: Day, part: Part): Stretch {
  const [from, to] = hours[part];
  const began = hourOf(day, from) > reading.atMs && part === 'night' && hourOf(day, 0) <= reading.atMs ? { ...day, day: day.day - 1 } : day;
  return { fromMs: hourOf(began, from), toMs: hourOf(began, to) };
}

function clockOn(day: Day, { hour, minute, second, lengthMs, aheadMs, about }: Shown): Stretch {
  const shown = { ...day, hour, minute, second, ms: 0 };
  const fromMs = aheadMs === undefined ? momentOf(shown, undefined) : momentOf(shown, 'UTC') - aheadMs;
  return about ? { fromMs: fromMs - halfHour, toMs: fromMs + halfHour } : { fromMs, toMs: fromMs + lengthMs };
}

/** A clock without a day showed that time last. */
function lastTime(reading: Reading, clock: Shown): Moment {
  const today = clockOn(dayFromNow(reading, 0), clock);
  const day = today.fromMs > reading.atMs ? dayFromNow(reading, -1) : dayFromNow(reading, 0);
  return { ...clockOn(day, clock), day, clock };
}

const joins = (reading: Reading, at: number): number => {
  let next = at;
  for (let step = 0; step < 3; step++) {
    const isT = reading.tokens[next]?.folded === 't' && touches(reading, next);
    if (
      !isT &&
      !(sign(reading, next, ',(') && clockFrom(reading, next + 1, false)) &&
      !sign(reading, next, ':', true) &&
      !(has(reading, next, 'filler') && !has(reading, next, 'at'))
    )
      break;
    next++;
  }
  return next;
};

interface Clocks {
  readonly from: Shown;
  readonly to?: Shown;
  readonly open: boolean;
}

/** "od 14:00 do 16:00", "between 2 and 4 pm", "14:00–16:00", "from 14:00". */
function clocksFrom(reading: Reading, start: number, spoken: boolean): Read<Clocks> | undefined {
  const led = has(reading, start, 'since') || has(reading, start, 'between');
  const first = clockFrom(reading, led ? start + 1 : start, led ? spoken || isRange(reading, start) : spoken);
  if (!first) return undefined;
  const and = has(reading, start, 'between') ? has(reading, first.next, 'and') : has(reading, first.next, 'until');
  const dash = sign(reading, first.next, '-–—');
  const second = and || dash ? clockFrom(reading, first.next + 1, spoken || led) : undefined;
  if (has(reading, start, 'between') && !second) return undefined;
  if (!second) return { value: { from: first.value, open: led }, next: first.next };
  const from =
    second.value.hour >= 12 && first.value.hour < 12 && second.value.hour - 12 > first.value.hour && has(reading, second.next - 1, 'pm')
      ? { ...first.value, hour: first.value.hour + 12 }
      : first.value;
  return { value: { from, to: second.value, open: false }, next: second.next };
}

/** "od 14 do 16" and "between 2 and 4": bare hours need the unit, a part or a half behind the second. */
function isRange(reading: Reading, start: number): boolean {
  if (digits(reading, start + 1, 1, 2) === undefined || digits(reading, start + 3, 1, 2) === undefined) return false;
  const { unit } = wordAt(reading, start + 4);
  return unit === 'hour' || has(reading, start + 4, 'am') || has(reading, start + 4, 'pm') || partFrom(reading, start + 4) !== undefined;
}

function onDay(reading: Reading, day: Day, { from, to, open }: Clocks): Stretch {
  const begin = clockOn(day, from);
  if (to) {
    const end = clockOn(day, to);
    const endMs = to.about ? end.toMs : end.fromMs;
    return { fromMs: begin.fromMs, toMs: endMs > begin.fromMs ? endMs : clockOn({ ...day, day: day.day + 1 }, to).fromMs };
  }
  return open && begin.fromMs < reading.atMs ? { fromMs: begin.fromMs, toMs: reading.atMs } : begin;
}

/** The year that stands behind the clock: `Oct 08 17:08:41 2021`. */
function yearBehind(reading: Reading, next: number, named: Named): Read<Named> {
  const year = named.noYear ? digits(reading, next, 4, 4) : undefined;
  return year === undefined || year < 1970 || year > 2200
    ? { value: named, next }
    : { value: { ...named, first: { ...named.first, year } }, next: next + 1 };
}

/** A day and what is said of its hours: a clock, two clocks, a part. */
function dayAndHours(reading: Reading, start: number, led: boolean): Read<Moment> | undefined {
  const found = dayFrom(reading, start, led || hoursFollow(reading, start));
  if (!found) return undefined;
  const { value: named, next } = found;
  if (named.days > 1) return { value: wholeDays(named), next };
  const joined = joins(reading, next);
  const ranged = has(reading, joined, 'since') || has(reading, joined, 'between');
  const clocks = clocksFrom(reading, joined, ranged || has(reading, joined, 'at'));
  if (clocks) {
    const dated = yearBehind(reading, clocks.next, named);
    const half =
      named.part && /afternoon|evening/.test(named.part) && clocks.value.from.hour < 12
        ? { ...clocks.value, from: { ...clocks.value.from, hour: clocks.value.from.hour + 12 } }
        : clocks.value;
    return { value: { ...onDay(reading, dated.value.first, half), day: dated.value.first }, next: dated.next };
  }
  const part = named.part ? undefined : partFrom(reading, over(reading, next, ['filler', 'at', 'on', 'about'], 2));
  if (part) return withClock(reading, named.first, part);
  const stretch = named.part ? partOf(reading, named.first, named.part) : wholeDays(named);
  return { value: { ...stretch, day: named.first }, next };
}

/** "včera večer o deviatej" has no number; "kahapon ng hapon mga alas-2" has. */
function withClock(reading: Reading, day: Day, part: Read<Part>): Read<Moment> {
  const clock = clockFrom(reading, part.next, has(reading, part.next, 'at'));
  if (!clock) return { value: { ...partOf(reading, day, part.value), day }, next: part.next };
  const late = /afternoon|evening/.test(part.value) && clock.value.hour < 12;
  return { value: { ...clockOn(day, late ? { ...clock.value, hour: clock.value.hour + 12 } : clock.value), day }, next: clock.next };
}

/** The name of a weekday means a time where hours follow. */
const hoursFollow = (reading: Reading, start: number): boolean => {
  const next = over(reading, start + 1, ['filler', 'at'], 2);
  return (
    wordAt(reading, start).weekday !== undefined &&
    (partFrom(reading, next) !== undefined || clockFrom(reading, start + 1, false) !== undefined)
  );
};

/** "at 14:00 yesterday", "od 14 do 16 hod. v pondelok", "14:02". */
function hoursAndDay(reading: Reading, start: number): Read<Moment> | undefined {
  if (touches(reading, start) && sign(reading, start - 1, ':')) return undefined;
  const clocks = clocksFrom(reading, start, false);
  if (!clocks) return undefined;
  const from = over(reading, sign(reading, clocks.next, ',') ? clocks.next + 1 : clocks.next, ['filler', 'on', 'at'], 2);
  const day = dayFrom(reading, from, from > clocks.next);
  if (day && day.value.days === 1)
    return { value: { ...onDay(reading, day.value.first, clocks.value), day: day.value.first }, next: day.next };
  const { from: first, to, open } = clocks.value;
  const last = lastTime(reading, first);
  if (!to && !open) return { value: last, next: clocks.next };
  return {
    value: { ...onDay(reading, last.day ?? dayFromNow(reading, 0), clocks.value), ...(last.day && { day: last.day }) },
    next: clocks.next,
  };
}

/** "popodne 21.11.", "morning of Nov 21", "utorak ujutro" the other way round. */
function partAndDay(reading: Reading, start: number): Read<Moment> | undefined {
  const part = partFrom(reading, start);
  if (!part) return undefined;
  const from = over(reading, part.next, ['filler', 'on'], 2);
  const day = dayFrom(reading, from, from > part.next);
  return day && day.value.days === 1 && !day.value.part
    ? { value: { ...partOf(reading, day.value.first, part.value), day: day.value.first }, next: day.next }
    : undefined;
}

function momentFrom(reading: Reading, start: number, led: boolean): Read<Moment> | undefined {
  return (
    agoFrom(reading, start) ??
    dayAndHours(reading, start, led) ??
    hoursAndDay(reading, start) ??
    partAndDay(reading, start) ??
    justFrom(reading, start)
  );
}

/** "od rána", "с утра": the part of today that is meant by itself. */
function partOfToday(reading: Reading, start: number): Read<Moment> | undefined {
  const part = partFrom(reading, start);
  return part && { value: { ...partOf(reading, dayFromNow(reading, 0), part.value) }, next: part.next };
}

/** "since Monday", "od jučer popodne", "od pondelka do stredy", "from 21.11. to 23.11.". */
function sinceFrom(reading: Reading, start: number): Read<Stretch> | undefined {
  const from = over(reading, start + 1, ['on', 'at'], 2);
  const begin = momentFrom(reading, from, true) ?? partOfToday(reading, from);
  if (!begin) return undefined;
  const range = toFrom(reading, begin);
  if (range) return range;
  const { fromMs, toMs, clock } = begin.value;
  if (reading.tokens[start]?.folded === 'from') return { value: { fromMs, toMs }, next: begin.next };
  if (clock && begin.value.toMs > reading.atMs) return { value: { fromMs, toMs }, next: begin.next };
  return { value: fromMs < reading.atMs ? { fromMs, toMs: reading.atMs } : { fromMs, toMs }, next: begin.next };
}

/** The end of a range whose beginning was read. */
function toFrom(reading: Reading, begin: Read<Moment>): Read<Stretch> | undefined {
  if (!has(reading, begin.next, 'until') && !sign(reading, begin.next, '-–—')) return undefined;
  const end = momentFrom(reading, begin.next + 1, true);
  return end && end.value.toMs > begin.value.fromMs && end.value.clock === undefined
    ? { value: { fromMs: begin.value.fromMs, toMs: end.value.toMs }, next: end.next }
    : undefined;
}

/** Whether a word before says that a time comes. */
const isLed = (reading: Reading, start: number): boolean => has(reading, start - 1, 'on') || has(reading, start - 1, 'at');

/** What stands for a time from that token on; undefined if nothing does. */
export function phraseFrom(reading: Reading, start: number): Read<Stretch> | undefined {
  if (has(reading, start, 'between')) {
    const between = hoursAndDay(reading, start);
    if (between) return between;
  }
  if (has(reading, start, 'since')) {
    const since = sinceFrom(reading, start);
    if (since) return since;
  }
  const lasting = agoFrom(reading, start) ? undefined : lastingFrom(reading, start);
  if (lasting) return lasting;
  const moment = momentFrom(reading, start, isLed(reading, start));
  if (!moment) return undefined;
  return toFrom(reading, moment) ?? moment;
}
