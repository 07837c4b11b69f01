import { isUtf8 } from 'node:buffer';

/** Bytes as a text of one character each. */
export const latin1Of = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Whether the bytes of a Latin-1 text are wholly in that charset (a label of the WHATWG Encoding Standard). */
export function validIn(charset: string, text: string): boolean {
  try {
    new TextDecoder(charset, { fatal: true }).decode(Buffer.from(text, 'latin1'));
    return true;
  } catch {
    return false;
  }
}

/** Whether the bytes of a Latin-1 text are UTF-8. */
export const utf8Valid = (text: string): boolean => isUtf8(Buffer.from(text, 'latin1'));

/** Quoted-printable (RFC 2045, 6.7) as the bytes that it stands for, a character each. */
export function qpDecoded(text: string): string {
  const joined = text.replaceAll(/=[ \t]*\r?\n/g, '');
  if (!joined.includes('=')) return joined;
  // A loop, because a call for each character of a mail in Cyrillic takes seconds.
  const bytes = Buffer.from(joined, 'latin1');
  let end = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const value = byte === equals ? hexDigit(bytes[at + 1]) * 16 + hexDigit(bytes[at + 2]) : Number.NaN;
    bytes[end] = Number.isNaN(value) ? byte : value;
    end += 1;
    if (!Number.isNaN(value)) at += 2;
  }
  return bytes.toString('latin1', 0, end);
}

const equals = 0x3d;

/** What a hexadecimal digit of ASCII is worth; NaN for what is none. */
function hexDigit(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}

/** UTF-7 (RFC 2152): `+` opens a run of UTF-16 in base64, `-` or any other character ends it. */
export const utf7Decoded = (text: string): string =>
  text.replaceAll(/\+([A-Za-z\d+/]*)-?/g, (whole, run: string) => (run === '' ? (whole === '+-' ? '+' : whole) : utf16Of(run)));

function utf16Of(run: string): string {
  const bytes = Buffer.from(run, 'base64');
  return bytes.length < 2
    ? `+${run}`
    : bytes
        .subarray(0, bytes.length - (bytes.length % 2))
        .swap16()
        .toString('utf16le');
}

// As a stream: decoding Windows-1252 at once, Node 20 takes it for Latin-1 (https://github.com/nodejs/node/issues/56542).
const windows1252 = [
  ...new TextDecoder('windows-1252').decode(Buffer.from(Array.from({ length: 32 }, (_, at) => 0x80 + at)), { stream: true }),
];

/** C1 control characters, which no mail means, as what Windows-1252 has in their place: quotation marks, dashes, the euro sign. */
export const withoutC1 = (text: string): string =>
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  text.replaceAll(/[\u0080-\u009f]/g, (control) => windows1252[control.charCodeAt(0) - 0x80] ?? control);
