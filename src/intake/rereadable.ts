/** A stream of bytes of which the latest stretch can be read again. Offsets count from its beginning. */
export interface Rereadable {
  /** The next bytes, at least `count` unless it ends before, without consuming them. */
  peek(count: number): Promise<Uint8Array>;
  /** Reads on from where `forget` and `back` left it. */
  read(): AsyncIterable<Uint8Array>;
  /** What lies before the offset will not be read again. */
  forget(before: number): void;
  /** The next `read` begins after the end of the line that begins at the offset; resolves with where that is. */
  backAfterLine(offset: number): Promise<number>;
}

/** Keeps what is read until it is forgotten: whoever reads bounds the memory by forgetting. */
export function rereadable(bytes: AsyncIterable<Uint8Array>): Rereadable {
  const stream = bytes[Symbol.asyncIterator]();
  const held: Uint8Array[] = [];
  /** Where the first of `held` begins. */
  let start = 0;

  /** What was thrown while looking ahead; thrown again where it would have been. */
  let trouble: { readonly thrown: unknown } | undefined;

  async function more(): Promise<Uint8Array | undefined> {
    if (trouble) throw trouble.thrown;
    const next = await stream.next();
    if (next.done) return undefined;
    held.push(next.value);
    return next.value;
  }

  const size = (): number => held.reduce((sum, chunk) => sum + chunk.length, 0);

  function forget(before: number): void {
    for (let first = held[0]; first && start + first.length <= before; first = held[0]) {
      start += first.length;
      held.shift();
    }
    const [first] = held;
    if (!first || before <= start) return;
    held[0] = first.subarray(before - start);
    start = before;
  }

  return {
    async peek(count) {
      try {
        while (size() < count && (await more()));
      } catch (thrown) {
        if (size() === 0) throw thrown;
        trouble = { thrown };
      }
      return Buffer.concat(held).subarray(0, Math.max(count, 0));
    },
    async *read() {
      for (const chunk of held.slice()) yield chunk;
      for (let chunk = await more(); chunk; chunk = await more()) yield chunk;
    },
    forget,
    async backAfterLine(offset) {
      forget(offset);
      // The line may be longer than memory: what was searched is let go.
      for (let first = held[0] ?? (await more()); first; first = held[0] ?? (await more())) {
        const end = lineEnd(first);
        if (end === -1) {
          forget(start + first.length);
          continue;
        }
        const second = first[end + 1] ?? held[1]?.[0];
        forget(start + end + (first[end] === 0x0d && second === 0x0a ? 2 : 1));
        break;
      }
      return start;
    },
  };
}

const lineEnd = (bytes: Uint8Array): number => bytes.findIndex((byte) => byte === 0x0a || byte === 0x0d);
