import * as fs from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Range, searchRange } from './search.ts';
import { longestBytes, type Terms, textsPattern } from './terms.ts';

/** A stretch below this is searched before a thread has started. */
const worthThreads = 67_108_864;
/** So much at a time, so that an interruption is heard. */
const slice = 67_108_864;
const mostThreads = 4;

export interface Stretch {
  readonly path: string;
  readonly fd: number;
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

type Texts = Extract<Terms, { kind: 'texts' }>;

function rangeFor({ texts, folded }: Texts, stretch: Stretch, most: number): Range {
  const [only] = texts;
  const plain = texts.length === 1 && !folded && only !== undefined;
  const { source, flags } = textsPattern(plain ? [] : texts, folded);
  const { fd, size, from, to } = stretch;
  return { fd, size, from, to, text: plain ? Buffer.from(only) : undefined, source, flags, longest: longestBytes(texts), most };
}

interface Searching {
  readonly places: Promise<readonly number[]>;
  stop(): void;
}

/** The same search in a thread of its own. */
function inThread(range: Range): Searching {
  const code = `const { parentPort, workerData } = require('node:worker_threads');
parentPort.postMessage((${searchRange.toString()})(require('node:fs'), workerData));`;
  const worker = new Worker(code, { eval: true, workerData: range, execArgv: [], env: {} });
  const places = new Promise<readonly number[]>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  places.catch(() => {}); // looked at only if it is needed
  return { places, stop: () => void worker.terminate() };
}

async function here(range: Range, signal: AbortSignal): Promise<readonly number[]> {
  const places: number[] = [];
  for (let from = range.from; from < range.to && places.length < range.most; from += slice) {
    if (signal.aborted) break;
    for (const place of searchRange(fs, { ...range, from, to: Math.min(from + slice, range.to), most: range.most - places.length }))
      places.push(place);
    await new Promise((resolve) => void setImmediate(resolve));
  }
  return places;
}

/** Cut into as many parts as there are processors. */
function parts(range: Range): readonly Range[] {
  const length = range.to - range.from;
  const count = length < worthThreads ? 1 : Math.min(mostThreads, availableParallelism());
  const each = Math.ceil(length / count);
  return Array.from({ length: count }, (_, number) => ({
    ...range,
    from: range.from + each * number,
    to: Math.min(range.to, range.from + each * (number + 1)),
  }));
}

/** All of a large file is for ripgrep, where that is on the path. */
const worthRipgrep = 134_217_728;

/** The places of the first hits of texts in the lines of a stretch, in order; at most so many. Throws what reading throws. */
export async function search(terms: Texts, stretch: Stretch, most: number, signal: AbortSignal): Promise<readonly number[]> {
  if (stretch.from === 0 && stretch.to === stretch.size && stretch.size >= worthRipgrep) {
    const found = await (await import('./ripgrep.ts')).byRipgrep(stretch.path, terms, most, signal);
    if (found) return found;
  }
  const [first, ...others] = parts(rangeFor(terms, stretch, most));
  if (!first) return [];
  const threads = others.map(inThread);
  try {
    let places = await here(first, signal);
    for (const thread of threads) {
      if (places.length >= most || signal.aborted) break;
      places = places.concat(await thread.places);
    }
    return places.slice(0, most);
  } finally {
    for (const thread of threads) thread.stop();
  }
}
