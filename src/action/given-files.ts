import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { whyNotOpened } from '../around/file-words.ts';
import type { World } from '../around/world.ts';
import { DeskError } from '../errors.ts';
import type { AttachmentDraft } from '../model/message.ts';
import { bytesUpTo } from '../model/stream.ts';
import { mediaType } from './media-type.ts';
import { utf8 } from './utf8.ts';

/** A message or a file larger than this is a mistake, and may have no end (`/dev/zero`). */
export const mostBytes = 50_000_000;

export const tooLarge = (what: string): DeskError =>
  new DeskError('refused', `${what} is over 50 MB`, { hint: 'say where it can be found' });

/** What a path holds, or standard input for `-`. Throws `usage` for what cannot be read. */
export async function* bytesOf(world: World, path: string): AsyncIterable<Uint8Array> {
  if (path === '-') return yield* world.stdin.read();
  try {
    yield* createReadStream(path) as AsyncIterable<Uint8Array>;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

const unreadable = (path: string, cause: unknown): DeskError =>
  new DeskError('usage', `${path} could not be read: ${whyNotOpened(cause)}`, { cause });

const named = (path: string): string => (path === '-' ? 'standard input' : path);

/** All of it, as far as a message may be long. Throws `refused`. */
async function wholeOf(world: World, path: string): Promise<Buffer> {
  const whole = await bytesUpTo(bytesOf(world, path), mostBytes);
  if (!whole) throw tooLarge(named(path));
  return whole;
}

/** A text without what stands blank behind it. Throws `usage` for what cannot be read, or is no text, `refused` for what is too large. */
export const readText = async (world: World, path: string): Promise<string> =>
  utf8(await wholeOf(world, path), named(path))
    .replaceAll('\r\n', '\n')
    .trimEnd();

/** Throws `usage` for what cannot be read, `refused` for what is too large. */
export const attachment = async (world: World, path: string): Promise<AttachmentDraft> => ({
  name: basename(path),
  type: mediaType(path),
  content: await wholeOf(world, path),
});
