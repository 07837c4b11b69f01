import { hash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from './folder.ts';
import { places } from './places.ts';
import type { World } from './world.ts';

/** One thing that is remembered until it changes, and can be asked for again: nothing is lost with it. */
export interface Memory {
  /** Undefined when it is not known, or cannot be read. */
  get(): unknown;
  /** Resolves also where it cannot be kept. */
  set(value: unknown): void;
  forget(): void;
}

/** What is remembered under a name, in the cache folder of the user. */
export function memoryOf(name: string, world: Pick<World, 'env' | 'home'>): Memory {
  const folder = places(world).cache;
  const path = join(folder, `${hash('sha256', name).slice(0, 32)}.json`);
  return {
    get() {
      try {
        return JSON.parse(readFileSync(path, 'utf8')) as unknown;
      } catch {
        return undefined;
      }
    },
    set(value) {
      const temporary = `${path}.${process.pid}`;
      try {
        makeFolder(folder, 0o700);
        writeFileSync(temporary, JSON.stringify(value), { mode: 0o600 });
        renameSync(temporary, path);
      } catch {
        rmSync(temporary, { force: true });
      }
    },
    forget: () => rmSync(path, { force: true }),
  };
}
