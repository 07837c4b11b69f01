import type { Article } from '../../model/article.ts';
import { foldWords } from '../../model/fold.ts';
import { passagesOf, runCount, runsOf, termOf } from './term.ts';

/** What is looked for: folded words, each with how much it counts. */
export type Words = ReadonlyMap<string, number>;

/** In how many of how many articles a term stands. */
export interface Statistics {
  readonly articles: number;
  readonly with: ReadonlyMap<string, number>;
}

/** How well an article fits. */
export interface Fit {
  /** From 0, near 1 for the best; comparable among the articles of one ranking only. */
  readonly score: number;
  /** How much of what is asked it speaks of at all, from 0 to 1: a text in another language shares only some small words with it. One word of several is nothing. */
  readonly coverage: number;
}

/** BM25 (Robertson, Zaragoza 2009): how soon a term that is repeated counts no more, and how much length matters; by trial, see bench/kb.mjs. */
const wholeArticle = { saturation: 3, length: 0.75 } as const;
const onePassage = { saturation: 0.5, length: 0.8 } as const;
type Tuning = typeof wholeArticle | typeof onePassage;

/** How much the parts of the score count: words in the whole article, runs of letters in it, runs in its passages. */
const shares = { words: 0.4, runs: 0.2, passages: 0.4 } as const;
/** What comes on top where title and words are the same: who types a title wants that article. */
const titleShare = 0.4;

/** What somebody says three times is not three times as important. */
const mostCount = 2;

const rarity = (among: number, having: number): number => Math.log(1 + (among - having + 0.5) / (having + 0.5));

/** How telling a term is. */
const weightOf = (term: string, { articles, with: having }: Statistics): number => rarity(articles, having.get(term) ?? 0);

/** What is looked for, taken apart: terms and runs of letters by number. */
interface Asked {
  /** How much each term counts, and how rare it is. */
  readonly terms: readonly { readonly count: number; readonly weight: number }[];
  readonly runCounts: readonly number[];
  /** What of it is in a word; a word is taken apart once. */
  of(word: string): Part;
}

interface Part {
  /** Number of its term; -1 when that is not looked for. */
  readonly term: number;
  readonly runs: readonly number[];
  readonly length: number;
}

function askedFor(wanted: Words, statistics: Statistics): Asked {
  const [termNumbers, runNumbers] = [new Map<string, number>(), new Map<string, number>()];
  const [termCounts, runCounts]: [number[], number[]] = [[], []];
  const add = (numbers: Map<string, number>, counts: number[], key: string, count: number): void => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    counts[number] = Math.min(mostCount, (counts[number] ?? 0) + count);
  };
  for (const [word, count] of wanted) {
    add(termNumbers, termCounts, termOf(word), count);
    for (const run of runsOf(word)) add(runNumbers, runCounts, run, count);
  }
  const known = new Map<string, Part>();
  const take = (word: string): Part => {
    const runs: number[] = [];
    for (const run of runsOf(word)) {
      const number = runNumbers.get(run);
      if (number !== undefined) runs.push(number);
    }
    return { term: termNumbers.get(termOf(word)) ?? -1, runs, length: runCount(word.length) };
  };
  return {
    terms: [...termNumbers.keys()].map((term, at) => ({ count: termCounts[at] ?? 0, weight: weightOf(term, statistics) })),
    runCounts,
    of(word) {
      const part = known.get(word) ?? take(word);
      known.set(word, part);
      return part;
    },
  };
}

/** How often things that are looked for stand in a text, and how long it is. */
interface Counted {
  readonly counts: Map<number, number>;
  length: number;
}

/** An article as far as it is looked at. */
interface Read {
  readonly terms: Counted;
  readonly runs: Counted;
  readonly passages: readonly Counted[];
  /** How much its title and what is asked have in common, from 0 to 1 (Jaccard). */
  readonly title: number;
}

const nothing = (): Counted => ({ counts: new Map(), length: 0 });
const count = ({ counts }: Counted, number: number, times = 1): void => void counts.set(number, (counts.get(number) ?? 0) + times);

function reading(article: Article, asked: Asked): Read {
  const [terms, runs] = [nothing(), nothing()];
  const passages = passagesOf(article).map((passage, at) => {
    const times = at === 0 ? 2 : 1; // the title
    const counted = nothing();
    for (const word of passage.split(' ')) {
      const part = asked.of(word);
      terms.length += times;
      counted.length += part.length;
      if (part.term >= 0) count(terms, part.term, times);
      for (const run of part.runs) count(counted, run);
    }
    runs.length += times * counted.length;
    for (const [run, often] of counted.counts) count(runs, run, times * often);
    return counted;
  });
  return { terms, runs, passages, title: inCommon(foldWords(article.title), asked) };
}

function inCommon(title: readonly string[], asked: Asked): number {
  const shared = new Set(title.map((word) => asked.of(word).term).filter((term) => term >= 0)).size;
  const all = asked.terms.length + new Set(title.map(termOf)).size - shared;
  return all === 0 ? 0 : shared / all;
}

/** BM25 of each text; `weights` says how much each thing counts. */
function bm25(texts: readonly Counted[], weights: readonly number[], { saturation, length: share }: Tuning): readonly number[] {
  const usual = texts.reduce((sum, { length }) => sum + length, 0) / Math.max(1, texts.length) || 1;
  return texts.map(({ counts, length }) => {
    const slow = saturation * (1 - share + (share * length) / usual);
    let score = 0;
    for (const [number, often] of counts) score += ((weights[number] ?? 0) * often * (saturation + 1)) / (often + slow);
    return score;
  });
}

/** How rare runs are, is counted among the texts at hand: all articles are never read at once. */
function runWeights(texts: readonly Counted[], counts: readonly number[]): readonly number[] {
  const having = new Float64Array(counts.length);
  for (const text of texts) for (const run of text.counts.keys()) having[run] = (having[run] ?? 0) + 1;
  return counts.map((often, run) => often * rarity(texts.length, having[run] ?? 0));
}

/** An article is as good as its best passages. Cubes let the best one decide, and others that fit as well help it. */
function byPassages(read: readonly Read[], { runCounts }: Asked): readonly number[] {
  const passages = read.flatMap((each) => each.passages);
  const scores = bm25(passages, runWeights(passages, runCounts), onePassage);
  let at = 0;
  return read.map((each) => Math.cbrt(each.passages.reduce((sum) => sum + (scores[at++] ?? 0) ** 3, 0)));
}

function byRuns(read: readonly Read[], { runCounts }: Asked): readonly number[] {
  const wholes = read.map(({ runs }) => runs);
  return bm25(wholes, runWeights(wholes, runCounts), wholeArticle);
}

const relative = (scores: readonly number[]): readonly number[] => {
  const best = scores.reduce((most, each) => Math.max(most, each), 0);
  return best === 0 ? scores : scores.map((score) => score / best);
};

/** How well each article fits the words, in the order of the articles. */
export function rank(wanted: Words, articles: readonly Article[], statistics: Statistics): readonly Fit[] {
  const asked = askedFor(wanted, statistics);
  const read = articles.map((article) => reading(article, asked));
  const weights = asked.terms.map((term) => term.count * term.weight);
  const wholes = read.map(({ terms }) => terms);
  const [words, runs, passages] = [bm25(wholes, weights, wholeArticle), byRuns(read, asked), byPassages(read, asked)].map(relative);
  const all = asked.terms.reduce((sum, { weight }) => sum + weight, 0);
  const spoken = ({ counts }: Counted): number =>
    counts.size < Math.min(2, asked.terms.length) ? 0 : [...counts.keys()].reduce((sum, term) => sum + (asked.terms[term]?.weight ?? 0), 0);
  return wholes.map((terms, at) => ({
    score:
      shares.words * (words?.[at] ?? 0) +
      shares.runs * (runs?.[at] ?? 0) +
      shares.passages * (passages?.[at] ?? 0) +
      titleShare * (read[at]?.title ?? 0),
    coverage: all === 0 ? 0 : spoken(terms) / all,
  }));
}
