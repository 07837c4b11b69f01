import { DeskError } from '../../errors.ts';
import type { Article, ArticleHit } from '../../model/article.ts';
import { foldWords } from '../../model/fold.ts';
import { collect } from '../../model/stream.ts';
import { type Knowledge } from './knowledge.ts';
import { rank, type Statistics, type Words } from './rank.ts';
import { type ErrorText, errorText, fits, keysFor, readSignature, type Signature } from './signature.ts';
import { startingTerms } from './starting.ts';
import { termOf } from './term.ts';

/** Whom an article is looked for. */
export interface Reader {
  /** BCP 47, lower case. */
  readonly language?: string | undefined;
  /** A category of customers. */
  readonly audience?: string | undefined;
}

/** So many words are looked for; of their terms, as many are looked up as stand together so often; so many articles are read. */
const mostWords = 60;
const mostLookedUp = 3000;
const mostRead = 40;
/** An article that speaks of less than this share of a ticket is not suggested for its words. */
const leastSpoken = 0.12;
/** What fits by less than this share of the best is left out. */
const least = 0.3;

/** The words of texts, each with how much it counts. */
export function wordsOf(texts: Iterable<readonly [text: string, weight: number]>): Words {
  const words = new Map<string, number>();
  for (const [text, weight] of texts) for (const word of foldWords(text)) words.set(word, (words.get(word) ?? 0) + weight);
  return words;
}

const base = (language: string): string => language.split('-', 1)[0] ?? language;

/** Whether an article is for a reader of that language; one without a language is for everybody. */
const speaks = ({ language }: Article, wanted: string | undefined): boolean =>
  wanted === undefined || language === null || base(language) === base(wanted);
const isFor = ({ audience }: Article, wanted: string | undefined): boolean =>
  wanted === undefined || audience.length === 0 || audience.includes(wanted);

/** Only the articles that such a reader may be given. */
export const suits =
  ({ language, audience }: Reader) =>
  (article: Article): boolean =>
    speaks(article, language) && isFor(article, audience);

/** Numbers of orders and amounts say nothing of what is asked; which of them are codes of errors is known. */
const withoutNumbers = (words: Words): Words => new Map([...words].filter(([word]) => !/^\d+$/.test(word)));

/** How much is left of a score where an article is not in the reader's language or for others: it may still be what there is. */
const fit = (article: Article, { language, audience }: Reader): number =>
  (speaks(article, language) ? 1 : 0.7) * (isFor(article, audience) ? 1 : 0.4);

/** Among so many articles the smallest words are taken to stand in all of them: to count them would take longer than all the rest. */
const manyArticles = 1000;
const isSmall = (term: string): boolean => /^[a-z]{1,2}$/.test(term);

async function statisticsOf({ shelf, starting }: Knowledge, terms: readonly string[]): Promise<Statistics> {
  const articles = (await shelf.count()) + starting.length;
  const small = articles > manyArticles ? terms.filter(isSmall) : [];
  const counted = terms.filter((term) => !small.includes(term));
  const counts = new Map(await shelf.frequencies(counted));
  for (const article of starting)
    for (const term of counted) if (startingTerms(article).has(term)) counts.set(term, (counts.get(term) ?? 0) + 1);
  for (const term of small) counts.set(term, articles);
  return { articles, with: counts };
}

/** The words that are looked for: of a whole thread those that count most, then the longest, which are rarer as a rule. */
function telling(words: Words): Words {
  if (words.size <= mostWords) return words;
  const sorted = [...words].toSorted(([one, many], [other, few]) => Math.min(few, 2) - Math.min(many, 2) || other.length - one.length);
  return new Map(sorted.slice(0, mostWords));
}

/** What the backend's own search finds. Where it has none that one may use, ours goes on alone. */
async function foreign({ backend }: Knowledge, text: string, signal: AbortSignal): Promise<readonly Article[]> {
  try {
    return backend.articles ? (await collect(backend.articles(text, signal))).map(({ article }) => article) : [];
  } catch (thrown) {
    if (thrown instanceof DeskError && (thrown.kind === 'unsupported' || thrown.kind === 'denied')) return [];
    throw thrown;
  }
}

/** The rarest terms: of ten thousand articles, those with words that a third of them has are not looked at one by one. */
function rarest(terms: readonly string[], { with: having }: Statistics): readonly string[] {
  const known = terms.filter((term) => having.has(term)).toSorted((one, other) => (having.get(one) ?? 0) - (having.get(other) ?? 0));
  let sum = 0;
  return known.filter((term, at) => (sum += having.get(term) ?? 0) <= mostLookedUp || at === 0);
}

/** Everything that may fit, each id once. */
async function candidates(
  knowledge: Knowledge,
  words: Words,
  statistics: Statistics,
  text: string,
  signal: AbortSignal,
): Promise<readonly Article[]> {
  const terms = [...new Set([...words.keys()].map(termOf))];
  const sources = [
    await knowledge.shelf.withTerms(rarest(terms, statistics), mostRead),
    knowledge.starting.filter((article) => terms.some((term) => startingTerms(article).has(term))),
    await foreign(knowledge, text, signal),
  ];
  const byId = new Map<string, Article>();
  for (const article of sources.flat()) if (!byId.has(article.id)) byId.set(article.id, article);
  return [...byId.values()];
}

const bestFirst = (one: ArticleHit, other: ArticleHit): number => other.score - one.score || (one.article.id < other.article.id ? -1 : 1);

/** Articles by words, in no order; `text` is what a backend searches by itself. Those that speak of less than `atLeast` of it are left out. */
async function byWords(
  knowledge: Knowledge,
  all: Words,
  { text, atLeast = 0, signal }: { readonly text: string; readonly atLeast?: number; readonly signal: AbortSignal },
): Promise<readonly ArticleHit[]> {
  const words = telling(all);
  const statistics = await statisticsOf(knowledge, [...new Set([...words.keys()].map(termOf))]);
  const articles = await candidates(knowledge, words, statistics, text, signal);
  const ranked = rank(words, articles, statistics);
  return articles
    .map((article, at) => ({ article, score: ranked[at]?.score ?? 0, coverage: ranked[at]?.coverage ?? 0 }))
    .filter(({ coverage }) => coverage >= atLeast);
}

/** The articles that explain an error, the most exact first. */
async function explaining({ shelf, starting }: Knowledge, error: ErrorText): Promise<readonly ArticleHit[]> {
  const articles = [...(await shelf.withKeys(keysFor(error))), ...starting];
  const fitting = articles.map((article) => ({
    article,
    signatures: article.signatures.map(readSignature).filter((signature) => fits(signature, error) > 0),
  }));
  const runs = fitting.flatMap(({ signatures }) => signatures.flatMap((signature) => signature.runs));
  return fitting
    .map(({ article, signatures }) => ({ article, score: exactness(signatures, runs, error) }))
    .filter(({ score }) => score > 0)
    .sort(bestFirst);
}

/** Of `relay access denied` the last two words are no error of their own. */
const isPart = ({ codes, runs }: Signature, all: readonly string[]): boolean =>
  codes.length === 0 && runs.every((run) => all.some((other) => other.length > run.length && other.includes(run)));

/** The best signature counts; others that fit as well decide between equals. */
function exactness(signatures: readonly Signature[], runs: readonly string[], error: ErrorText): number {
  const scores = signatures.map((signature) => fits(signature, error) / (isPart(signature, runs) ? 10 : 1));
  return scores.sort((one, other) => other - one).reduce((sum, score, at) => sum + (at === 0 ? score : score / 20), 0);
}

const worthwhile = (hits: readonly ArticleHit[]): readonly ArticleHit[] => {
  const sorted = hits.toSorted(bestFirst);
  const most = sorted[0]?.score ?? 0;
  return sorted.filter(({ score }) => score > 0 && score >= most * least);
};

/** Articles that fit a text, in any script, best first; only those for this reader. */
export async function searchArticles(
  knowledge: Knowledge,
  text: string,
  reader: Reader,
  signal: AbortSignal,
): Promise<readonly ArticleHit[]> {
  const hits = await byWords(knowledge, wordsOf([[text, 1]]), { text, signal });
  return worthwhile(hits.filter(({ article }) => suits(reader)(article)));
}

/** The articles that explain an error text, the most exact first; only those for this reader. */
export async function explainError(knowledge: Knowledge, text: string, reader: Reader): Promise<readonly ArticleHit[]> {
  return (await explaining(knowledge, errorText(text))).filter(({ article }) => suits(reader)(article));
}

/** What a ticket says, as far as an article may help. */
export interface Question {
  /** Each with how much its words count. */
  readonly texts: readonly (readonly [text: string, weight: number])[];
  /** The codes and texts of errors that it names. */
  readonly error: ErrorText;
  readonly reader: Reader;
}

/** An exact code (4) and a basic one (2) are worth as much as all the words together. */
const whole = 6;

/** Articles that may answer a question, best first: words, error signatures, language and audience decide. */
export async function suggestArticles(knowledge: Knowledge, question: Question, signal: AbortSignal): Promise<readonly ArticleHit[]> {
  const text = question.texts.map(([each]) => each).join('\n');
  const scores = new Map<string, ArticleHit>();
  for (const hit of await byWords(knowledge, withoutNumbers(wordsOf(question.texts)), { text, atLeast: leastSpoken, signal }))
    scores.set(hit.article.id, hit);
  for (const { article, score } of await explaining(knowledge, question.error)) {
    const before = scores.get(article.id)?.score ?? 0;
    scores.set(article.id, { article, score: before + Math.min(score / whole, 1.5) });
  }
  return worthwhile([...scores.values()].map(({ article, score }) => ({ article, score: score * fit(article, question.reader) })));
}
