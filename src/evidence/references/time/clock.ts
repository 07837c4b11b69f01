import { digits, has, over, partFrom, type Read, type Reading, sign, touches, wordAt } from './reading.ts';

/** A time that a clock shows, how exact it was said, and how far that clock is ahead of UTC where that was said too. */
export interface Shown {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly lengthMs: number;
  readonly aheadMs?: number;
  readonly about: boolean;
}

type Face = Pick<Shown, 'hour' | 'minute' | 'second' | 'lengthMs'>;

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** `14:02`, `14:02:59`, `14:02:59.123`. */
function withColons(reading: Reading, at: number): Read<Face> | undefined {
  const [hours, minutes] = [digits(reading, at, 1, 2), digits(reading, at + 2, 2, 2)];
  if (hours === undefined || minutes === undefined || minutes > 59 || hours > 24) return undefined;
  if (!sign(reading, at + 1, ':', true) || !touches(reading, at + 2)) return undefined;
  const seconds = sign(reading, at + 3, ':', true) && touches(reading, at + 4) ? digits(reading, at + 4, 2, 2) : undefined;
  if (seconds === undefined)
    return sign(reading, at + 3, ':', true) && digits(reading, at + 4, 1, 9) !== undefined
      ? undefined
      : { value: { hour: hours, minute: minutes, second: 0, lengthMs: minute }, next: at + 3 };
  if (seconds > 60 || (sign(reading, at + 5, ':', true) && touches(reading, at + 6))) return undefined;
  const part = sign(reading, at + 5, '.,', true) && touches(reading, at + 6) && digits(reading, at + 6, 1, 9) !== undefined;
  return { value: { hour: hours, minute: minutes, second: Math.min(seconds, 59), lengthMs: second }, next: part ? at + 7 : at + 5 };
}

/** `14.30`, `14h30`: only where a clock is spoken of. */
function withDot(reading: Reading, at: number): Read<Face> | undefined {
  const [hours, minutes] = [digits(reading, at, 1, 2), digits(reading, at + 2, 2, 2)];
  const parted = sign(reading, at + 1, '.', true) || (reading.tokens[at + 1]?.folded === 'h' && touches(reading, at + 1));
  if (!parted || !touches(reading, at + 2) || hours === undefined || minutes === undefined || hours > 24 || minutes > 59) return undefined;
  if (sign(reading, at + 3, '.', true) && (digits(reading, at + 4, 1, 4) !== undefined || touches(reading, at + 4))) return undefined;
  return { value: { hour: hours, minute: minutes, second: 0, lengthMs: minute }, next: at + 3 };
}

/** `14`, `14 h`, `2 pm`, `alas dos`; by itself it is a clock only where one is spoken of. */
function wholeHour(reading: Reading, at: number, spoken: boolean): Read<Face> | undefined {
  const named = reading.tokens[at - 1]?.text === '-' || has(reading, at - 1, 'at') ? wordAt(reading, at).hour : undefined;
  const hours = digits(reading, at, 1, 2) ?? named;
  if (hours === undefined || hours > 24) return undefined;
  const value: Face = { hour: hours, minute: 0, second: 0, lengthMs: hour };
  if (halfAt(reading, at + 1)) return hours > 0 && hours < 13 ? { value, next: at + 1 } : undefined;
  if (
    !spoken ||
    (reading.tokens[at + 1]?.kind === 'sign' &&
      touches(reading, at + 1) &&
      /[.:/-]/.test(reading.tokens[at + 1]?.text ?? '') &&
      touches(reading, at + 2))
  )
    return undefined;
  return { value, next: at + 1 };
}

/** `am`, `p.m.`: which half, and what comes after. */
function halfAt(reading: Reading, at: number): Read<'am' | 'pm'> | undefined {
  if (has(reading, at, 'am') || has(reading, at, 'pm')) return { value: has(reading, at, 'pm') ? 'pm' : 'am', next: at + 1 };
  const letter = reading.tokens[at]?.folded;
  const dotted = sign(reading, at + 1, '.', true) && reading.tokens[at + 2]?.folded === 'm' && touches(reading, at + 2);
  if ((letter !== 'a' && letter !== 'p') || !dotted) return undefined;
  return { value: letter === 'p' ? 'pm' : 'am', next: sign(reading, at + 3, '.', true) ? at + 4 : at + 3 };
}

/** `Z`, `UTC`, `+02:00`, `+0200`, `GMT+1`. */
function zoneFrom(reading: Reading, at: number): Read<number> | undefined {
  const { zone } = wordAt(reading, at);
  const token = reading.tokens[at];
  const isZone = zone !== undefined && (token?.text === token?.text.toUpperCase() || token?.touches === true);
  const from = isZone ? at + 1 : at;
  const offset =
    sign(reading, from, '+-−') &&
    touches(reading, from + 1) &&
    (isZone || touches(reading, from) || digits(reading, from + 1, 4, 4) !== undefined)
      ? offsetAt(reading, from + 1)
      : undefined;
  if (offset) return { value: (sign(reading, from, '+') ? 1 : -1) * offset.value, next: offset.next };
  return isZone ? { value: zone * minute, next: from } : undefined;
}

function offsetAt(reading: Reading, at: number): Read<number> | undefined {
  const whole = digits(reading, at, 4, 4);
  if (whole !== undefined) return { value: Math.floor(whole / 100) * hour + (whole % 100) * minute, next: at + 1 };
  const hours = digits(reading, at, 1, 2);
  if (hours === undefined || hours > 14) return undefined;
  const minutes = sign(reading, at + 1, ':', true) ? digits(reading, at + 2, 2, 2) : undefined;
  return { value: hours * hour + (minutes ?? 0) * minute, next: minutes === undefined ? at + 1 : at + 3 };
}

function toDay(hours: number, half: 'am' | 'pm' | undefined): number {
  if (half === undefined) return hours;
  return (hours % 12) + (half === 'pm' ? 12 : 0);
}

/** Which half a part of the day makes of an hour that was counted to twelve. */
function halfOfPart(reading: Reading, at: number, hours: number): Read<'am' | 'pm'> | undefined {
  const from = over(reading, at, ['filler'], 2);
  const part = hours <= 12 ? partFrom(reading, from) : undefined;
  if (!part || part.value === 'noon') return undefined;
  const early = part.value === 'morning' || part.value === 'forenoon' || (part.value === 'night' && (hours < 6 || hours === 12));
  return { value: early ? 'am' : 'pm', next: part.next };
}

/**
 * A time of the clock, from the word before it ("at", "okolo") to the zone behind it. `spoken`: something before it says that a clock comes,
 * so that `14` and `14.30` are times too.
 */
export function clockFrom(reading: Reading, start: number, spoken: boolean): Read<Shown> | undefined {
  let at = start;
  let about = false;
  for (
    let step = 0;
    step < 4 && (has(reading, at, 'at') || has(reading, at, 'about') || has(reading, at, 'on') || sign(reading, at, '@~'));
    step++, at++
  )
    about ||= has(reading, at, 'about') || sign(reading, at, '~');
  const led = at > start;
  const alas = reading.tokens[at - 1]?.folded.startsWith('ala') === true;
  if (alas && sign(reading, at, '-', true)) at++;
  const hourNext = wordAt(reading, at + 1).unit === 'hour' || wordAt(reading, at + 3).unit === 'hour';
  const face =
    withColons(reading, at) ??
    (spoken || led || hourNext ? withDot(reading, at) : undefined) ??
    wholeHour(
      reading,
      at,
      spoken || alas || (led && (wordAt(reading, at + 1).unit === 'hour' || halfOfPart(reading, at + 1, 1) !== undefined)),
    );
  if (!face) return undefined;
  let { next } = face;
  if (wordAt(reading, next).unit === 'hour')
    next = sign(reading, next + 1, '.', true) && reading.tokens[next]?.folded === 'hod' ? next + 2 : next + 1;
  const half = halfAt(reading, next) ?? halfOfPart(reading, next, face.value.hour);
  next = half?.next ?? next;
  const zone = zoneFrom(reading, next);
  const value = { ...face.value, hour: toDay(face.value.hour, half?.value), about, ...(zone && { aheadMs: zone.value }) };
  return { value, next: zone?.next ?? next };
}
