import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';

/**
 * Compares a text with the file of that name in golden/, or writes the file when UPDATE=1. The file can be read in any editor:
 * controls stand in it as ⟨1b⟩, and long runs of a character as ⟨x × 10000⟩.
 */
export function expectGolden(name: string, text: string): void {
  const path = join(import.meta.dirname, 'golden', `${name}.txt`);
  const seen = text
    .replaceAll(controls, (control) => `⟨${control.charCodeAt(0).toString(16).padStart(2, '0')}⟩`)
    .replaceAll(/([^ ])\1{99,}/gu, (run, character: string) => `⟨${character} × ${run.length}⟩`);
  if (process.env['UPDATE'] === '1') writeFileSync(path, seen);
  expect(seen).toBe(readFileSync(path, 'utf8'));
}

// oxlint-disable-next-line no-control-regex
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g;
