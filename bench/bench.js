#!/usr/bin/env node
// Measures desk beside its peers, in one run: node bench/bench.js [--tickets n] [--runs n] [part …]
// Parts: start search growth export bulk import. Prints a Markdown table; the exit code is 1 when a goal is missed.
import { parseArgs } from 'node:util';
import { bulk, exports, importing } from './many.mjs';
import { makeDesk } from './make-desk.mjs';
import { growth, search, start } from './start.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { tickets: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '7' } } });
const runs = Number(values.runs);
const large = await makeDesk(Number(values.tickets));
const small = await makeDesk(10_000);
const parts = {
  start: () => start(large, runs * 3),
  search: () => search(large, runs),
  growth: () => growth(large, small, runs),
  export: () => exports(large, runs),
  bulk: () => bulk(small, runs),
  import: () => importing(Math.min(runs, 7)),
};
const wanted = positionals.length > 0 ? positionals : Object.keys(parts);
console.log(`| what (${Number(values.tickets).toLocaleString('en')} tickets) | found | goal | |\n|---|---|---|---|`);
for (const name of wanted) {
  for (const { what, found, goal, worse } of parts[name]()) {
    console.log(`| ${what} | ${found} | ${goal} | ${worse ? 'missed' : 'kept'} |`);
    if (worse) process.exitCode = 1;
  }
}
