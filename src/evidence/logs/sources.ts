import { DeskError } from '../../errors.ts';
import { isObject, type JsonObject } from '../../model/object.ts';
import { formatNames } from './formats.ts';
import { isZone } from './moment.ts';

interface Common {
  readonly name: string;
  /** IANA name of the zone of times that name none; that of the process if left out. */
  readonly zone: string | undefined;
  /** The one format of its lines; each line is tried against all if left out. */
  readonly format: string | undefined;
  /** The machine, where lines do not say. */
  readonly host: string | undefined;
}
export interface FileSource extends Common {
  readonly kind: 'file';
  /** Absolute or from the working directory; `*` and `?` stand for parts of a name, `~` for the home folder. */
  readonly paths: readonly string[];
}
export interface ProgramSource extends Common {
  readonly kind: 'journal' | 'command';
  /** Program and arguments; no shell comes between. */
  readonly run: readonly string[];
  readonly timeoutMs: number;
}
/** Where log lines come from. */
export type Source = FileSource | ProgramSource;

const wrong = (place: string, what: string): DeskError =>
  new DeskError('settings', `the setting "${place}" ${what}`, { hint: 'desk help logs shows how sources of logs are written' });

function text(given: JsonObject, key: string, place: string): string | undefined {
  const value = given[key];
  if (value === undefined || (typeof value === 'string' && value !== '')) return value;
  throw wrong(`${place}.${key}`, 'is not a text');
}

function texts(given: JsonObject, key: string, place: string): readonly string[] {
  const value = typeof given[key] === 'string' ? [given[key]] : given[key];
  if (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string' && each !== '')) return value as string[];
  throw wrong(`${place}.${key}`, 'is not a list of texts');
}

const defaultTimeoutMs = 30_000;
const longestTimeoutMs = 600_000;

function timeout(given: JsonObject, place: string): number {
  const value = given['timeoutMs'] ?? defaultTimeoutMs;
  if (typeof value === 'number' && value >= 1 && value <= longestTimeoutMs) return value;
  throw wrong(`${place}.timeoutMs`, `is not a number of milliseconds up to ${longestTimeoutMs}`);
}

/** journalctl as JSON, one line an entry; its own time filter, in seconds since 1970. */
function journal(given: JsonObject, place: string): readonly string[] {
  const units = given['unit'] === undefined ? [] : texts(given, 'unit', place).flatMap((unit) => ['--unit', unit]);
  return ['journalctl', '--output=json', '--no-pager', '--quiet', ...units, '--since=@{since-seconds}', '--until=@{until-seconds}'];
}

function sourceOf(given: unknown, at: number): Source {
  const place = `logs[${at}]`;
  if (!isObject(given)) throw wrong(place, 'is not an object with name and kind');
  const name = text(given, 'name', place);
  if (name === undefined || !/^[\w.-]{1,64}$/.test(name)) throw wrong(`${place}.name`, 'is not a name of letters, digits, dots and dashes');
  const common = { name, zone: text(given, 'zone', place), format: text(given, 'format', place), host: text(given, 'host', place) };
  if (common.zone !== undefined && !isZone(common.zone))
    throw wrong(`${place}.zone`, `is not a time zone such as Europe/Bratislava: ${common.zone}`);
  if (common.format !== undefined && !formatNames.includes(common.format))
    throw wrong(`${place}.format`, `is none of ${formatNames.join(', ')}`);
  switch (given['kind'] ?? 'file') {
    case 'file':
      return { ...common, kind: 'file', paths: texts(given, 'paths', place) };
    case 'journal':
      return { ...common, kind: 'journal', run: journal(given, place), timeoutMs: timeout(given, place), format: 'json' };
    case 'command':
      return { ...common, kind: 'command', run: texts(given, 'run', place), timeoutMs: timeout(given, place) };
    default:
      throw wrong(`${place}.kind`, 'is none of file, journal, command');
  }
}

/** The sources of logs from the setting `logs`. Throws `settings`, naming the place that is wrong. */
export function sourcesFrom(setting: unknown): readonly Source[] {
  if (setting === undefined) return [];
  if (!Array.isArray(setting)) throw wrong('logs', 'is not a list');
  const sources = setting.map(sourceOf);
  const twice = sources.find(({ name }, at) => sources.findIndex((other) => other.name === name) < at);
  if (twice) throw wrong('logs', `names "${twice.name}" twice`);
  return sources;
}
