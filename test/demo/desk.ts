import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBackend } from '../../src/backend/open.ts';
import { fillDesk } from '../../src/demo/fill.ts';
import { readSettings } from '../../src/around/settings.ts';

export const now = '2026-11-18T13:00:00.000Z';
export const { signal } = new AbortController();

/** A desk with the demo's tickets, as ana sees it at the demo's hour. Its folder goes with it. */
export async function filledDesk() {
  const folder = mkdtempSync(join(tmpdir(), 'desk-filled-'));
  const path = join(folder, 'desk.db');
  const backend = await openBackend(
    { backend: 'embedded', path },
    { me: 'ana', now: () => now, rules: readSettings(join(folder, 'none.json')).rules },
  );
  const tickets = await fillDesk(backend, now, signal);
  const close = async (): Promise<void> => {
    await backend[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true });
  };
  return { backend, tickets, path, [Symbol.asyncDispose]: close };
}
