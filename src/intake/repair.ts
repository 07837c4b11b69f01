import { DeskError } from '../errors.ts';
import { latin1Of, qpDecoded, utf7Decoded, utf8Valid, validIn } from './transfer.ts';
import { withoutUuencoded } from './uuencode.ts';

/**
 * A mail as its writer meant it, for a parser that takes mails at their word: CR-only line ends, labels that cannot be true (Japanese bounces say
 * ISO-2022-JP and send UTF-8), UTF-7 (Exchange's bounces), uuencoded parts, files that are not encoded. What such a part holds
 * is told in encodings that every parser knows, to the byte. The same bytes come back when nothing was wrong.
 * Throws DeskError `refused` for a mail of thousands of parts.
 */
export function repaired(raw: Uint8Array): Uint8Array {
  const text = latin1Of(raw);
  const lined = text.includes('\n') ? text : text.replaceAll('\r', '\n');
  const worded = lined.replaceAll(utf7Word, (_, kind: string, word: string) => utf8Word(kind, word));
  const whole = partOf(worded, 0);
  return whole === text ? raw : Buffer.from(whole, 'latin1');
}

// Everything here works on Latin-1 texts: a character a byte, so that bytes come through as they are.
const eightBit = /[\x80-\xff]/;
const utf7Word = /=\?(?:unicode-1-1-)?utf-7\?([qb])\?([^?\s]*)\?=/gi;
const mostNesting = 10;
/** Parsers slow down with the square of it. */
const mostParts = 5000;

function utf8Word(kind: string, word: string): string {
  const bytes = kind.toLowerCase() === 'b' ? Buffer.from(word, 'base64').toString('latin1') : qpDecoded(word.replaceAll('_', ' '));
  return `=?utf-8?B?${Buffer.from(utf7Decoded(bytes)).toString('base64')}?=`;
}

function partOf(text: string, depth: number): string {
  const cut = /\r?\n\r?\n/.exec(text);
  const head = foldedHead(cut ? text.slice(0, cut.index) : text);
  const between = cut?.[0] ?? '';
  const body = cut ? text.slice(cut.index + between.length) : '';
  const type = /^content-type\s*:\s*([\w-]+\/[\w.+-]+)?/im.exec(head)?.[1]?.toLowerCase() ?? 'text/plain';
  const boundary = /boundary\s*=\s*(?:"([^"\r\n]+)"|([^\s;"]+))/i.exec(head)?.slice(1).find(Boolean);
  // What a digest holds are mails without saying so.
  if (type === 'multipart/digest') return text;
  if (type.startsWith('multipart/') && boundary) {
    return depth < mostNesting ? headRead(head) + between + partsOf(body, boundary, depth) : text;
  }
  const leaf = leafOf({ head, between, body, type });
  return depth === 0 ? headRead(leaf.head) + leaf.between + leaf.body : leaf.head + leaf.between + leaf.body;
}

/** Parameters that lost the blank in front of them, which makes them a header of their own, or the semicolon that parts them from the type. */
const foldedHead = (head: string): string =>
  head
    .replaceAll(/(\n)((?:boundary|charset|name|filename)\s*=)/gi, '$1\t$2')
    .replaceAll(/^(content-type\s*:\s*[\w-]+\/[\w.+-]+)(\s+(?:boundary|charset|name)\s*=)/gim, '$1;$2');

function partsOf(body: string, boundary: string, depth: number): string {
  const escaped = boundary.trimEnd().replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
  const pieces = body.split(new RegExp(String.raw`((?:^|\r?\n)--${escaped}(?:--)?[ \t]*(?:\r?\n|$))`));
  if (pieces.length > 2 * mostParts) throw new DeskError('refused', `no readable mail: more than ${mostParts} parts`);
  // Preamble, then a boundary and what follows it, in turn.
  return pieces
    .map((piece, at) => (at > 0 && at % 2 === 0 && !pieces[at - 1]?.includes(`${boundary}--`) ? partOf(piece, depth + 1) : piece))
    .join('');
}

interface Leaf {
  readonly head: string;
  readonly between: string;
  readonly body: string;
  readonly type: string;
}

/** Whether it is a file rather than text to read. */
const isFile = ({ head, type }: Leaf): boolean => !type.startsWith('text/') || /^content-disposition\s*:\s*"?attachment/im.test(head);

/** Longer texts reach the parser in base64: it takes them line by line, each a piece of a Blob, which in Node costs more than all the rest. */
const longText = 2000;

function leafOf(leaf: Leaf): Leaf {
  const transfer = /^content-transfer-encoding\s*:\s*"?([\w-]+)/im.exec(leaf.head)?.[1]?.toLowerCase() ?? '7bit';
  const encoded = transfer === 'base64' || transfer === 'quoted-printable';
  if (leaf.type.startsWith('multipart/')) return leaf;
  if (/^(?:x-)?uu/.test(transfer)) {
    const [file] = withoutUuencoded(leaf.body).files;
    return file ? withBase64(leaf, file.content) : leaf;
  }
  // Line ends of what is not encoded are not kept by the parser.
  if (isFile(leaf)) return encoded ? leaf : withBase64(leaf, Buffer.from(leaf.body, 'latin1'));
  const charset = charsetOf(leaf.head);
  const bytes = decodedBody(transfer, leaf.body);
  if (/^(?:unicode-1-1-)?utf-7$/.test(charset))
    return withBase64({ ...leaf, head: withCharset(leaf.head, 'utf-8') }, Buffer.from(utf7Decoded(bytes)));
  const label = eightBit.test(bytes) ? trueCharset(charset, bytes) : charset;
  const told = label === charset ? leaf : { ...leaf, head: withCharset(leaf.head, label) };
  return transfer === 'base64' || bytes.length < longText ? told : withBase64(told, Buffer.from(bytes, 'latin1'));
}

function decodedBody(transfer: string, body: string): string {
  if (transfer === 'base64') return Buffer.from(body, 'base64').toString('latin1');
  return transfer === 'quoted-printable' ? qpDecoded(body) : body;
}

const typeHeader = /^content-type\s*:.*(?:\r?\n[ \t].*)*/im;

const charsetOf = (head: string): string =>
  /charset\s*=\s*["']?([\w.:-]+)/i.exec(typeHeader.exec(head)?.[0] ?? '')?.[1]?.toLowerCase() ?? '';

/** What bytes above 127 are in when their label cannot be true: one of seven bits, none, or UTF-8 without a single character of it. */
function trueCharset(charset: string, bytes: string): string {
  if (charset === 'utf-8' || charset === 'utf8') return utf8Valid(bytes) || utf8Character.test(bytes) ? charset : 'windows-1252';
  if (!/^(?:us-ascii|ascii|ansi_x3\.4-1968|iso-2022-.*|)$/.test(charset)) return charset;
  if (utf8Valid(bytes)) return 'utf-8';
  if (!charset.startsWith('iso-2022-jp')) return 'windows-1252';
  return validIn('euc-jp', bytes) ? 'euc-jp' : 'shift_jis';
}

const utf8Character = /[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}/;

function withCharset(head: string, charset: string): string {
  if (!/^content-type\s*:/im.test(head)) return `${head}\nContent-Type: text/plain; charset=${charset}`;
  if (charsetOf(head) !== '') return head.replace(/charset\s*=\s*(?:"[^"]*"|[^\s;]+)/i, `charset=${charset}`);
  return head.replace(/^content-type\s*:\s*[^\s;]+/im, (type) => `${type}; charset=${charset}`);
}

function withBase64(leaf: Leaf, content: Uint8Array): Leaf {
  const rest = leaf.head.replace(/^content-transfer-encoding\s*:.*(?:\r?\n[ \t].*)*(?:\r?\n|$)/im, '').trimEnd();
  return { ...leaf, head: `${rest}\nContent-Transfer-Encoding: base64`, between: '\n\n', body: Buffer.from(content).toString('base64') };
}

/** Header lines in raw bytes that are no UTF-8 are in the charset of the text, or in that of old Windows. */
function headRead(head: string): string {
  if (!eightBit.test(head)) return head;
  const decoder = decoderFor(charsetOf(head));
  const read = (line: string): string =>
    utf8Valid(line) || utf8Character.test(line) ? line : Buffer.from(decoder.decode(Buffer.from(line, 'latin1'))).toString('latin1');
  return head.split('\n').map(read).join('\n');
}

function decoderFor(charset: string): InstanceType<typeof TextDecoder> {
  const label = /^(?:utf-?8|us-ascii|)$/.test(charset) ? 'windows-1252' : charset;
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder('windows-1252');
  }
}
