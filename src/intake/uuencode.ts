/** A file that stood in a text, uuencoded. */
export interface Uuencoded {
  readonly name: string;
  readonly content: Uint8Array;
}

const begin = /^begin [0-7]{3,4} (\S.*)$/;
const encoded = /^[ -`\t]*$/;

/** Takes the uuencoded files out of a text (POSIX uuencode: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/uuencode.html). */
export function withoutUuencoded(text: string): { readonly text: string; readonly files: readonly Uuencoded[] } {
  if (!/^begin [0-7]{3,4} /m.test(text)) return { text, files: [] };
  const files: Uuencoded[] = [];
  const plain: string[] = [];
  const lines = text.split(/\r?\n/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    const [, name] = begin.exec(line) ?? [];
    const end = name === undefined ? -1 : endOf(lines, at + 1);
    if (name === undefined || end === -1) plain.push(line);
    else {
      files.push({ name: name.trim(), content: Buffer.concat(lines.slice(at + 1, end).map(decoded)) });
      at = end;
    }
  }
  return files.length === 0
    ? { text, files }
    : {
        text: plain
          .join('\n')
          .replaceAll(/\n{3,}/g, '\n\n')
          .trimEnd(),
        files,
      };
}

/** The index of the line that ends the file; -1 where what stands between is no uuencoded file. */
function endOf(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at] ?? '';
    if (line.trimEnd() === 'end') return at;
    if (!encoded.test(line)) return -1;
  }
  return -1;
}

function decoded(line: string): Uint8Array {
  const length = line === '' ? 0 : sextet(line, 0);
  const bytes = new Uint8Array(Math.ceil(length / 3) * 3);
  for (let at = 0; at * 3 < length; at += 1) {
    const bits = [0, 1, 2, 3].reduce((sum, digit) => (sum << 6) | sextet(line, 1 + at * 4 + digit), 0);
    bytes.set([(bits >> 16) & 255, (bits >> 8) & 255, bits & 255], at * 3);
  }
  return bytes.subarray(0, length);
}

/** Trailing blanks of a line are often lost; they stand for 0. */
const sextet = (line: string, at: number): number => ((line.charCodeAt(at) || 0x20) - 0x20) & 63;
