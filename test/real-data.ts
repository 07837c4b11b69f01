import { existsSync, readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../shared/', import.meta.url);

/** Whether the real input lies beside the checkout. Tests that need it are skipped without it, and say so. */
export const hasRealData = existsSync(new URL('data/MANIFEST.md', folder));
if (!hasRealData) console.warn(`NOT TESTED: no real input at ${folder.pathname}; the tests that read it are skipped`);

/** A file of the real input, by its path within `shared/`. */
export const realBytes = (path: string): Buffer => readFileSync(new URL(path, folder));
export const realText = (path: string): string => realBytes(path).toString('utf8');
/** Paths of the files in a folder of the real input. */
export const realFiles = (path: string): string[] =>
  readdirSync(new URL(path, folder))
    .toSorted()
    .map((name) => `${path}/${name}`);
