import { DeskError } from '../errors.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Target } from './action.ts';

/** No desk has a range that long by intent. */
const longestRange = 1_000_000;

const isId = (number: number): boolean => Number.isSafeInteger(number) && number > 0;

/** So much of a wrong word is said again. */
const mostSaid = 60;

function notAnId(word: string): DeskError {
  const said = word.length > mostSaid ? `${word.slice(0, mostSaid)}…` : word;
  return new DeskError('usage', `"${said}" is not a ticket number`, {
    hint: 'give ids such as 12, ranges such as 12-20, or - for ids on standard input',
  });
}

/** A ticket's number as typed: `12` or `#12`. Throws `usage`. */
export function parseTicketId(word: string): TicketId {
  const digits = /^#?(\d+)$/.exec(word.trim())?.[1];
  const id = Number(digits);
  if (digits === undefined || !isId(id)) throw notAnId(word);
  return id;
}

/** Ids and ranges as typed, in order, each once. Throws `usage`, also when there are none: a variable of a script may be empty. */
export function parseTargets(words: readonly string[]): readonly Target[] {
  const ids = words
    .flatMap((word) => word.split(','))
    .filter((word) => word !== '')
    .flatMap(parseRange);
  if (ids.length === 0)
    throw new DeskError('usage', 'no ticket is named', {
      hint: 'give ids such as 12, ranges such as 12-20, or - for ids on standard input',
    });
  return [...new Set(ids)].map((ticket) => ({ ticket }));
}

/** Each ticket once, as it came first: a reply to it is to go out once. */
function eachOnce(targets: readonly Target[]): readonly Target[] {
  const known = new Set<TicketId>();
  return targets.filter(({ ticket }) => !known.has(ticket) && known.add(ticket));
}

function parseRange(word: string): readonly TicketId[] {
  const ends = /^#?(\d+)-#?(\d+)$/.exec(word);
  if (!ends) return [parseTicketId(word)];
  const [low, high] = [parseTicketId(ends[1] ?? ''), parseTicketId(ends[2] ?? '')];
  if (low > high) throw new DeskError('usage', `the range "${word}" runs backwards`, { hint: `did you mean ${high}-${low}?` });
  if (high - low >= longestRange) throw new DeskError('usage', `the range "${word}" is too long`, { hint: 'use --where with a query' });
  return Array.from({ length: high - low + 1 }, (_, at) => low + at);
}

/** A row that another `desk` wrote as JSON. */
function targetOf(value: unknown, line: string): Target {
  const row = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const ticket = Number(typeof value === 'number' ? value : (row['id'] ?? row['ticket']));
  if (!isId(ticket)) throw notAnId(line);
  return typeof row['version'] === 'number' ? { ticket, version: row['version'] } : { ticket };
}

/** Where the columns are in rows of text with a header. */
interface Header {
  readonly id: number;
  readonly version: number;
}

function headerOf(line: string): Header | undefined {
  const names = line.split('\t');
  const id = names.findIndex((name) => name === 'id' || name === 'ticket');
  return id < 0 ? undefined : { id, version: names.indexOf('version') };
}

function fromCells(line: string, header: Header): Target {
  const cells = line.split('\t');
  const ticket = parseTicketId(cells[header.id] ?? '');
  const version = cells[header.version] ?? '';
  return /^\d+$/.test(version) ? { ticket, version: Number(version) } : { ticket };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw notAnId(text);
  }
}

/**
 * The tickets that come in on standard input, each once: ids one a line, or the rows of any `desk … --format ids|tsv|ndjson|json`. Rows that carry a
 * version keep it. Throws `usage` for anything else, naming the line.
 */
export const readTargets = (text: string): readonly Target[] => eachOnce(targetsIn(text));

function targetsIn(text: string): readonly Target[] {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  if (trimmed.startsWith('[')) return (parseJson(trimmed) as readonly unknown[]).map((value) => targetOf(value, JSON.stringify(value)));
  const [first, ...rest] = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (first === undefined) return [];
  const header = headerOf(first);
  if (header) return rest.map((line) => fromCells(line, header));
  return [first, ...rest].flatMap((line) =>
    line.startsWith('{') ? [targetOf(parseJson(line), line)] : parseTargets(line.trim().split(/\s+/)),
  );
}
