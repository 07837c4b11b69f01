#!/usr/bin/env node
// Measures whole commands beside their peers, in one run: node bench/bench.js [--only start,search,…] [--tickets n] [--imported n] [--runs n]
// Prints a Markdown table of what was found and what was to be reached; the exit code is 1 when something falls short.
// Needs node, sqlite3 and script(1). The desks are kept in $DESK_BENCH_DIR, else in the folder for temporary files: 1.3 GB.
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bulk, exports, imports } from './many.mjs';
import { growth, search, start } from './start.mjs';

const parts = { start, growth, search, export: exports, bulk, import: imports };

const number = (normally) => ({ type: 'string', default: String(normally) });
const { values } = parseArgs({
  options: { only: { type: 'string' }, tickets: number(1_000_000), imported: number(100_000), runs: number(7) },
});
const only = values.only?.split(',') ?? Object.keys(parts);
const unknown = only.filter((name) => !Object.hasOwn(parts, name));
const [tickets, imported, runs] = [values.tickets, values.imported, values.runs].map(Number);
if (unknown.length > 0 || [tickets, imported, runs].some((each) => !Number.isSafeInteger(each) || each < 1)) {
  console.error(`usage: node bench/bench.js [--only ${Object.keys(parts).join(',')}] [--tickets n] [--imported n] [--runs n]`);
  process.exit(2);
}

// In a process of its own: who has grown large starts others slowly, which would be counted.
function deskOf(count) {
  const maker = fileURLToPath(new URL('make-desk.mjs', import.meta.url));
  const { status, stdout } = spawnSync(process.execPath, [maker, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) process.exit(1);
  return stdout.trim();
}

const wants = { tickets, imported, runs, large: deskOf(tickets), small: deskOf(10_000) };
console.log('| What | Found | Goal | |\n|---|---|---|---|');
for (const name of only) {
  for (const { what, found, goal, kept } of await parts[name](wants)) {
    console.log(`| ${what} | ${found} | ${goal} | ${kept ? 'kept' : '**missed**'} |`);
    if (!kept) process.exitCode = 1;
  }
}
const processors = cpus();
console.log(
  `\nMedians of ${runs} runs and more in turns, ${tickets.toLocaleString('en')} tickets; Node ${process.versions.node}, ${processors.length} × ${processors[0]?.model.trim()}.`,
);
