import type { Found } from './flow.ts';
import type { Around } from './gather-files.ts';
import type { LogRecord } from './line.ts';
import type { Trouble } from './members.ts';
import type { Asked } from './plain-log.ts';
import type { Source } from './sources.ts';

/** What several sources have together. */
export interface Excerpt {
  /** What belongs together stands together, by the time of its first record. */
  readonly records: readonly LogRecord[];
  /** Whether there was more than what was asked for. */
  readonly more: boolean;
  readonly troubles: readonly Trouble[];
  /** Sources that gave nothing because of their trouble. */
  readonly failed: readonly string[];
}

const keyOf = ({ source, path, from }: LogRecord): string => `${source}\n${path ?? ''}\n${from}`;

/** Records of one thing, in the order of time. */
interface Group {
  readonly at: number;
  readonly records: readonly LogRecord[];
}

/** Where a record without a time stands: with the one before it. */
function timed(records: readonly LogRecord[]): readonly (readonly [LogRecord, number])[] {
  let last = -Infinity;
  return records.map((record) => {
    if (record.at !== undefined) last = record.at;
    return [record, last] as const;
  });
}

function grouped(records: readonly LogRecord[]): readonly Group[] {
  const groups = new Map<string, (readonly [LogRecord, number])[]>();
  for (const [record, at] of timed(records)) {
    const key = record.id === null ? keyOf(record) : `${record.source}\n${record.id}`;
    const group = groups.get(key);
    if (group) group.push([record, at]);
    else groups.set(key, [[record, at]]);
  }
  const inOrder = (a: readonly [LogRecord, number], b: readonly [LogRecord, number]): number =>
    a[1] - b[1] || (a[0].path === b[0].path ? a[0].from - b[0].from : 0);
  return [...groups.values()].map((group) => {
    const sorted = group.toSorted(inOrder);
    return { at: sorted[0]?.[1] ?? -Infinity, records: sorted.map(([record]) => record) };
  });
}

/** Each record once, and what belongs together side by side. */
function arranged(found: readonly Found[]): readonly LogRecord[] {
  const all = new Map(found.map(({ record }) => [keyOf(record), record]));
  return grouped([...all.values()])
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ records }) => records);
}

/** The first hits of all sources together, with what stands beside them. */
function firstHits(found: readonly Found[], most: number): readonly Found[] {
  const hits = found.filter(({ hit }) => hit).toSorted((a, b) => (a.record.at ?? -Infinity) - (b.record.at ?? -Infinity));
  if (hits.length <= most) return found;
  const kept = new Set(hits.slice(0, most).map(({ record }) => keyOf(record)));
  const last = hits[most - 1]?.record.at ?? Infinity;
  return found.filter(({ hit, record }) => (hit ? kept.has(keyOf(record)) : (record.at ?? -Infinity) <= last || record.id !== null));
}

/** Asks all sources at once. A source that cannot be read is a trouble, not an error. */
export async function excerptOf(sources: readonly Source[], asked: Asked, around: Around): Promise<Excerpt> {
  const gathered = await Promise.all(
    sources.map(async (source) =>
      source.kind === 'file'
        ? (await import('./gather-files.ts')).gatherFiles(source, asked, around)
        : (await import('./gather-program.ts')).gatherProgram(source, asked, around.now),
    ),
  );
  const found = gathered.flatMap((each) => each.found);
  const records = arranged(firstHits(found, asked.most));
  const hits = new Set(found.filter(({ hit }) => hit).map(({ record }) => keyOf(record))).size;
  return {
    records: records.slice(0, asked.most),
    more: hits > asked.most || records.length > asked.most,
    troubles: gathered.flatMap(({ troubles }) => troubles),
    failed: sources.flatMap(({ name }, at) => (gathered[at]?.read ? [] : [name])),
  };
}
