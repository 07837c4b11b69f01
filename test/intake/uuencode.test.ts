import { expect, it } from 'vitest';
import { withoutUuencoded } from '../../src/intake/uuencode.ts';

/** As `uuencode` writes it, without its trailing blanks where `trimmed`. */
function uuencoded(content: Uint8Array, name: string, trimmed: boolean): string {
  const digit = (value: number): string => String.fromCharCode(value + 0x20);
  const lines: string[] = [];
  for (let at = 0; at < content.length; at += 45) {
    const part = content.subarray(at, at + 45);
    let line = digit(part.length);
    for (let i = 0; i < part.length; i += 3) {
      const bits = ((part[i] ?? 0) << 16) | ((part[i + 1] ?? 0) << 8) | (part[i + 2] ?? 0);
      line += digit((bits >> 18) & 63) + digit((bits >> 12) & 63) + digit((bits >> 6) & 63) + digit(bits & 63);
    }
    lines.push(trimmed ? line.trimEnd() : line);
  }
  return [`begin 644 ${name}`, ...lines, trimmed ? '' : ' ', 'end'].join('\n');
}

it.each([true, false])('gives back every byte, also when trailing blanks were lost: %s', (trimmed) => {
  const content = Uint8Array.from({ length: 256 * 3 + 1 }, (_, at) => (at % 5 === 0 ? 0 : at % 256));
  const { text, files } = withoutUuencoded(`before\n${uuencoded(content, 'a b.bin', trimmed)}\nafter`);
  expect(text).toBe('before\nafter');
  expect(files.map(({ name }) => name)).toEqual(['a b.bin']);
  expect(Buffer.from(files[0]?.content ?? []).equals(content)).toBe(true);
});

it('leaves a text alone that only begins like one', () => {
  const text = 'begin 644 things\nyou cannot end\nat the end';
  expect(withoutUuencoded(text)).toEqual({ text, files: [] });
});
