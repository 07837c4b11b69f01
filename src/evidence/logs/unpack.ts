import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { DeskError } from '../../errors.ts';
import type { Member } from './members.ts';
import { outputOf } from './program.ts';

const chunkBytes = 262_144;
/** What unpacks where Node cannot. */
const unpackers = { bzip2: ['bzip2', '-dc'], xz: ['xz', '-dc'], zstd: ['zstd', '-dcq'] } as const;
/** Unpacking is as fast as somebody reads; this is for one that hangs. */
const longestMs = 3_600_000;

async function* gunzipped(path: string, signal: AbortSignal): AsyncIterable<Buffer> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  const packed = createReadStream(path, { highWaterMark: chunkBytes });
  packed.once('error', (error) => gunzip.destroy(error));
  signal.addEventListener('abort', () => gunzip.destroy(), { once: true });
  try {
    yield* packed.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BUF_ERROR') throw new DeskError('refused', 'ends early: it was cut off', { cause: error });
    if (code.startsWith('Z_')) throw new DeskError('refused', 'is damaged from some place on', { cause: error });
    throw error;
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

async function* recoded(path: string, encoding: string): AsyncIterable<Buffer> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }))
    yield Buffer.from(decoder.decode(chunk as Buffer, { stream: true }));
}

/** The bytes of a packed log as they were before. Throws `refused` for what is damaged, after what could be read of it. */
export function unpacked({ path, packing }: Pick<Member, 'path' | 'packing'>, signal: AbortSignal): AsyncIterable<Buffer> {
  if (packing === 'gzip') return gunzipped(path, signal);
  if (packing === 'bzip2' || packing === 'xz' || packing === 'zstd') {
    const run = [...unpackers[packing], '--', path];
    return outputOf(run, {
      signal,
      timeoutMs: longestMs,
      failed: ({ says }) => new DeskError('refused', `is damaged or cut off (${says})`),
    });
  }
  if (packing === 'plain') return createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>;
  return recoded(path, packing);
}
