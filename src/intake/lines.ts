/** A line with its end, or one that was too long to keep. */
export type Line = { readonly bytes: Uint8Array } | { readonly tooLong: number };

const newline = 0x0a;

/**
 * The lines of a stream of bytes, each with the end that it has. Of a line longer than `most` bytes only the length is told: memory stays
 * bounded whatever comes. The stream must not use its chunks again.
 */
export async function* lines(bytes: AsyncIterable<Uint8Array>, most: number): AsyncIterable<Line> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    let from = 0;
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, from)) {
      const last = chunk.subarray(from, end + 1);
      size += last.length;
      yield size > most ? { tooLong: size } : { bytes: held.length === 0 ? last : Buffer.concat([...held, last]) };
      [held, size, from] = [[], 0, end + 1];
    }
    const rest = chunk.subarray(from);
    size += rest.length;
    if (size > most) held = [];
    else if (rest.length > 0) held.push(rest);
  }
  if (size > 0) yield size > most ? { tooLong: size } : { bytes: Buffer.concat(held) };
}
