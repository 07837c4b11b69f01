import { type Line, lines } from './lines.ts';

/** A message as it stands in the file, or how long it was when it was too long to keep. */
export type RawMail = { readonly raw: Uint8Array } | { readonly tooLong: number };

/** Above this many bytes a mail is not read: mail systems carry at most 50 MB or so. */
export const mostMailBytes = 64 * 1024 * 1024;

/**
 * The messages of an mbox file, one at a time. A message begins with a line "From …" when an empty line comes before it (or it has a time, as
 * it should) and a header line comes after it: so a sentence that begins with "From" and was not quoted stays in its message. A `>` that quoted such a line is taken
 * away again (mboxrd, and what mboxo can be read as; https://www.loc.gov/preservation/digital/formats/fdd/fdd000383.shtml).
 */
export async function* mboxMessages(bytes: AsyncIterable<Uint8Array>, most: number = mostMailBytes): AsyncIterable<RawMail> {
  let message = collected(most);
  let afterEmpty = true;
  let doubtful: Line | undefined;
  for await (const line of lines(bytes, most)) {
    if (doubtful) {
      if (isHeader(line)) {
        if (!message.empty()) yield message.done();
        message = collected(most);
      } else message.add(doubtful);
      doubtful = undefined;
    }
    if (startsWith(line, fromLine) && (afterEmpty || isEnvelope(line))) doubtful = line;
    else message.add(unquoted(line));
    afterEmpty = isEmpty(line);
  }
  if (doubtful) message.add(doubtful);
  if (!message.empty()) yield message.done();
}

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const fromLine = ascii('From ');
const quote = 0x3e;

const isEmpty = (line: Line): boolean => 'bytes' in line && (line.bytes[0] === 0x0a || (line.bytes[0] === 0x0d && line.bytes[1] === 0x0a));

function startsWith(line: Line, prefix: Uint8Array, from = 0): line is { readonly bytes: Uint8Array } {
  return 'bytes' in line && line.bytes[from] === prefix[0] && prefix.every((byte, at) => line.bytes[from + at] === byte);
}

/** Some writers leave the empty line out. */
const isEnvelope = (line: Line): boolean => 'bytes' in line && /^From (?:-\s*$|\S.*\d:\d\d)/.test(start(line.bytes));

const start = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 200)).toString('latin1');

// Mutt and some servers put ">From " lines between the "From " line and the headers.
const isHeader = (line: Line): boolean => 'bytes' in line && /^(?:>From |[!-9;-~]+[ \t]*:)/.test(start(line.bytes));

function unquoted(line: Line): Line {
  if (!('bytes' in line) || line.bytes[0] !== quote) return line;
  const quotes = line.bytes.findIndex((byte) => byte !== quote);
  return startsWith(line, fromLine, quotes) ? { bytes: line.bytes.subarray(1) } : line;
}

/** Gathers the lines of one message, up to a limit. */
function collected(most: number): { add(line: Line): void; empty(): boolean; done(): RawMail } {
  let parts: Uint8Array[] = [];
  let size = 0;
  let blank = true;
  return {
    add(line) {
      size += 'bytes' in line ? line.bytes.length : line.tooLong;
      if ('bytes' in line && size <= most) parts.push(line.bytes);
      else parts = [];
      blank &&= isEmpty(line);
    },
    empty: () => blank,
    done: () => (size > most ? { tooLong: size } : { raw: Buffer.concat(parts) }),
  };
}
