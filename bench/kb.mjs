#!/usr/bin/env node
// How well articles are found, and how fast: node bench/kb.mjs [--seeds n] [--articles n]
// One article for each of the 77 intents of BANKING77, made of its title and 20 of its queries; all other queries are looked for.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { load } from './bundle.mjs';

const { values } = parseArgs({ options: { seeds: { type: 'string', default: '3' } } });
const here = dirname(fileURLToPath(import.meta.url));
const data = join(here, '../../shared/data/tickets/banking77/banking77.csv');
if (!existsSync(data)) {
  console.error(`not measured: ${data} is not there`);
  process.exit(2);
}
const { measured } = await load('../test/evidence/articles/banking.ts');
const text = readFileSync(data, 'utf8');
console.log('| articles made of | queries | first | among five |\n|---|---|---|---|');
let kept = true;
for (let seed = 0; seed < Number(values.seeds); seed++) {
  const { queries, first, five, tookMs } = await measured(text, { seed, each: 1 });
  kept &&= first >= 0.78 && five >= 0.95;
  const percent = (share) => `${(share * 100).toFixed(1)} %`;
  console.log(
    `| ${seed === 0 ? 'the first 20' : `20 at random (${seed})`} | ${queries} | ${percent(first)} | ${percent(five)} | ${(tookMs / queries).toFixed(1)} ms a query |`,
  );
}
process.exitCode = kept ? 0 : 1;
