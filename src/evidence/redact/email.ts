import { isIPv4 } from 'node:net';
import { maskedIp } from './ip.ts';
import { type Finder, veil } from './kind.ts';

const atSign = /@|%40|＠/g;
/** Longer than any mailbox or host may be (RFC 5321, 4.5.3.1), so that a hostile run costs no more than this. */
const most = 320;

const localPunctuation = new Set("!#$%&'*+-./=?^_`{|}~");
const isWordCharacter = (character: string): boolean => /[\p{L}\p{M}\p{Nd}\p{Nl}_]/u.test(character);

/** By UTF-16 unit: halves of a pair count as letters, since there are scripts and no separators up there. */
function memberOf(isMember: (character: string) => boolean): (code: number) => boolean {
  const known = new Int8Array(0x10000);
  return (code) => (known[code] ||= isMember(String.fromCharCode(code)) || (code >= 0xd800 && code <= 0xdfff) ? 1 : -1) > 0;
}
const inLocal = memberOf((character) => localPunctuation.has(character) || isWordCharacter(character));
const inHost = memberOf((character) => character === '-' || character === '.' || isWordCharacter(character));

function runBefore(text: string, end: number): number {
  let start = end;
  while (start > 0 && end - start < most && inLocal(text.charCodeAt(start - 1))) start--;
  return start;
}

function runAfter(text: string, start: number): number {
  let end = start;
  while (end < text.length && end - start < most && inHost(text.charCodeAt(end))) end++;
  return end;
}

/** Where `"ana maria"@` begins; -1 when no quote opens on the same line. */
function quoteBefore(text: string, end: number): number {
  for (let at = end - 2; at >= 0 && end - at < most; at--) {
    if (text[at] === '\n') return -1;
    if (text[at] === '"' && text[at - 1] !== '\\') return at;
  }
  return -1;
}

/** The names that logs and addresses of pages put before an address: `to=ana@example.org`. Other words with `=` are a part of it (VERP). */
const key =
  /^(?:to|from|cc|bcc|user(?:name)?|login|e-?mail|mail|addr(?:ess)?|sender|recipient|rcpt|mailfrom|orig_to|sasl_(?:username|sender)|reply[-_]?to|envelope[-_]from|(?:smtp|header)\.[a-z]+|client|account|id|uid|name|pass(?:word|wd)?|pwd|heslo|lozinka|r?user|owner|author|contact|requester)=/i;
const laterKey = /^.*[?&;]\w{1,40}=/;
/** Says nothing of whose the mailbox is; quotes, bullets and brackets of the text around it. */
const edge = /^[.'*`|{}!?&#/=~^$%-]+/;

/** How much of the run before the sign is not yet the mailbox. */
function lead(run: string, encoded: boolean): number {
  let at = 0;
  const skip = (pattern: RegExp): void => void (at += pattern.exec(run.slice(at))?.[0].length ?? 0);
  if (encoded) skip(/^.*[?&=/]/);
  if (encoded) skip(/^(?:%[0-9a-f]{2})+/i);
  skip(laterKey);
  skip(key);
  if (run.startsWith('/')) skip(/^.*\//);
  const bare = run.slice(at).replace(edge, '');
  return /[\p{L}\p{N}_+]/u.test(bare) ? run.length - bare.length : at;
}

/** What looks like an address and is a picture, a unit of systemd, a version of a package. */
const noHost = /\.(?:png|jpe?g|gif|webp|svg|css|[cm]?js|ts|php|service|socket|timer|mount|target|slice|scope)$|^\d+\.\d+\.\d+-/i;
const noSingle = /^(?:[0-9a-f]*\d[0-9a-f]*|latest|next|beta|alpha|canary|rc\d*|v?\d.*)$/i;

function hostEnd(text: string, start: number): number {
  if (text[start] === '[') {
    const literal = /\[(?:IPv6:)?[0-9a-f.:]{2,45}\]/iy;
    literal.lastIndex = start;
    return literal.test(text) ? literal.lastIndex : -1;
  }
  const run = text.slice(start, runAfter(text, start));
  const host = run.replace(/[-.]+$/, '');
  if (host === '' || /^[-.]|\.\./.test(host) || noHost.test(host)) return -1;
  const isSingle = !host.includes('.');
  if (
    isSingle
      ? (run.startsWith('.', host.length) && host !== 'localhost') || noSingle.test(host)
      : !/\p{L}[^.]*$/u.test(host) && !isIPv4(host)
  )
    return -1;
  return start + host.length;
}

const firstLetter = (text: string): string => /[\p{L}\p{N}]/u.exec(text)?.[0] ?? '';

function maskedHost(host: string): string {
  if (isIPv4(host)) return maskedIp(host);
  if (host.startsWith('[')) return `[${veil}]`;
  const end = host.includes('.') ? host.slice(host.lastIndexOf('.')) : '';
  return `${firstLetter(host)}${veil}${end}`;
}

/** A Message-ID tells a message and nobody's mailbox; whoever reads an excerpt follows messages by it. */
const beforeMessageId = /message-?id["']?[=:]\s{0,2}$/i;

/** E-mail addresses (RFC 5322 with the letters of RFC 6531), also `%40` as in the address of a page, quoted and single-label ones. */
export const emails: Finder = (text, add) => {
  for (const { index, 0: sign } of text.matchAll(atSign)) {
    const afterSign = index + sign.length;
    const quoted = text[index - 1] === '"' ? quoteBefore(text, index) : -1;
    const start = quoted >= 0 ? quoted : runBefore(text, index);
    if (start === index) continue;
    const end = hostEnd(text, afterSign);
    if (end < 0) continue;
    const run = text.slice(start, index);
    const from = quoted >= 0 ? start : start + lead(run, sign === '%40');
    const local = text.slice(from, index);
    if (!/[\p{L}\p{N}_+]/u.test(local) || /[/=]$/.test(local) || isIPv4(local)) continue;
    if (text[start - 1] === '<' && beforeMessageId.test(text.slice(Math.max(0, start - 16), start - 1))) continue;
    const host = text.slice(afterSign, end);
    add({
      kind: 'email',
      from,
      to: end,
      value: `${local}@${host}`.toLowerCase(),
      mask: `${firstLetter(local)}${veil}${sign}${maskedHost(host)}`,
    });
  }
};
