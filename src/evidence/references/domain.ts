import { isIPv6 } from 'node:net';
import { isIpv4 } from './ip.ts';
import type { Libraries } from './libraries.ts';
import type { Found, Recogniser } from './recogniser.ts';

/** Names that no registry gives out: for examples and tests (RFC 2606), for a house of one's own (RFC 6762, RFC 9476), for Tor (RFC 7686). */
const reserved: ReadonlySet<string> = new Set(['example', 'test', 'invalid', 'localhost', 'local', 'internal', 'onion']);

/** Suffixes that are more often the ending of a file, or the first word of a sentence that nobody parted from the one before. */
const unlikely: ReadonlySet<string> = new Set(['md', 'sh', 'py', 'zip', 'mov', 'ps', 'cab', 'so', 'do', 'na', 'sa', 'za', 'ne', 'je']);

const topOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** Whether the name ends in a suffix under which names are given out, or in a reserved one, and is more than that suffix. Lower case. */
const isDomain = (name: string, { isRegistrable }: Libraries): boolean =>
  reserved.has(topOf(name)) ? name.includes('.') : isRegistrable(name);

/** `hotovo.Ahoj`: a sentence that begins without a blank. Names are written in one case, but for the words that they are made of. */
export function beginsSentence(name: string): boolean {
  const top = topOf(name);
  return top !== top.toLowerCase() && top !== top.toUpperCase();
}

/** The name without a sentence that follows it at once, in lower case; undefined if no domain is left. */
export function domainAt(written: string, libraries: Libraries): string | undefined {
  const name = beginsSentence(written) ? written.slice(0, written.lastIndexOf('.')) : written;
  const lower = name.toLowerCase();
  return name.includes('.') && isDomain(lower, libraries) ? lower : undefined;
}

/** What URLs are written with, in any script: no blanks, controls, angle brackets, braces and double quotes. */
const urlUnits = String.raw`[!#-;=?-[\]_a-z~\u00a1-\u167f\u1681-\u1fff\u2010-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\ufefe\uff00-\uffff]{3,2000}`;
const schemes = '(?:[Hh][Tt][Tt][Pp][Ss]?|[Ss]?[Ff][Tt][Pp][Ss]?|imaps?|smtps?|ldaps?)';
const url = new RegExp(`(?<![\\w\\u00c0-\\u1fff])${schemes}:\\/\\/${urlUnits}|(?<![\\w\\u00c0-\\u1fff.@-])[Ww][Ww][Ww]\\.${urlUnits}`, 'g');

/** Without the punctuation of the sentence around it, and without a parenthesis that was opened before it. */
function trimmed(text: string): string {
  let end = text.length;
  let open = 0;
  for (const character of text) open += character === '(' || character === '[' ? 1 : character === ')' || character === ']' ? -1 : 0;
  for (; end > 0; end--) {
    const last = text.charAt(end - 1);
    if (last === ')' || last === ']') {
      if (open >= 0) break;
      open += 1;
    } else if (!/[.,;:!?'*’”“»…]/.test(last)) break;
  }
  return text.slice(0, end);
}

/** Where the host stands in a URL: after the scheme and who signs in, before port and path. */
function hostOf(text: string): { readonly at: number; readonly host: string } {
  const start = text.includes('://') ? text.indexOf('://') + 3 : 0;
  const end = start + (/[/?#]/.exec(text.slice(start))?.index ?? text.length - start);
  const sign = text.lastIndexOf('@', end - 1);
  const at = sign < start ? start : sign + 1;
  const [host = ''] = /^(?:\[[^\]]*\]|[^:]*)/.exec(text.slice(at, end)) ?? [];
  return { at, host };
}

const isName = (host: string): boolean => /^[A-Za-z0-9\u00c0-\u1fff](?:[\w\u00c0-\u1fff.-]{0,251}[A-Za-z0-9\u00c0-\u1fff])?$/.test(host);

/** The host as a reference of its own; `named` for one that is none, such as a machine in the house; undefined when there is no host. */
function hostFound(text: string, offset: number, libraries: Libraries): Found | 'named' | undefined {
  const { at, host } = hostOf(text);
  const inside = host.replace(/^\[|\]$/g, '');
  const from = offset + at + (host === inside ? 0 : 1);
  if (isIpv4(host) || (host !== inside && isIPv6(inside)))
    return { kind: 'ip', value: inside.toLowerCase(), from, to: from + inside.length };
  const name = host.toLowerCase().replace(/\.$/, '');
  if (name.includes('.') && isDomain(name, libraries)) return { kind: 'domain', value: name, from, to: from + name.length };
  return text.includes('://') && isName(host) ? 'named' : undefined;
}

/** Web and other addresses, with the hosts in them; `www.firma.sk` alone is a host. */
export const urls: Recogniser = function* (text, _, libraries) {
  for (const match of text.matchAll(url)) {
    const value = trimmed(match[0]);
    const host = hostFound(value, match.index, libraries);
    if (host === undefined) continue;
    if (/[/:?#]/.test(value)) yield { kind: 'url', value, from: match.index, to: match.index + value.length };
    if (host !== 'named') yield host;
  }
};

const name =
  /(?<![\w\u00c0-\u1fff.@-])(?:[A-Za-z0-9\u00c0-\u1fff][A-Za-z0-9\u00c0-\u1fff-]{0,62}\.){1,8}[A-Za-z\u00c0-\u1fff][A-Za-z0-9\u00c0-\u1fff-]{1,62}(?![\w\u00c0-\u1fff@-])/g;

/** Domains that stand by themselves. */
export const domains: Recogniser = function* (text, _, libraries) {
  for (const match of text.matchAll(name)) {
    const isFile = unlikely.has(topOf(match[0]).toLowerCase()) && match[0].indexOf('.') === match[0].lastIndexOf('.');
    const value = isFile ? undefined : domainAt(match[0], libraries);
    if (value === undefined) continue;
    yield { kind: 'domain', value, from: match.index, to: match.index + value.length };
  }
};
