import { closeSync, constants, openSync, readSync } from 'node:fs';
import { DeskError } from '../../errors.ts';
import type { Kept } from './kept.ts';
import { membersOf, type Packing } from './members.ts';
import { hashOf } from './records.ts';
import type { Source } from './sources.ts';
import { unpacked } from './unpack.ts';

function fromPlain(path: string, { from, length }: Kept): Buffer {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const bytes = Buffer.alloc(length);
    return bytes.subarray(0, readSync(fd, bytes, 0, length, from));
  } finally {
    closeSync(fd);
  }
}

async function fromPacked(path: string, packing: Packing, { from, length }: Kept, signal: AbortSignal): Promise<Buffer> {
  const parts: Buffer[] = [];
  let at = 0;
  for await (const chunk of unpacked({ path, packing }, signal)) {
    const part = chunk.subarray(Math.max(0, from - at), Math.max(0, from + length - at));
    if (part.length > 0) parts.push(Buffer.from(part));
    at += chunk.length;
    if (at >= from + length) break;
  }
  return Buffer.concat(parts);
}

/**
 * The bytes of a line that was shown, as its source has them now. A file that was rotated or packed meanwhile is found among the files of its
 * source. Throws `refused` when none of them has the line any more as it was.
 */
export async function readAgain(kept: Kept, sources: readonly Source[], home: string, signal: AbortSignal): Promise<Buffer> {
  if (kept.bytes !== undefined) {
    const bytes = Buffer.from(kept.bytes, 'base64');
    if (hashOf(bytes) === kept.hash) return bytes;
    throw changed(kept);
  }
  const source = sources.find(({ name }) => name === kept.source);
  if (source?.kind !== 'file') throw new DeskError('refused', `there is no source of logs called ${kept.source} any more`, { hint: again });
  const { members } = await membersOf(source, home);
  const inOrder = members.toSorted((a, b) => Number(b.path === kept.path) - Number(a.path === kept.path));
  for (const { path, packing } of inOrder) {
    const bytes = await (packing === 'plain'
      ? fromPlain(path, kept)
      : fromPacked(path, packing, kept, signal).catch(() => Buffer.alloc(0)));
    if (hashOf(bytes) === kept.hash) return bytes;
  }
  throw changed(kept);
}

const again = 'desk logs <ticket> shows them as they are now, with new numbers';
const changed = ({ n, source }: Kept): DeskError =>
  new DeskError('refused', `line ${n} of ${source} is no longer what it was when it was shown`, { hint: again });
