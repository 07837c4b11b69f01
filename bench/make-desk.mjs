#!/usr/bin/env node
// Makes a desk to measure with: node bench/make-desk.mjs <tickets> [file]
import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint, load } from './bundle.mjs';

const maker = 'desk/fill.ts';

/**
 * The path of a desk with that many tickets, made now unless it is there already: in $DESK_BENCH_DIR, else in the folder for temporary files.
 * A desk whose tables are no longer ours, or that would be made differently today, is made anew.
 * @param {number} count
 * @param {string} [file]
 * @returns {Promise<string>}
 */
export async function makeDesk(count, file) {
  const path = resolve(file ?? join(process.env.DESK_BENCH_DIR ?? tmpdir(), `desk-bench-${count}-${await fingerprint(maker)}.db`));
  if (existsSync(path)) return path;
  mkdirSync(dirname(path), { recursive: true });
  const { fillDesk } = await load(maker);
  const started = performance.now();
  const seconds = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
  fillDesk(`${path}.part`, count, (made) => made % 100_000 === 0 && console.error(`${made} tickets, ${seconds()}`));
  renameSync(`${path}.part`, path);
  console.error(`${path}: ${count} tickets in ${seconds()}`);
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const count = Number(process.argv[2]);
  if (!Number.isSafeInteger(count) || count < 1) {
    console.error('usage: node bench/make-desk.mjs <tickets> [file]');
    process.exit(2);
  }
  console.log(await makeDesk(count, process.argv[3]));
}
