import { isIPv4, isIPv6 } from 'node:net';
import type { Finder, Found } from './kind.ts';

const hidden = '█';

/** An address in its one form: lower case, no leading zeros; IPv6 with all of its eight groups. */
export function canonicalIp(address: string): string {
  if (isIPv4(address)) return address;
  const [head = '', tail] = withoutDotted(address.toLowerCase()).split('::');
  const front = groups(head);
  const back = groups(tail ?? '');
  const gap = tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0');
  return [...front, ...gap, ...back].join(':');
}

const groups = (text: string): readonly string[] =>
  text
    .split(':')
    .filter((group) => group !== '')
    .map((group) => group.replace(/^0+(?=.)/, ''));

/** An IPv4 address at the end of an IPv6 one, as two groups. */
function withoutDotted(address: string): string {
  const dotted = /[^:]*\.[^:]*$/.exec(address)?.[0];
  if (dotted === undefined) return address;
  const [a = 0, b = 0, c = 0, d = 0] = dotted.split('.').map(Number);
  return `${address.slice(0, -dotted.length)}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

/** `203.0.113.█` and `2001:db8:1:█`: the network stays (/24, /48), which is what an excerpt is read for. */
export function maskedIp(address: string): string {
  if (!address.includes(':')) return address.replace(/\d+$/, hidden);
  if (/^::(?:ffff:)/i.test(address) && address.includes('.')) return address.replace(/\d+$/, hidden);
  const network = canonicalIp(address).split(':').slice(0, 3);
  return network.every((group) => group === '0') ? `::${hidden}` : `${network.join(':')}:${hidden}`;
}

const four = /(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)/g;
/** Four numbers with dots that are the version of a program. */
const beforeVersion =
  /(?:\b(?:Chrom(?:e|ium)|HeadlessChrome|Edg[A-Z]*|OPR|Safari|Firefox|Version|YaBrowser|SamsungBrowser|Vivaldi)\/|\bv(?:er(?:sion|\.)?)? ?)$/i;

const ip = (from: number, to: number, address: string, mask: string): Found => ({
  kind: 'ip',
  from,
  to,
  value: canonicalIp(address),
  mask,
});

const findFour: Finder = (text, add) => {
  for (const { index, 0: written } of text.matchAll(four)) {
    const address = written.replace(/(^|\.)0+(?=\d)/g, '$1');
    if (!isIPv4(address) || beforeVersion.test(text.slice(Math.max(0, index - 16), index))) continue;
    const to = index + written.length;
    add(text[to] === '.' ? named(text, index, to, address) : ip(index, to, address, maskedIp(written)));
  }
};

/** Within the name of a host it may stand backwards: always in `in-addr.arpa` (RFC 1035, 3.5), mostly in the lists of spammers. */
function named(text: string, from: number, to: number, address: string): Found {
  const backwards = address.split('.').toReversed().join('.');
  if (/^\.in-addr\.arpa/i.test(text.slice(to, to + 13))) return ip(from, to, backwards, maskedIp(backwards));
  const isName = /^\.[a-z]/i.test(text.slice(to, to + 2));
  return ip(from, to, address, isName ? maskedIp(address).replace(/^\d+/, hidden) : maskedIp(address));
}

/** `52-1-2-3` in the name that a provider gave to an address; with `.` it would give the masked one away. */
const inName = /(?<!\d|\d-)(\d{1,3})([-_])(\d{1,3})\2(\d{1,3})\2(\d{1,3})(?![\d_]|-\d)/g;

const findInNames: Finder = (text, add) => {
  for (const { index, 0: written, 1: a, 2: sign, 3: b, 4: c, 5: d } of text.matchAll(inName)) {
    const to = index + written.length;
    const isName = /^[.-][a-z]/i.test(text.slice(to, to + 2)) || /[a-z][.-]$/i.test(text.slice(Math.max(0, index - 2), index));
    const address = `${a}.${b}.${c}.${d}`;
    if (isName && isIPv4(address)) add(ip(index, to, address, [a, b, c, hidden].join(sign)));
  }
};

/** What every IPv6 address has, and few other things. */
const kernel = /:[0-9a-f]{0,4}:/gi;
const isPart = (code: number): boolean =>
  (code >= 0x30 && code <= 0x3a) || (code >= 0x61 && code <= 0x66) || (code >= 0x41 && code <= 0x46) || code === 0x2e;
/** Longer than any address. */
const mostSix = 64;

/** A time of day is seen at once to be none. */
const isSix = (run: string): boolean => (run.includes('::') || run.split(':').length > 6) && isIPv6(run);

const findSix: Finder = (text, add) => {
  let done = 0;
  for (const { index } of text.matchAll(kernel)) {
    if (index < done) continue;
    let from = index;
    while (from > done && index - from < mostSix && isPart(text.charCodeAt(from - 1))) from--;
    let to = index;
    while (to < text.length && to - index < mostSix && isPart(text.charCodeAt(to))) to++;
    done = to;
    const written = text.slice(from, to).replace(/[.]+$|(?<!:):$/, '');
    // Apache writes the port behind the address without brackets.
    const address = isSix(written) ? written : written.replace(/:\d{1,5}$/, '');
    if (/[\w.]/.test(text[from - 1] ?? '') || /\w/.test(text[to] ?? '') || !isSix(address) || !saysMuch(text, from, to, address)) continue;
    add(ip(from, from + address.length, address, maskedIp(address)));
  }
};

/** `::` and `Face::Bad` stand in programs too. */
const saysMuch = (text: string, from: number, to: number, address: string): boolean =>
  /\d/.test(address) ||
  address.split(':').length > 4 ||
  (address === '::' && (/^\/\d/.test(text.slice(to, to + 2)) || /[=[]/.test(text[from - 1] ?? '')));

/** IP addresses, also within the names that providers make of them. */
export const ips: Finder = (text, add) => {
  findFour(text, add);
  findInNames(text, add);
  findSix(text, add);
};
