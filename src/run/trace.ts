import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeskError } from '../errors.ts';
import { makeFolder } from '../around/folder.ts';
import { places } from '../around/places.ts';
import type { World } from '../around/world.ts';

/** Saves what is known of an unforeseen error, for a report; resolves with a sentence that says where. It holds no texts of tickets but what the error quotes. */
export async function saveTrace(error: DeskError, world: World): Promise<string> {
  const { cause } = error;
  const stack = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause ?? error.stack);
  const folder = places(world).state;
  const file = join(folder, 'last-error.txt');
  try {
    makeFolder(folder, 0o700);
    await writeFile(file, `desk ${world.version}, Node ${process.version}, ${world.now()}\n${stack}\n`, { mode: 0o600 });
    return `the details are in ${file}; please report them`;
  } catch {
    return `the details could not be saved: ${stack}`;
  }
}
