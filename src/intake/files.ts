import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DeskError } from '../errors.ts';

/** Where bytes come from. */
export interface Files {
  /** The paths of all files in a folder and in the folders in it, hidden ones left out; undefined if it is no folder. Throws `usage` for a file that is not there, and `refused`. */
  list(path: string): Promise<readonly string[] | undefined>;
  /** The content of a file; `-` is standard input. Throws `usage` for a file that is not there, and `refused`. */
  bytes(path: string): AsyncIterable<Uint8Array>;
}

/** The files of this machine. */
export function localFiles(standardInput: () => AsyncIterable<Uint8Array>): Files {
  return {
    async list(path) {
      const found = await orTrouble(path, () => stat(path));
      if (!found.isDirectory()) return undefined;
      const entries = await orTrouble(path, () => readdir(path, { recursive: true, withFileTypes: true }));
      const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
      return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
    },
    async *bytes(path) {
      if (path === '-') return yield* standardInput();
      try {
        for await (const chunk of createReadStream(path)) yield chunk as Uint8Array;
      } catch (error) {
        throw trouble(path, error);
      }
    },
  };
}

async function orTrouble<T>(path: string, doing: () => Promise<T>): Promise<T> {
  try {
    return await doing();
  } catch (error) {
    throw trouble(path, error);
  }
}

function trouble(path: string, error: unknown): DeskError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return new DeskError('usage', `there is no file ${path}`, { cause: error });
  return new DeskError('refused', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
}
