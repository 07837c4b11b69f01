/** What the bytes of a text are in, as its byte order mark says; UTF-8 where it has none. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export function encodingOf(start: Uint8Array): Encoding {
  if (start[0] === 0xff && start[1] === 0xfe) return 'utf-16le';
  return start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : 'utf-8';
}

/** The text as UTF-8 without its byte order mark. What is no UTF-8 comes through: it shows as U+FFFD where it is read. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncIterable<Uint8Array> {
  if (encoding === 'utf-8') return yield* withoutMark(bytes);
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

const mark = [0xef, 0xbb, 0xbf];

/** The first chunk may be as short as one byte. */
async function* withoutMark(bytes: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let start: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of bytes) {
    if (!start) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < mark.length) continue;
    yield unmarked(start);
    start = undefined;
  }
  if (start) yield unmarked(start);
}

const unmarked = (start: Uint8Array): Uint8Array =>
  mark.every((byte, index) => start[index] === byte) ? start.subarray(mark.length) : start;
