import { CutOff } from './ends.ts';

/**
 * Bytes whose end can be told from a cut: pieces, each behind its length in four bytes (the highest first). A piece of no length is the end; behind
 * 2³² − 1 comes, as another piece, the JSON of what cut it short. Asked for by this type; without it bytes go as they are.
 */
export const framesType = 'application/x-desk-frames';

const errorMark = 0xff_ff_ff_ff;
const headSize = 4;

function head(length: number): Buffer {
  const bytes = Buffer.allocUnsafe(headSize);
  bytes.writeUInt32BE(length);
  return bytes;
}

/** Puts bytes in frames; `told` makes of what was thrown what the other end is to know. */
export async function* framed(chunks: AsyncIterable<Uint8Array>, told: (thrown: unknown) => unknown): AsyncIterable<Uint8Array> {
  try {
    for await (const chunk of chunks) {
      if (chunk.length === 0) continue;
      yield head(chunk.length);
      yield chunk;
    }
    yield head(0);
  } catch (thrown) {
    const text = Buffer.from(JSON.stringify(told(thrown)));
    yield Buffer.concat([head(errorMark), head(text.length), text]);
  }
}

/** Bytes of which so many can be asked for. */
interface Taps {
  /** Exactly so many. */
  whole(length: number): Promise<Uint8Array>;
  /** As many as are there, at most so many. */
  some(most: number): Promise<Uint8Array>;
}

function tapsOf(bytes: AsyncIterable<Uint8Array>): Taps & AsyncDisposable {
  const source = bytes[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array();
  const some = async (most: number): Promise<Uint8Array> => {
    while (held.length === 0) {
      const step = await source.next();
      if (step.done) throw new CutOff('it ends in the middle');
      held = step.value;
    }
    const taken = held.subarray(0, most);
    held = held.subarray(taken.length);
    return taken;
  };
  return {
    some,
    async whole(length) {
      const pieces: Uint8Array[] = [];
      for (let left = length; left > 0; left -= pieces.at(-1)?.length ?? 0) pieces.push(await some(left));
      return Buffer.concat(pieces);
    },
    async [Symbol.asyncDispose]() {
      await source.return?.();
    },
  };
}

/** What is in the frames. `errorFrom` makes an error of what they end with; throws that, and CutOff where their end is missing. */
export async function* unframed(
  bytes: AsyncIterable<Uint8Array>,
  errorFrom: (told: unknown) => Error | undefined,
): AsyncIterable<Uint8Array> {
  await using taps = tapsOf(bytes);
  const length = async (): Promise<number> => Buffer.from(await taps.whole(headSize)).readUInt32BE();
  for (;;) {
    const next = await length();
    if (next === 0) return;
    if (next === errorMark)
      throw errorFrom(parsed(await taps.whole(await length()))) ?? new CutOff('it ends with something that is no error');
    for (let left = next; left > 0;) {
      const piece = await taps.some(left);
      left -= piece.length;
      yield piece;
    }
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new CutOff('it ends with something that is no JSON', { cause });
  }
}
