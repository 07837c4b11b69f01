import { isObject, type JsonObject } from '../../model/object.ts';
import type { Line, Stamp } from './line.ts';
import { stampIn } from './stamp.ts';

/** A longer one is no line that somebody reads. */
const longest = 1_048_576;

const timeNames =
  'timestamp @timestamp time ts datetime date asctime eventTime event_time started_at start_time StartUTC StartLocal EdgeStartTimestamp __REALTIME_TIMESTAMP _SOURCE_REALTIME_TIMESTAMP instant t'.split(
    ' ',
  );
const textNames = ['msg', 'message', 'MESSAGE', 'log', 'short_message', 'event', 'error', 'text'];
const hostNames = ['host', 'hostname', '_HOSTNAME', 'HOSTNAME', 'server_name'];
const programNames = ['logger', 'SYSLOG_IDENTIFIER', '_COMM', 'program', 'app', 'service', 'channel', 'name', 'target'];

const own = (entry: JsonObject, name: string): unknown => (Object.hasOwn(entry, name) ? entry[name] : undefined);

/** Seconds, milliseconds, micro- or nanoseconds since 1970, told apart by how many digits they have. */
function epoch(number: number): Stamp | undefined {
  for (const [most, unit] of [
    [1e11, 1000],
    [1e14, 1],
    [1e17, 1e-3],
    [1e20, 1e-6],
  ] as const)
    if (number >= most / 1000 && number < most) return { at: Math.floor(number * unit) };
  return undefined;
}

function stampOf(value: unknown): Stamp | undefined {
  if (typeof value === 'number') return epoch(value);
  if (typeof value === 'string') return /^\d{10,19}(?:\.\d+)?$/.test(value) ? epoch(Number(value)) : stampIn(value)?.stamp;
  if (!isObject(value)) return undefined;
  const [seconds, nanos] = [own(value, 'epochSecond'), own(value, 'nanoOfSecond')];
  return typeof seconds === 'number' ? { at: seconds * 1000 + Math.floor(Number(nanos ?? 0) / 1e6) } : undefined;
}

function first<T>(entry: JsonObject, names: readonly string[], as: (value: unknown) => T | undefined): T | undefined {
  for (const name of names) {
    const value = own(entry, name);
    const found = value === undefined ? undefined : as(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The journal gives what is no text as a list of bytes. */
function word(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value;
  return Array.isArray(value) && value.length > 0 && value.every((byte) => typeof byte === 'number')
    ? Buffer.from(value as number[]).toString('utf8')
    : undefined;
}

function read(line: string): JsonObject | undefined {
  if (!/^\s*\{.*\}\s*$/s.test(line) || line.length > longest) return undefined;
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A line that is a JSON object: its time, text, host and program under the names that loggers use. Without a text the whole line is it. */
export function jsonLine(line: string): Line | undefined {
  const entry = read(line);
  const stamp = entry && first(entry, timeNames, stampOf);
  if (!entry || !stamp) return undefined;
  const host = first(entry, hostNames, word) ?? null;
  const program = first(entry, programNames, word) ?? null;
  const rest = first(entry, textNames, word);
  const shown = rest === undefined ? line.trim() : withRest(entry, rest);
  return { format: 'json', stamp, host, program, text: shown, id: null };
}

const known = new Set([...timeNames, ...textNames, ...hostNames, ...programNames]);

/** The text, and behind it what else the line says, unless it is the journal's long list. */
function withRest(entry: JsonObject, text: string): string {
  if (Object.hasOwn(entry, '__REALTIME_TIMESTAMP')) return text;
  const more = Object.fromEntries(Object.entries(entry).filter(([name, value]) => !known.has(name) || isObject(value)));
  return Object.keys(more).length === 0 ? text : `${text} ${JSON.stringify(more)}`;
}
