import { asInstant, type Instant } from './time.ts';
import { isDay, midnight, momentOf, parseTimeOfDay, type Zone } from './zone.ts';

/** Reads a text of one pattern; undefined if it is not of the pattern, or there is no such day or time. The zone is an IANA name. */
export type DateReader = (text: string, zone?: Zone) => Instant | undefined;

const readers = new Map<string, DateReader | undefined>();

/**
 * A reader for dates written as the pattern says, with `dd`, `mm`, `yyyy` (or `yy`: 69 to 99 are 19.., the others 20..), and if need be
 * `hh`, `mm` after it, and `ss`: `dd-mm-yyyy`, `m/d/yyyy`, `yyyymmdd`, `dd.mm.yyyy hh:mm`. Where all parts are separated, single digits
 * will do. A time may follow the date whether the pattern ends in one or not (`14:02`, `2:02 pm`, `14:02:59+02:00`); without it, it is
 * midnight, and without an offset the time is one of the zone (that of the process, if left out). Undefined if the text is no such pattern.
 */
export function dateReader(pattern: string): DateReader | undefined {
  if (!readers.has(pattern)) readers.set(pattern, makeReader(pattern));
  return readers.get(pattern);
}

/** Reads one date; see `dateReader`, which also tells whether the pattern is one. */
export function parseDated(text: string, pattern: string, zone?: Zone): Instant | undefined {
  return dateReader(pattern)?.(text, zone);
}

const trailingTime = /(?<=[dmy])(?:t|,? +)hh?:mm(?::ss)?$/;
const part = /y{4}|yy|dd?|mm?|hh?|ss?/g;
const separators = /^[t\-/., :]*$/;

function makeReader(pattern: string): DateReader | undefined {
  const date = pattern.trim().toLowerCase().replace(trailingTime, '');
  const found = [...date.matchAll(part)];
  const names = namesOf(found.map(([text]) => text.charAt(0)));
  const isWhole = ['day', 'month', 'year'].every((name) => names.includes(name)) && new Set(names).size === names.length;
  if (!isWhole || !separators.test(date.replace(part, ''))) return undefined;
  const touching = found.some(({ 0: text, index }, at) => index + text.length === found[at + 1]?.index);
  const digits = (text: string): string => (text.startsWith('y') ? `\\d{${text.length}}` : touching ? '\\d\\d' : '\\d\\d?');
  const left = [...names];
  const body = date
    .replaceAll('.', '[.]')
    .replace(/ +/g, ' +')
    .replace(part, (text) => `(?<${left.shift()}>${digits(text)})`);
  const expression = new RegExp(`^${body}${names.includes('hour') ? '' : '(?:(?:t|,? +)(?<time>\\d.*))?'}$`, 'i');
  return (text, zone) => read(expression.exec(text.trim())?.groups, zone);
}

const nameOf: Readonly<Record<string, string>> = { y: 'year', m: 'month', d: 'day', h: 'hour', s: 'second' };

/** What the parts are, from their letters: `mm` is the minute after an hour. */
const namesOf = (letters: readonly string[]): readonly string[] =>
  letters.map((letter, at) => (letter === 'm' && letters[at - 1] === 'h' ? 'minute' : (nameOf[letter] ?? '')));

function read(found: Readonly<Record<string, string | undefined>> | undefined, zone: Zone): Instant | undefined {
  if (!found) return undefined;
  const { year = '', month, day: date, hour, minute = '00', second = '00', time } = found;
  const day = { year: Number(year.length === 2 ? centuryOf(year) + year : year), month: Number(month), day: Number(date) };
  const typed = hour === undefined ? time : `${hour}:${minute.padStart(2, '0')}:${second.padStart(2, '0')}`;
  const clock = typed === undefined ? { time: midnight, aheadMs: undefined } : parseTimeOfDay(typed);
  if (!clock || !isDay(day)) return undefined;
  const shown = { ...day, ...clock.time };
  return asInstant(clock.aheadMs === undefined ? momentOf(shown, zone) : momentOf(shown, 'UTC') - clock.aheadMs);
}

/** As POSIX has it for `%y`. */
const centuryOf = (year: string): string => (Number(year) >= 69 ? '19' : '20');
