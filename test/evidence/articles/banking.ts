import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { migrate } from '../../../src/backend/sql/migrate.ts';
import { shelfOf } from '../../../src/backend/sql/shelf.ts';
import { openSqliteEngine } from '../../../src/backend/sql/sqlite.ts';
import { searchArticles } from '../../../src/evidence/articles/find.ts';
import { shelved } from '../../../src/evidence/articles/sync.ts';
import type { Article } from '../../../src/model/article.ts';
import { chance } from '../../chance.ts';

export interface Measured {
  readonly queries: number;
  /** Shares of the queries whose article came first, and among the first five. */
  readonly first: number;
  readonly five: number;
  readonly tookMs: number;
}

/** Queries that an article is made of. */
const taken = 20;

const article = (intent: string, queries: readonly string[]): Article => ({
  id: intent.replaceAll(/\W/g, '').toLowerCase(),
  title: intent.replaceAll('_', ' '),
  language: 'en',
  audience: [],
  tags: [],
  url: null,
  signatures: [],
  body: queries.join('\n'),
});

function shuffled<T>(items: readonly T[], random: (below: number) => number): readonly T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = random(at + 1);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}

/**
 * Makes an article for each intent out of its first 20 queries (with a seed above 0, of 20 at random), looks for every nth of the others, and
 * counts how often their article was found.
 */
export async function measured(csv: string, { seed, each }: { readonly seed: number; readonly each: number }): Promise<Measured> {
  const rows = parse(csv, { columns: true }) as readonly { readonly text: string; readonly category: string }[];
  const random = chance(seed);
  const byIntent = new Map<string, (typeof rows)[number][]>();
  for (const row of rows) byIntent.set(row.category, [...(byIntent.get(row.category) ?? []), row]);
  const parts = [...byIntent].map(([intent, all]) => {
    const mixed = seed === 0 ? all : shuffled(all, random);
    const texts = mixed.map(({ text }) => text);
    return { article: article(intent, texts.slice(0, taken)), asked: texts.slice(taken) };
  });
  const folder = mkdtempSync(join(tmpdir(), 'desk-kb-'));
  const engine = await openSqliteEngine(join(folder, 'articles.db'));
  await migrate(engine);
  const shelf = shelfOf(engine);
  await shelf.change({ put: parts.map((part) => shelved(part.article, null)), remove: [] });
  const asked = parts.flatMap((part) => part.asked.map((text) => ({ id: part.article.id, text }))).filter((_, at) => at % each === 0);
  const { signal } = new AbortController();
  let [first, five] = [0, 0];
  const began = performance.now();
  for (const { id, text } of asked) {
    const hits = await searchArticles({ shelf, starting: [], backend: {} }, text, {}, signal);
    const place = hits.findIndex((hit) => hit.article.id === id);
    if (place === 0) first++;
    if (place >= 0 && place < 5) five++;
  }
  const tookMs = performance.now() - began;
  await shelf[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
  return { queries: asked.length, first: first / asked.length, five: five / asked.length, tookMs };
}

/** Files of articles, each of 20 queries drawn from all and a title of one. */
export function* manyArticles(csv: string, count: number): Iterable<{ readonly path: string; readonly text: string }> {
  const texts = (parse(csv, { columns: true }) as readonly { readonly text: string }[]).map(({ text }) => text.replaceAll(/\s+/g, ' '));
  const random = chance(1);
  const one = (): string => texts[random(texts.length)] ?? '';
  for (let at = 1; at <= count; at++) {
    const lines = Array.from({ length: taken }, one);
    yield {
      path: `${at % 100}/article-${at}.md`,
      text: `---\ntitle: ${JSON.stringify(one())}\nlanguage: en\n---\n\n${lines.join('\n')}\n`,
    };
  }
}
