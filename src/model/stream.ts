/** All items of a stream, in order. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** All bytes of a stream; undefined where there are more than `most`, and then what is left is not read. */
export async function bytesUpTo(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer | undefined> {
  const read: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size > most) return undefined;
    read.push(chunk);
  }
  return Buffer.concat(read);
}

/** The first bytes of a stream, at most so many; what is left is not read. */
export async function beginningOf(chunks: AsyncIterable<Uint8Array>, most: number): Promise<Buffer> {
  const read: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    read.push(chunk);
    size += chunk.length;
    if (size >= most) break;
  }
  return Buffer.concat(read).subarray(0, most);
}

/** A stream of these items. */
export async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T, void> {
  yield* items;
}
