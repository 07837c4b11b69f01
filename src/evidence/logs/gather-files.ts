import { around } from './around.ts';
import { type Found, recordsInFlow } from './flow.ts';
import { lineReader } from './formats.ts';
import { livesOf } from './life.ts';
import type { LogRecord } from './line.ts';
import { type Member, membersOf, reasonOf, type Trouble } from './members.ts';
import { momentOfStamp } from './moment.ts';
import { type Asked, openPlain, type PlainLog, recordsIn, stretchOf } from './plain-log.ts';
import type { Reading } from './records.ts';
import type { FileSource } from './sources.ts';
import { unpacked } from './unpack.ts';
import { dayMs } from '../../model/zone.ts';

/** What a source gave. */
export interface Gathered {
  readonly found: readonly Found[];
  readonly troubles: readonly Trouble[];
  /** Whether it gave anything at all: its troubles may be of a part of it. */
  readonly read: boolean;
}

/** What gathering depends on beside the source. */
export interface Around {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The user's folder. */
  readonly home: string;
}

/** Files that are unpacked side by side. */
const sideBySide = 4;

/** A file is written after its last line: what was last written before the window has nothing of it. */
const mayHave = ({ mtimeMs }: Member, { since }: Asked): boolean => mtimeMs >= since - dayMs;

interface Opened {
  readonly member: Member;
  readonly log: PlainLog | undefined;
  /** When it begins. */
  readonly first: number;
}

function openAll(source: FileSource, members: readonly Member[], troubles: Trouble[]): readonly Opened[] {
  const opened: Opened[] = [];
  for (const member of members) {
    try {
      const log = member.packing === 'plain' ? openPlain(member, source, lineReader(source.format)) : undefined;
      opened.push({ member, log, first: log?.known.first ?? member.mtimeMs });
    } catch (error) {
      troubles.push({ source: source.name, says: `${member.path} ${reasonOf(error)}` });
    }
  }
  return opened.sort((a, b) => a.first - b.first);
}

const placeOf = ({ path, from }: LogRecord): string => `${path} ${from}`;

async function fromPlain(logs: readonly PlainLog[], at: number, source: FileSource, asked: Asked): Promise<readonly Found[]> {
  const log = logs[at] as PlainLog;
  const found: Found[] = [];
  const beside = new Set<string>();
  let hits = 0;
  for await (const record of recordsIn(log, stretchOf(log, source.zone, asked), asked)) {
    found.push({ record, hit: true });
    if (++hits > asked.most) break;
    if (asked.terms.kind === 'all') continue;
    // Of a life that is known each line is.
    if (!beside.has(placeOf(record))) {
      for (const other of livesOf(logs, at, record)) {
        beside.add(placeOf(other));
        found.push({ record: other, hit: false });
      }
    }
    for (const other of around(log.view, record, asked.context, log.reading)) found.push({ record: other, hit: false });
  }
  return found;
}

async function fromPacked(member: Member, source: FileSource, asked: Asked, troubles: Trouble[]): Promise<readonly Found[]> {
  const found: Found[] = [];
  const rules = { zone: source.zone, latest: member.mtimeMs };
  const reading: Reading = {
    source: source.name,
    path: member.path,
    host: source.host,
    read: lineReader(source.format),
    momentAt: (stamp) => momentOfStamp(stamp, rules),
  };
  try {
    for await (const each of recordsInFlow(unpacked(member, asked.signal), reading, asked)) found.push(each);
  } catch (error) {
    if (asked.signal.aborted) return found;
    const some = found.length > 0 ? '; what came before is shown' : '';
    troubles.push({ source: source.name, says: `${member.path} ${reasonOf(error)}${some}` });
  }
  return found;
}

/** All that packed files have, a few at a time, in their order. */
async function allPacked(
  members: readonly Member[],
  source: FileSource,
  asked: Asked,
  troubles: Trouble[],
): Promise<ReadonlyMap<Member, readonly Found[]>> {
  const results = new Map<Member, readonly Found[]>();
  const waiting = [...members];
  const work = async (): Promise<void> => {
    for (let member = waiting.shift(); member; member = waiting.shift())
      results.set(member, await fromPacked(member, source, asked, troubles));
  };
  await Promise.all(Array.from({ length: sideBySide }, work));
  return results;
}

const isHit = ({ hit }: Found): boolean => hit;

/** What the files of a source have that fits. What cannot be read is told of, and the rest is read. */
export async function gatherFiles(source: FileSource, asked: Asked, { home, now }: Around): Promise<Gathered> {
  const { members, troubles: missing } = await membersOf(source, home);
  const troubles = [...missing];
  // Nothing was written after now, whatever a file says: by that the years are counted that lines do not name.
  const wanted = members
    .filter((member) => mayHave(member, asked))
    .map((member) => ({ ...member, mtimeMs: Math.min(member.mtimeMs, now) }));
  const opened = openAll(source, wanted, troubles);
  const logs = opened.flatMap(({ log }) => log ?? []);
  try {
    const packed = await allPacked(
      opened.flatMap(({ log, member }) => (log ? [] : member)),
      source,
      asked,
      troubles,
    );
    const found: Found[] = [];
    for (const { log, member } of opened) {
      const left = asked.most - found.filter(isHit).length;
      if (left < 0) break;
      const more = log ? await fromPlain(logs, logs.indexOf(log), source, { ...asked, most: left }) : (packed.get(member) ?? []);
      for (const each of more) found.push(each);
    }
    return { found, troubles, read: members.length > 0 };
  } finally {
    for (const log of logs) log[Symbol.dispose]();
  }
}
