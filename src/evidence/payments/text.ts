import { isUtf8 } from 'node:buffer';

/** How the bytes of a text may be meant. */
export type Charset = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1250' | 'windows-1252' | 'iso-8859-2' | 'iso-8859-1';

/** Encodings that files say of themselves, by the names they use. */
const named: readonly (readonly [RegExp, Charset])[] = [
  [/encoding=["']windows-1250|CHARSET:1250/i, 'windows-1250'],
  [/encoding=["'](?:windows-1252|iso-8859-1\b)|CHARSET:1252|ENCODING:.*CHARSET:ISO-8859-1/i, 'windows-1252'],
  [/encoding=["']iso-8859-2/i, 'iso-8859-2'],
];

/**
 * What text is taken for that is no UTF-8: what the file says of itself, else windows-1250, which Central European banks write.
 */
const otherwise = (head: string): Charset => named.find(([pattern]) => pattern.test(head))?.[1] ?? 'windows-1250';

const mark = (start: Uint8Array): Charset | undefined =>
  start[0] === 0xff && start[1] === 0xfe ? 'utf-16le' : start[0] === 0xfe && start[1] === 0xff ? 'utf-16be' : undefined;

const mostHead = 4096;
/** A block ends without a line end where a line is longer. */
const mostBlock = 256 * 1024;
const mostLine = 4 * 1024 * 1024;

/** Pieces of text, each ending with a line end but for the last, or where a line is longer than 256 KB. */
export async function* textBlocks(bytes: AsyncIterable<Uint8Array>, told?: Charset): AsyncIterable<string> {
  let held: Uint8Array[] = [];
  let length = 0;
  let plain = true; // so far nothing but ASCII
  let charset: Charset | undefined = told;
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let begun = false;
  let head = ''; // what the file says of itself
  const decode = (block: Buffer, last: boolean): string => {
    if (!begun) {
      begun = true;
      charset ??= mark(block);
      if (charset === undefined && block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) block = block.subarray(3);
    }
    if (charset !== undefined && charset !== 'utf-8') return (decoder ??= new TextDecoder(charset)).decode(block, { stream: !last });
    // Only a file that has shown no UTF-8 yet can be something else.
    if (charset === undefined && plain && !isUtf8(block)) {
      charset = otherwise(head + block.toString('latin1', 0, mostHead));
      return decode(block, last);
    }
    const text = block.toString('utf8');
    plain &&= text.length === block.length;
    if (head.length < mostHead) head += text.slice(0, mostHead);
    return text;
  };
  for await (const chunk of bytes) {
    held.push(chunk);
    length += chunk.length;
    if (!chunk.includes(10) && length < mostBlock) continue;
    const block = held.length === 1 ? Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length) : Buffer.concat(held);
    const wide = (charset ?? (begun ? undefined : mark(block)))?.startsWith('utf-16') === true;
    const cut = wide ? block.length & ~1 : block.lastIndexOf(10) + 1 || betweenCharacters(block);
    held = cut === block.length ? [] : [Buffer.from(block.subarray(cut))];
    length = block.length - cut;
    yield decode(block.subarray(0, cut), false);
  }
  const last = decode(Buffer.concat(held), true);
  if (last !== '') yield last;
}

/** The last place at which no character of UTF-8 is cut in two. */
function betweenCharacters(block: Uint8Array): number {
  let at = block.length - 1;
  while (at > block.length - 4 && ((block[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return (block[at] ?? 0) >= 0xc0 ? at : block.length;
}

/** The lines of a text, without their ends. Of one longer than 4 MB the rest is left out. */
export async function* textLines(blocks: AsyncIterable<string>): AsyncIterable<string> {
  let rest = '';
  for await (const block of blocks) {
    const [first = '', ...lines] = block.split(/\r\n|\n|\r(?!$)/);
    if (rest.length <= mostLine) rest += first;
    const last = lines.pop();
    if (last === undefined) continue;
    yield rest;
    yield* lines;
    rest = last;
  }
  if (rest !== '') yield rest.replace(/\r$/, '');
}
