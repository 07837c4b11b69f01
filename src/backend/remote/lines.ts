import { StringDecoder } from 'node:string_decoder';
import { DeskError } from '../../errors.ts';
import { errorIn } from '../wire/trouble.ts';

/** A line of an answer is a ticket or a message: what is longer never ends. */
const longestLine = 268_435_456;

const nonsense = (host: string, cause?: unknown): DeskError =>
  new DeskError('unreachable', `${host} cannot be understood: it sent something that is no data`, {
    hint: 'is there a proxy in between? DESK_DEBUG=http shows what is sent and answered',
    cause,
  });

/** The values in lines of JSON, as they come; empty lines only say that somebody is still there. Throws what a line says that went wrong, and `unreachable` for what is none. */
export async function* valuesIn(bytes: AsyncIterable<Uint8Array>, host: string): AsyncIterable<unknown> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of bytes) {
    const text = rest + decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    const end = text.lastIndexOf('\n');
    rest = end < 0 ? text : text.slice(end + 1);
    if (rest.length > longestLine) throw nonsense(host);
    if (end >= 0) yield* valuesOf(text.slice(0, end).split('\n'), host);
  }
  // Lines end with a line end: half of one is a cut that nobody noticed.
  if (rest !== '') throw nonsense(host);
}

function* valuesOf(lines: readonly string[], host: string): Iterable<unknown> {
  for (const line of lines) {
    if (line === '') continue;
    const value = parsed(line, host);
    const error = errorIn(value, host);
    if (error && Object.keys(value as object).length === 1) throw error;
    yield value;
  }
}

function parsed(line: string, host: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    throw nonsense(host, cause);
  }
}
