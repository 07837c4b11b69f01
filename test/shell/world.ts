import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nodeWorld } from '../../src/node-world.ts';
import type { World } from '../../src/world.ts';

const real = nodeWorld();

/** The world of somebody new: an empty home, no settings, no desk. */
export function newWorld(env: World['env'] = {}): World {
  const home = mkdtempSync(join(tmpdir(), 'desk-shell-'));
  return { ...real, env, home, user: 'ana', now: () => '2026-11-21T12:00:00.000Z' };
}
