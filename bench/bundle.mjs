import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';

const here = dirname(fileURLToPath(import.meta.url));

/**
 * Imports one of our TypeScript files on a Node that reads only JavaScript.
 * @param {string} path relative to this folder
 */
export async function load(path) {
  // As deep below the project as the sources are, from where they look for the engine's binary.
  mkdirSync(join(here, '.bundle'), { recursive: true });
  const folder = mkdtempSync(join(here, '.bundle/'));
  try {
    const bundle = await rolldown({ input: join(here, path), platform: 'node', logLevel: 'silent' });
    await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'main.mjs' });
    return await import(pathToFileURL(join(folder, 'main.mjs')).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
