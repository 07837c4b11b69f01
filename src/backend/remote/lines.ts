import { StringDecoder } from 'node:string_decoder';
import { CutOff, lastLine } from '../wire/ends.ts';

/** A line of an answer is a ticket or a message: what is longer never ends. */
const longestLine = 268_435_456;

/**
 * The values in lines of JSON, as they come, up to the last line; empty lines only say that somebody is still there. `errorFrom` makes an error of a line that tells one;
 * throws that, and CutOff for what is no JSON and where the last line is missing.
 */
export async function* valuesIn(bytes: AsyncIterable<Uint8Array>, errorFrom: (told: unknown) => Error | undefined): AsyncIterable<unknown> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of bytes) {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    // Only what is new is looked through: all of a long line with each piece of it would take the square of its length.
    const end = text.lastIndexOf('\n');
    const ended = end < 0 ? [] : (rest + text.slice(0, end)).split('\n');
    rest = end < 0 ? rest + text : text.slice(end + 1);
    if (rest.length > longestLine) throw new CutOff('a line of it does not end');
    for (const line of ended) {
      if (line === lastLine) return;
      if (line !== '') yield valueOf(line, errorFrom);
    }
  }
  throw new CutOff('it ends in the middle');
}

function valueOf(line: string, errorFrom: (told: unknown) => Error | undefined): unknown {
  const value = parsed(line);
  const error = errorFrom(value);
  if (error && Object.keys(value as object).length === 1) throw error;
  return value;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (cause) {
    throw new CutOff('a line of it is no data', { cause });
  }
}
