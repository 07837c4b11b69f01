import { DeskError } from '../../errors.ts';
import type { Message } from '../../model/message.ts';
import type { Ticket } from '../../model/ticket.ts';
import { safe } from '../../output/safe.ts';
import type { Profile, Settings } from '../../around/settings.ts';
import type { Part, PartMaker } from '../part.ts';
import { redactor } from '../redact/redactor.ts';
import { readAgain } from './again.ts';
import { plainLine } from './formats.ts';
import { type Kept, keptLines } from './kept.ts';
import { ownOf } from './own.ts';
import { decodeLine, hashOf } from './records.ts';
import { sourcesFrom } from './sources.ts';

/** What the part needs of the world and of the ticket that is answered. */
export interface LogPartNeeds {
  readonly ticket: Pick<Ticket, 'id' | 'requester'>;
  readonly thread: readonly Message[];
  readonly desk: Profile;
  readonly settings: Settings;
  /** The state folder of the program. */
  readonly state: string;
  /** The user's folder. */
  readonly home: string;
  /** The requester's language, for what stands above the lines; English where it is not known. */
  readonly language?: string | undefined;
}

const most = 10_000;

/** The numbers that `1-3,7` says, in that order. Throws `usage`. */
export function numbersIn(argument: string): readonly number[] {
  const numbers: number[] = [];
  for (const word of argument.split(',')) {
    const [, first, last = first] = /^(\d{1,7})(?:-(\d{1,7}))?$/.exec(word.trim()) ?? [];
    const [low, high] = [Number(first), Number(last)];
    if (first === undefined || low < 1 || high < low || high - low >= most)
      throw new DeskError('usage', `"log:${argument}" names no lines`, { hint: 'as in log:1-3 or log:2,5' });
    for (let n = low; n <= high; n++) numbers.push(n);
  }
  return [...new Set(numbers)];
}

function named(lines: readonly Kept[], numbers: readonly number[], ticket: number): readonly Kept[] {
  const hint = `desk logs ${ticket} shows them`;
  if (lines.length === 0) throw new DeskError('not-found', `no lines of logs were shown for ticket ${ticket} yet`, { hint });
  return numbers.map((n) => {
    const line = lines.find((each) => each.n === n);
    if (line) return line;
    throw new DeskError('not-found', `no line ${n} was shown for ticket ${ticket}, only 1 to ${lines.length}`, { hint });
  });
}

/** A line as it stands, without what colours it or could steer who reads it. */
function written(bytes: Uint8Array): string {
  const text = decodeLine(bytes);
  const end = text.indexOf('\n');
  const first = end < 0 ? text : text.slice(0, end);
  return safe(plainLine(first) + (end < 0 ? '' : text.slice(end)), { lines: true });
}

/** What stands above an excerpt, by the requester's language. */
const heads: Readonly<Record<string, (sources: string, count: number) => readonly [what: string, size: string]>> = {
  en: (sources, count) => [`Log "${sources}"`, count === 1 ? '1 line' : `${count} lines`],
  sk: (sources, count) => [`Záznam servera „${sources}“`, `riadkov: ${count}`],
  hr: (sources, count) => [`Zapis poslužitelja „${sources}“`, `redaka: ${count}`],
  sr: (sources, count) => [`Запис сервера „${sources}“`, `редова: ${count}`],
  'sr-latn': (sources, count) => [`Zapis servera „${sources}“`, `redova: ${count}`],
  ru: (sources, count) => [`Журнал сервера «${sources}»`, `строк: ${count}`],
  fil: (sources, count) => [`Log ng server na "${sources}"`, `linya: ${count}`],
};

function headIn(language: string | undefined, sources: string, count: number): readonly [what: string, size: string] {
  const known = [language ?? '', language?.split('-')[0] ?? ''].find((each) => Object.hasOwn(heads, each)) ?? 'en';
  return heads[known]?.(sources, count) ?? [sources, String(count)];
}

/** `Log "mail", 2026-11-21T10:00:01Z to 2026-11-21T10:00:03Z, 3 lines, SHA-256 …`: so that who reads it knows what it is of. */
function provenance(lines: readonly Kept[], hash: string, language: string | undefined): string {
  const sources = [...new Set(lines.map(({ source }) => source))].join(', ');
  const times = lines.flatMap(({ at }) => at ?? []).toSorted();
  const [first, last] = [times[0]?.slice(0, 19), times.at(-1)?.slice(0, 19)];
  const when = first === undefined ? '' : first === last ? `, ${first}Z` : `, ${first}Z – ${last}Z`;
  const [what, size] = headIn(language, sources, lines.length);
  return `${what}${when}, ${size}, SHA-256 ${hash.slice(0, 16)}:`;
}

const indented = (text: string): string => text.replace(/^/gm, '    ');

/**
 * Makes `log:1-3`: lines last shown for the ticket by `desk logs`, read again from where they stand, masked. Throws `not-found` for numbers
 * that were not shown, `refused` when a line is no longer what it was.
 */
export const logPart =
  ({ ticket, thread, desk, settings, state, home, language }: LogPartNeeds): PartMaker =>
  async (argument, signal): Promise<Part> => {
    const lines = named(keptLines(state, desk, ticket.id), numbersIn(argument), ticket.id);
    const sources = sourcesFrom(settings.raw['logs']);
    const all: Buffer[] = [];
    for (const line of lines) all.push(await readAgain(line, sources, home, signal));
    const texts = all.map(written);
    const masking = redactor({ keep: ownOf(ticket, thread) });
    const head = provenance(lines, hashOf(Buffer.concat(all)), language);
    const asText = (each: readonly string[]): string => `${head}\n\n${each.map(indented).join('\n')}`;
    return { name: `log:${argument}`, text: asText(texts.map((text) => masking.redact(text).text)), unmasked: asText(texts) };
  };
