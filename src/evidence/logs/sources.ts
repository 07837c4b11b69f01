import { type Part, partAt, wrongSetting } from '../../around/setting.ts';
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

const hint = 'desk help logs shows how sources of logs are written';

/** Texts, or one: at least one, and none empty. */
function someTexts(given: Part, name: string): readonly string[] {
  const texts = typeof given.given[name] === 'string' ? [given.given[name]] : given.texts(name);
  if (texts !== undefined && texts.length > 0 && !texts.includes('')) return texts;
  throw given.wrong(name, 'is not a list of texts');
}

const defaultTimeoutMs = 30_000;
const longestTimeoutMs = 600_000;

const timeout = (given: Part): number =>
  given.number('timeoutMs', { least: 1, most: longestTimeoutMs }, `a number of milliseconds up to ${longestTimeoutMs}`) ?? defaultTimeoutMs;

/** journalctl as JSON, one line an entry; its own time filter, in seconds since 1970. */
function journal(given: Part): readonly string[] {
  const units = given.given['unit'] === undefined ? [] : someTexts(given, 'unit').flatMap((unit) => ['--unit', unit]);
  return ['journalctl', '--output=json', '--no-pager', '--quiet', ...units, '--since=@{since-seconds}', '--until=@{until-seconds}'];
}

function sourceOf(setting: unknown, at: number): Source {
  const given = partAt(setting, `logs[${at}]`, hint);
  const name = given.text('name');
  if (name === undefined || !/^[\w.-]{1,64}$/.test(name)) throw given.wrong('name', 'is not a name of letters, digits, dots and dashes');
  const zone = given.text('zone');
  if (zone !== undefined && !isZone(zone)) throw given.wrong('zone', `is not a time zone such as Europe/Bratislava: ${zone}`);
  const common = { name, zone, format: given.oneOf('format', formatNames), host: given.text('host') };
  switch (given.oneOf('kind', ['file', 'journal', 'command']) ?? 'file') {
    case 'file':
      return { ...common, kind: 'file', paths: someTexts(given, 'paths') };
    case 'journal':
      return { ...common, kind: 'journal', run: journal(given), timeoutMs: timeout(given), format: 'json' };
    case 'command':
      return { ...common, kind: 'command', run: someTexts(given, 'run'), timeoutMs: timeout(given) };
  }
}

/** The sources of logs from the setting `logs`. Throws `settings`, naming the place that is wrong. */
export function sourcesFrom(setting: unknown): readonly Source[] {
  if (setting === undefined) return [];
  if (!Array.isArray(setting)) throw wrongSetting('logs', 'is not a list', hint);
  const sources = setting.map(sourceOf);
  const twice = sources.find(({ name }, at) => sources.findIndex((other) => other.name === name) < at);
  if (twice) throw wrongSetting('logs', `names "${twice.name}" twice`, hint);
  return sources;
}
