import { bufferView, type View } from './view.ts';

/** A stretch of memory that a stream passes through: what is let go makes room for what comes. */
export interface Passing {
  /** Takes in bytes of a chunk from a place on; how many there was room for. */
  take(chunk: Buffer, from: number): number;
  isFull(): boolean;
  /** What is in it, by its place in the stream; valid until bytes are taken or let go. `ends`: nothing more comes. */
  view(ends: boolean): View;
  /** The bytes before this place in the stream are not needed any more. */
  letGo(before: number): void;
}

/** One stretch for the whole of a stream, which is never made anew. */
export function passing(size: number): Passing {
  const memory = Buffer.allocUnsafeSlow(size);
  let length = 0;
  let from = 0;
  return {
    take(chunk, at) {
      const taken = chunk.copy(memory, length, at);
      length += taken;
      return taken;
    },
    isFull: () => length === size,
    view: (ends) => bufferView(memory.subarray(0, length), from, { begins: from === 0, ends }),
    letGo(before) {
      const gone = Math.max(0, before - from);
      memory.copyWithin(0, gone, length);
      length -= gone;
      from += gone;
    },
  };
}
