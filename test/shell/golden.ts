import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Compares a text with a file in golden/, or writes the file when UPDATE=1. */
export const expectFile = (name: string, text: string): void => expectGenerated(join('test/shell/golden', name), text);

/** Compares a text with a file of the project, or writes the file when UPDATE=1. */
export function expectGenerated(path: string, text: string): void {
  const file = join(root, path);
  if (process.env['UPDATE'] === '1') writeFileSync(file, text);
  expect(text, `${path} is stale: npm run generate writes it anew`).toBe(readFileSync(file, 'utf8'));
}
