import { readSync } from 'node:fs';

/** Bytes of a log that can be looked at where one likes, by their place in the unpacked file; `to` exclusive. */
export interface View {
  /** The first byte that can be had, and where the bytes end. */
  readonly from: number;
  readonly to: number;
  /** Whether the log itself begins and ends there. */
  readonly begins: boolean;
  readonly ends: boolean;
  /** The bytes of a stretch within `from` and `to`; valid until the next call. */
  slice(from: number, to: number): Buffer;
}

/** So much is read at once where one reads on, and where one jumps. */
const onBytes = 524_288;
const jumpBytes = 32_768;
/** And so much before it: who looks at a line looks for its beginning. */
const backBytes = 8192;

/** An open file, a stretch of it in memory at a time. */
export function fileView(fd: number, size: number): View {
  let memory = Buffer.allocUnsafeSlow(jumpBytes);
  let block: Buffer = memory.subarray(0, 0);
  let at = 0;
  const fill = (from: number, to: number): void => {
    const readsOn = from <= at + block.length && to > at + block.length && from >= at;
    at = Math.max(0, from - backBytes);
    const wanted = Math.min(size - at, Math.max(to - at, readsOn ? onBytes : jumpBytes));
    if (memory.length < wanted) memory = Buffer.allocUnsafeSlow(wanted);
    let read = 0;
    while (read < wanted) {
      const count = readSync(fd, memory, read, wanted - read, at + read);
      if (count === 0) break; // cut short meanwhile
      read += count;
    }
    block = memory.subarray(0, read);
  };
  return {
    from: 0,
    to: size,
    begins: true,
    ends: true,
    slice(from, to) {
      const [first, last] = [Math.max(0, from), Math.min(size, to)];
      if (first >= last) return Buffer.alloc(0);
      if (first < at || last > at + block.length) fill(first, last);
      return block.subarray(first - at, last - at);
    },
  };
}

/** Bytes in memory that begin at that place of the log. */
export const bufferView = (buffer: Buffer, from: number, { begins, ends }: Pick<View, 'begins' | 'ends'>): View => ({
  from,
  to: from + buffer.length,
  begins,
  ends,
  slice: (first, last) => buffer.subarray(Math.max(0, first - from), Math.max(0, last - from)),
});
