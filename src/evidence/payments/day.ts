import { isDay } from '../../model/zone.ts';

/** A day as `2026-11-21`, or what is wrong with it. */
export type DayRead = { readonly day: string } | { readonly fault: string };

const iso = /^(\d{4})-?(\d\d)-?(\d\d)(?!\d{1,5}$)/;
const pointed = /^(\d\d?)[. /-]+(\d\d?)[. /-]+(\d{4})/;
const [earliest, latest] = [1970, 2100];

const pad = (value: number): string => String(value).padStart(2, '0');

/** That day of the calendar; undefined if there is none, or nobody pays then. */
export function dayOf(year: number, month: number, day: number): string | undefined {
  return isDay({ year, month, day }) && year >= earliest && year < latest ? `${year}-${pad(month)}-${pad(day)}` : undefined;
}

const fault = (written: string): DayRead => ({ fault: `"${written.slice(0, 40)}" is no day on which anybody pays` });

/** Many payments are made on few days. */
const kept = new Map<string, DayRead>();
const mostKept = 1000;

/** Reads a day: years first (`2026-11-21`, `20261121`, with a time behind), days first (`21.11.2026`, `21/11/2026`). */
export function readDay(written: string): DayRead {
  const known = kept.get(written);
  if (known) return known;
  const read = dayWritten(written);
  if (kept.size >= mostKept) kept.clear();
  if (written.length < 40) kept.set(written, read);
  return read;
}

function dayWritten(written: string): DayRead {
  const text = written.trim();
  const [, year, month, date] = iso.exec(text) ?? [];
  const found = year === undefined ? pointed.exec(text) : undefined;
  const day = found ? dayOf(Number(found[3]), Number(found[2]), Number(found[1])) : dayOf(Number(year), Number(month), Number(date));
  return day === undefined ? fault(written) : { day };
}

/** Reads seconds since 1970. */
export function daySince1970(seconds: unknown): DayRead {
  const ms = typeof seconds === 'number' ? seconds * 1000 : Number.NaN;
  const day = Math.abs(ms) < 8.64e15 ? new Date(ms).toISOString().slice(0, 10) : '';
  return /^(?:19[7-9]|20)\d/.test(day) && day.length === 10 ? { day } : fault(String(seconds));
}

/** Reads `yymmdd`, as banks write it. */
export function readShortDay(written: string): DayRead {
  const [, year, month, date] = /^(\d\d)(\d\d)(\d\d)$/.exec(written) ?? [];
  const day = dayOf((Number(year) >= 70 ? 1900 : 2000) + Number(year), Number(month), Number(date));
  return day === undefined ? fault(written) : { day };
}
