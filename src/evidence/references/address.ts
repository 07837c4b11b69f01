import { beginsSentence, domainAt } from './domain.ts';
import type { Libraries } from './libraries.ts';
import { before, type Recogniser } from './recogniser.ts';

/** What may stand before the @ without quotes (RFC 5322 atext and dots), in any script (RFC 6531). */
const localUnit = /[\w\u00c0-\u1fff.!#$%&'*+/=?^`{|}~-]/;
const longestLocal = 64;
/** The name after the @. */
const domain = /[A-Za-z0-9\u00c0-\u1fff](?:[\w\u00c0-\u1fff-]{0,62}\.){1,8}[A-Za-z0-9\u00c0-\u1fff-]{1,62}/y;
/** What writers put around an address, and log lines before it. */
const around = /^(?:['`*/|{}=?!#$%&^~.]|(?:to|from|orig_to|email|e-mail|mail|user|login|rcpt|sasl_username|addr|id)=)+/;

function quotedStart(text: string, at: number): number | undefined {
  if (text.charAt(at - 1) !== '"') return undefined;
  for (let start = at - 2; start >= Math.max(0, at - longestLocal - 2); start--) {
    const unit = text.charAt(start);
    if (unit === '"' && text.charAt(start - 1) !== '\\') return /[^\s]/.test(text.slice(start + 1, at - 1)) ? start : undefined;
    if (unit === '\n' || unit === '\r') return undefined;
  }
  return undefined;
}

/** Where what stands before the @ begins; undefined if there is nothing that could be it. */
function localStart(text: string, at: number): number | undefined {
  const quoted = quotedStart(text, at);
  if (quoted !== undefined) return quoted;
  let start = at;
  while (start > 0 && at - start <= longestLocal + 12 && localUnit.test(text.charAt(start - 1))) start--;
  const written = text.slice(start, at);
  const local = written.slice(around.exec(written)?.[0].length ?? 0);
  return local === '' || local.length > longestLocal || local.endsWith('.') || local.includes('..') ? undefined : at - local.length;
}

/** Latin names: whatever they end in, as mail within a house does too (`root@mail.lan`). */
const latin = /\.(?:[a-z]{2,}|xn--[a-z0-9-]+)$/i;

/** The domain in lower case; undefined if it cannot be one. */
function domainFrom(text: string, at: number, libraries: Libraries): string | undefined {
  domain.lastIndex = at;
  const [written = ''] = domain.exec(text) ?? [];
  const name = written.replace(/-+$/, '');
  if (latin.test(name) && !beginsSentence(name)) return name.toLowerCase();
  return domainAt(name, libraries) ?? (latin.test(name) ? name.toLowerCase() : undefined);
}

/** Mail addresses, in lower case. */
export const addresses: Recogniser = function* (text, _, libraries) {
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const name = domainFrom(text, at + 1, libraries);
    const from = name === undefined ? undefined : localStart(text, at);
    if (name === undefined || from === undefined) continue;
    const to = at + 1 + name.length;
    yield { kind: 'address', value: `${text.slice(from, at)}@${name}`.toLowerCase().normalize('NFC'), from, to };
  }
};

const angled = /<([^\s<>@]{1,250}@[^\s<>@]{1,250})>/g;
const label = /(?:message-?id|in-reply-to|references|msgid|resent-message-id)\s{0,3}[:=]?\s{0,3}(?:<[^\s<>]{1,120}>[\s,]{1,4}){0,2}$/i;
/** What programs make: long, with digits in it. People are not called so. */
const made = (local: string): boolean => local.length >= 16 && /\d{4}|\d\D+\d\D+\d/.test(local);

/** Message-IDs (RFC 5322), without their angle brackets: behind their label, or where nobody could be called so. */
export const messageIds: Recogniser = function* (text) {
  for (const { 0: written, 1: id = '', index } of text.matchAll(angled)) {
    if (/^mailto:/i.test(id)) continue;
    if (!label.test(before(text, index, 150)) && !made(id.slice(0, id.indexOf('@')))) continue;
    yield { kind: 'message-id', value: id, from: index + 1, to: index + written.length - 1 };
  }
};
