import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { ndjson } from '../scripts/ndjson.js';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Makes JavaScript of one of our TypeScript files, for a Node that reads nothing else, and removes it when it was used.
 * @template T
 * @param {string} path relative to this folder
 * @param {(file: string) => T} use
 * @returns {Promise<Awaited<T>>}
 */
async function bundled(path, use) {
  // As deep below the project as the sources are, from where they look for the engine's binary.
  mkdirSync(join(here, '.bundle'), { recursive: true });
  const folder = mkdtempSync(join(here, '.bundle/'));
  try {
    const bundle = await rolldown({
      input: join(here, path),
      platform: 'node',
      transform: { target: 'node20' },
      logLevel: 'silent',
      plugins: [ndjson()],
    });
    await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'main.mjs' });
    return await use(join(folder, 'main.mjs'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * Imports one of our TypeScript files.
 * @param {string} path relative to this folder
 */
export const load = (path) => bundled(path, (file) => import(pathToFileURL(file).href));

/**
 * Runs one of our TypeScript files in a process of its own, whose memory is nobody else's, and resolves with its exit code.
 * @param {string} path relative to this folder
 * @param {string[]} args
 */
export const run = (path, ...args) =>
  bundled(path, (file) => spawnSync(process.execPath, [file, ...args], { stdio: 'inherit' }).status ?? 1);

/**
 * Another text for each state of one of our TypeScript files and all that it imports.
 * @param {string} path relative to this folder
 */
export const fingerprint = (path) => bundled(path, (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 8));
