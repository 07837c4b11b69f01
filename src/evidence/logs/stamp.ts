import { isDay } from '../../model/zone.ts';
import { monthNamed, monthWords } from './month.ts';
import { abbreviationWords } from './zone-names.ts';
import type { Stamp } from './line.ts';

/** A time as it stands in a line; UTF-16 units, `to` exclusive. */
export interface Stamped {
  readonly from: number;
  readonly to: number;
  readonly stamp: Stamp;
}

type Groups = Readonly<Record<string, string | undefined>>;
interface Pattern {
  readonly find: RegExp;
  readonly read: (groups: Groups) => Stamp | undefined;
}

const day = String.raw`(?<day>0?[1-9]|[12]\d|3[01])`;
const clock = String.raw`(?<hour>[01]?\d|2[0-3]):(?<minute>[0-5]\d):(?<second>[0-5]\d|60)(?:[.,:](?<part>\d{1,9}))?`;
const zone = String.raw`(?: ?(?<zone>Z|[+-]\d\d(?::?\d\d)?|UTC|GMT)(?![\w])| (?<name>${abbreviationWords}|[A-Z][A-Za-z]+/[A-Za-z_]+(?:/[A-Za-z_]+)?)(?=[\]\s)]))?`;
const start = String.raw`(?<![\w.+-]|\d[:/])`;
const month = `(?<month>${monthWords})`;

const spelling = (source: string, read: Pattern['read'] = clockOf): Pattern => ({ find: new RegExp(start + source), read });

/** The spellings of a time, as programs write them. */
const patterns: readonly Pattern[] = [
  // ISO 8601 and its kin: RFC 5424, Exim, MySQL, nginx errors, Monolog, PostgreSQL, W3C with quotes or tabs.
  spelling(
    String.raw`(?<year>[12]\d{3})(?<bar>[-/.])(?<month>0[1-9]|1[0-2])\k<bar>(?<day>0[1-9]|[12]\d|3[01])(?:[T_\t]|"?[ \t]{1,2}"?)${clock}${zone}`,
  ),
  // Common log format, PHP, Tomcat, BIND.
  spelling(String.raw`${day}(?<bar>[-/ ])${month}\k<bar>(?<year>[12]\d{3})[: ]${clock}${zone}`),
  // ctime: Apache errors, vsftpd; with a zone before the year, as date prints it.
  spelling(
    String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? ${month} +${day} ${clock}(?: (?<name>${abbreviationWords})| (?<zone>[+-]\d{4}))? (?<year>[12]\d{3})(?!\d)`,
  ),
  // RFC 3164, also with a year before or behind the time.
  spelling(String.raw`${month}\.? {1,2}${day},? (?:(?<year>[12]\d{3}) )?${clock}(?: (?<year2>[12]\d{3})(?=[ :]))?`),
  // Month first, as in the United States: cPanel, ZoneMinder.
  spelling(String.raw`(?<month>0[1-9]|1[0-2])/(?<day>0[1-9]|[12]\d|3[01])/(?<year>\d{2}|[12]\d{3})(?:[ :]|, )${clock}${zone}`),
  // MySQL to 5.6 and MariaDB to 10.0.
  spelling(String.raw`(?<year>\d{2})(?<month>0[1-9]|1[0-2])(?<day>0[1-9]|[12]\d|3[01]) {1,2}${clock}`),
  // Without anything between.
  spelling(
    String.raw`(?<year>[12]\d{3})(?<month>0[1-9]|1[0-2])(?<day>0[1-9]|[12]\d|3[01])[.T_-](?<hour>[01]\d|2[0-3]):?(?<minute>[0-5]\d):?(?<second>[0-5]\d)(?:[.,](?<part>\d{1,9}))?(?<zone>Z|[+-]\d{4})?(?!\d)`,
  ),
  // The day of the year.
  spelling(String.raw`(?<year>[12]\d{3})-(?<ordinal>[0-3]\d\d)T${clock}${zone}`, ordinalOf),
  // TAI64N, as multilog of qmail writes it.
  spelling(String.raw`@4(?<tai>[0-9a-f]{15})(?<nano>[0-9a-f]{8})(?![0-9a-f])`, taiOf),
  // Seconds since 1970: histories of shells, Squid, the audit log.
  spelling(String.raw`(?:^|#\+?|audit\()(?<seconds>1\d{9})(?:\.(?<part>\d{1,6}))?(?=[ \t:]|$)`, epochOf),
];

const msOf = (part: string | undefined): number => Number((part ?? '').padEnd(3, '0').slice(0, 3));
const yearOf = (digits: string): number => (digits.length === 2 ? Number(digits) + (Number(digits) < 70 ? 2000 : 1900) : Number(digits));

function clockOf(groups: Groups): Stamp | undefined {
  const digits = groups['year'] ?? groups['year2'];
  const year = digits === undefined ? undefined : yearOf(digits);
  const named = groups['month'] ?? '';
  const parts = { month: /^\d/.test(named) ? Number(named) : monthNamed(named), day: Number(groups['day']) };
  if (!isDay({ ...parts, year: year ?? 2000 })) return undefined;
  const [hour, minute, second] = [Number(groups['hour']), Number(groups['minute']), Number(groups['second'])];
  return { clock: { ...parts, year, hour, minute, second, ms: msOf(groups['part']) }, zone: groups['zone'] ?? groups['name'] };
}

function ordinalOf(groups: Groups): Stamp | undefined {
  const ordinal = Number(groups['ordinal']);
  if (ordinal < 1 || ordinal > 366) return undefined;
  const date = new Date(Date.UTC(Number(groups['year']), 0, ordinal));
  return clockOf({ ...groups, month: String(date.getUTCMonth() + 1), day: String(date.getUTCDate()) });
}

/** Ten seconds ahead of UTC in 1970; leap seconds are left aside, as most readers do. */
function taiOf(groups: Groups): Stamp {
  return { at: (parseInt(groups['tai'] ?? '0', 16) - 10) * 1000 + Math.floor(parseInt(groups['nano'] ?? '0', 16) / 1e6) };
}

function epochOf(groups: Groups): Stamp {
  return { at: Number(groups['seconds']) * 1000 + msOf(groups['part']) };
}

/** So far into a line a time is looked for: behind it, it is something that the line speaks of. */
const furthest = 200;

/** The spelling of the line before: most often the next one has it too. */
let usual: Pattern | undefined;

/** The first time in a line, within its first 200 characters. */
export function stampIn(line: string): Stamped | undefined {
  const head = line.length > furthest ? line.slice(0, furthest) : line;
  const before = usual && stampedBy(usual, head);
  // Nothing can stand before the beginning.
  if (before?.from === 0) return before;
  let first: Stamped | undefined;
  for (const pattern of patterns) {
    const found = stampedBy(pattern, head);
    if (!found || (first && found.from >= first.from)) continue;
    first = found;
    usual = pattern;
  }
  return first;
}

function stampedBy({ find, read }: Pattern, head: string): Stamped | undefined {
  const found = find.exec(head);
  const stamp = found?.groups && read(found.groups);
  return found && stamp ? { from: found.index, to: found.index + found[0].length, stamp } : undefined;
}
