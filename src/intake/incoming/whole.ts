/** All bytes of a stream, or a stream of the same bytes where there are more than `most`. */
export type Whole = { readonly raw: Uint8Array } | { readonly tooLong: AsyncIterable<Uint8Array> };

/** Reads a stream into memory, up to `most` bytes. */
export async function whole(bytes: AsyncIterable<Uint8Array>, most: number): Promise<Whole> {
  const stream = bytes[Symbol.asyncIterator]();
  const read: Uint8Array[] = [];
  let size = 0;
  for (let next = await stream.next(); !next.done; next = await stream.next()) {
    read.push(next.value);
    size += next.value.length;
    if (size > most) return { tooLong: rest(read, stream) };
  }
  return { raw: Buffer.concat(read) };
}

async function* rest(read: readonly Uint8Array[], stream: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  yield* read;
  yield* { [Symbol.asyncIterator]: () => stream };
}
