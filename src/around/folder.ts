import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing, each with this mode. Throws Node's error. Not mkdir's own `recursive`: that one never ends where
 * a file system makes no folders, such as /proc.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder), mode);
  try {
    mkdirSync(folder, { mode });
  } catch (thrown) {
    if (!existsSync(folder)) throw thrown; // unless somebody else was first
  }
}
