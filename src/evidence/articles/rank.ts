import type { Article } from '../../model/article.ts';
import { passagesOf, runCount, runsOf, termOf } from './term.ts';

/** What is looked for: folded words, each with how much it counts. */
export type Words = ReadonlyMap<string, number>;

/** In how many of how many articles a term stands. */
export interface Statistics {
  readonly articles: number;
  readonly with: ReadonlyMap<string, number>;
}

/** BM25 (Robertson, Zaragoza 2009): how soon a term that is repeated counts no more, and how much length matters; by trial, see bench/kb.mjs. */
const [wordSaturation, wordLength] = [3, 0.75];
const [runSaturation, runLength] = [0.5, 0.8];

/** How much the parts of the score count: words in the whole article, runs of letters in it, runs in its passages. */
const shares = { words: 0.4, runs: 0.2, passages: 0.4 } as const;

const rarity = (among: number, having: number): number => Math.log(1 + (among - having + 0.5) / (having + 0.5));

const gain = (count: number, length: number, saturation: number, share: number): number =>
  (count * (saturation + 1)) / (count + saturation * (1 - share + share * length));

/** How telling a term is. */
export const weightOf = (term: string, { articles, with: having }: Statistics): number => rarity(articles, having.get(term) ?? 0);

interface Read {
  readonly words: readonly string[];
  readonly passages: readonly (readonly string[])[];
}

function readingOf(article: Article): Read {
  const passages = passagesOf(article).map((passage) => passage.split(' '));
  return { passages, words: [...(passages[0] ?? []), ...passages.flat()] };
}

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);

/** The first part: the terms of the words, in each article as a whole. */
function byWords(wanted: Words, read: readonly Read[], statistics: Statistics): readonly number[] {
  const weights = new Map<string, number>();
  for (const [word, count] of wanted) weights.set(termOf(word), (weights.get(termOf(word)) ?? 0) + count);
  for (const [term, count] of weights) weights.set(term, Math.min(count, 2) * weightOf(term, statistics));
  const usual = mean(read.map(({ words }) => words.length));
  return read.map(({ words }) => {
    const counts = new Map<string, number>();
    for (const word of words) {
      const term = termOf(word);
      if (weights.has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
    let score = 0;
    for (const [term, count] of counts) score += (weights.get(term) ?? 0) * gain(count, words.length / usual, wordSaturation, wordLength);
    return score;
  });
}

/** The runs that are looked for, by number, and those that each word met has: a word is taken apart once. */
function runFinder(wanted: Words): { readonly count: number; readonly counts: readonly number[]; of(word: string): readonly number[] } {
  const numbers = new Map<string, number>();
  const counts: number[] = [];
  for (const [word, count] of wanted) {
    for (const run of runsOf(word)) {
      const number = numbers.get(run) ?? numbers.size;
      numbers.set(run, number);
      counts[number] = (counts[number] ?? 0) + count;
    }
  }
  const known = new Map<string, readonly number[]>();
  const none: readonly number[] = [];
  return {
    count: numbers.size,
    counts,
    of(word) {
      const before = known.get(word);
      if (before) return before;
      const found = runsOf(word).flatMap((run) => numbers.get(run) ?? []);
      known.set(word, found.length === 0 ? none : found);
      return found;
    },
  };
}

/** Texts by the runs of letters that they share with what is looked for; how rare a run is, is counted among these texts. */
function byRuns(wanted: Words, texts: readonly (readonly string[])[], saturation: number, share: number): readonly number[] {
  const runs = runFinder(wanted);
  const having = new Float64Array(runs.count);
  const found = texts.map((words) => {
    const counts = new Map<number, number>();
    for (const word of words) for (const run of runs.of(word)) counts.set(run, (counts.get(run) ?? 0) + 1);
    for (const run of counts.keys()) having[run] = (having[run] ?? 0) + 1;
    return counts;
  });
  const lengths = texts.map((words) => words.reduce((sum, { length }) => sum + runCount(length), 0));
  const usual = mean(lengths);
  const weights = runs.counts.map((count, run) => Math.min(count, 2) * rarity(texts.length, having[run] ?? 0));
  return found.map((counts, at) => {
    let score = 0;
    for (const [run, count] of counts) score += (weights[run] ?? 0) * gain(count, (lengths[at] ?? 0) / usual, saturation, share);
    return score;
  });
}

/** The third part: an article is as good as its best passages. Cubes let the best one decide, and others that fit as well help it. */
function byPassages(wanted: Words, read: readonly Read[]): readonly number[] {
  const scores = byRuns(
    wanted,
    read.flatMap(({ passages }) => passages),
    runSaturation,
    runLength,
  );
  let at = 0;
  return read.map(({ passages }) => Math.cbrt(passages.reduce((sum) => sum + (scores[at++] ?? 0) ** 3, 0)));
}

const relative = (scores: readonly number[]): readonly number[] => {
  const best = scores.reduce((most, each) => Math.max(most, each), 0);
  return best === 0 ? scores : scores.map((score) => score / best);
};

/** How well each article fits the words, from 0 to 1, in the order of the articles; comparable among them only. */
export function rank(wanted: Words, articles: readonly Article[], statistics: Statistics): readonly number[] {
  const read = articles.map(readingOf);
  const words = relative(byWords(wanted, read, statistics));
  const whole = relative(
    byRuns(
      wanted,
      read.map((each) => each.words),
      wordSaturation,
      wordLength,
    ),
  );
  const passages = relative(byPassages(wanted, read));
  return articles.map((_, at) => shares.words * (words[at] ?? 0) + shares.runs * (whole[at] ?? 0) + shares.passages * (passages[at] ?? 0));
}
