#!/usr/bin/env node
// How well articles are found, and how fast: node bench/kb.mjs [--seeds n] [--articles n] [--runs n]
// Found: an article for each of the 77 intents of BANKING77, made of its title and 20 of its queries; all other queries are looked for.
// Fast: whole commands on a desk with 10,000 articles of 20 such queries each.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from './bundle.mjs';
import { desk, home, inMs, inSeconds, inTurns, run } from './timing.mjs';

const number = (normally) => ({ type: 'string', default: String(normally) });
const { values } = parseArgs({ options: { seeds: number(3), articles: number(10_000), runs: number(9) } });
const [seeds, articles, runs] = [values.seeds, values.articles, values.runs].map(Number);
const here = dirname(fileURLToPath(import.meta.url));
const data = join(here, '../../shared/data/tickets/banking77/banking77.csv');
if (!existsSync(data)) {
  console.error(`not measured: ${data} is not there`);
  process.exit(2);
}
const { manyArticles, measured } = await load('../test/evidence/articles/banking.ts');
const text = readFileSync(data, 'utf8');

console.log('| What | Found | Goal | |\n|---|---|---|---|');
function line(what, found, goal, kept) {
  console.log(`| ${what} | ${found} | ${goal} | ${kept ? 'kept' : '**missed**'} |`);
  if (!kept) process.exitCode = 1;
}
const percent = (share) => `${(share * 100).toFixed(1)} %`;
for (let seed = 0; seed < seeds; seed++) {
  const { queries, first, five } = await measured(text, { seed, each: 1 });
  const made = seed === 0 ? 'the first 20 queries of each intent' : `20 at random (${seed})`;
  line(`articles made of ${made}: the right one first, of ${queries}`, percent(first), '≥ 78 %', first >= 0.78);
  line('the same: among the first five', percent(five), '≥ 95 %', five >= 0.95);
}

if (articles > 0) {
  const folder = join(home, 'articles');
  for (const { path, text: article } of manyArticles(text, articles)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), article);
  }
  const store = join(home, 'kb.db');
  const body =
    'Hello, I am still waiting for my new card and the transfer from last week is pending. The fee was wrong, too. Mail says 550 5.7.1 Relay access denied since yesterday.';
  run(desk(store, 'create', '--subject', 'Card and transfer', '--requester', 'eva@firma.example', '--language', 'en', '--body', body));
  const { ms } = run({ ...desk(store, 'kb', 'sync', folder, '--format', 'ids'), shows: /\d/ });
  line(`sync of ${articles.toLocaleString('en')} articles`, inSeconds(ms), '', true);
  const again = run(desk(store, 'kb', 'sync'));
  line('the same folder again', inSeconds(again.ms), '', true);
  const [start = 0, ...times] = inTurns(runs, [
    { ...desk(store, 'list', 'id:1'), shows: /\n1\t/ },
    { ...desk(store, 'kb', 'suggest', '1'), shows: /smtp\/relay-denied/ },
    { ...desk(store, 'kb', 'search', 'card', 'not', 'arrived'), shows: /article-/ },
    { ...desk(store, 'kb', 'explain', '550 5.7.1 Relay access denied'), shows: /smtp\/relay-denied/ },
  ]);
  for (const [at, what] of ['suggest', 'search', 'explain'].entries())
    line(`kb ${what}, beyond the start`, inMs(times[at] - start), '≤ 100 ms', times[at] - start <= 100);
}
