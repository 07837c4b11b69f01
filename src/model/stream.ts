/** All items of a stream, in order. */
export async function collect<T>(items: AsyncIterable<T>): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A stream of these items. */
export async function* streamOf<T>(items: readonly T[]): AsyncGenerator<T, void> {
  yield* items;
}
