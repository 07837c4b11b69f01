import { isIPv6 } from 'node:net';
import { beginningWith, type Recogniser, wordsBefore } from './recogniser.ts';

/** Four numbers from 0 to 255 without zeros in front. */
export function isIpv4(text: string): boolean {
  const parts = text.split('.');
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256);
}

const v4 = /(?<![\w\u00c0-\u1fff:.-])\d{1,3}(?:\.\d{1,3}){3}(?![\w\u00c0-\u1fff]|\.\d)/g;
/** At least two colons; what is one decides `node:net`. */
const v6 = /(?<![\w\u00c0-\u1fff:.])(?=[0-9a-fA-F.]{0,4}:[0-9a-fA-F]{0,4}:)[0-9a-fA-F:.]{3,46}(?![\w\u00c0-\u1fff:])/g;
/** "version" in the languages of the desk, right before it. */
const version = beginningWith('v= versi verzi verzij release= build= bersyon', '(?: (?:is|je))?$');

/** Numbers of machines, in lower case. `::` and `C::D` say nothing, four numbers behind "version" are one. */
export const ips: Recogniser = function* (text) {
  for (const { 0: value, index } of text.matchAll(v4)) {
    if (isIpv4(value) && text.charAt(index - 1) !== '/' && !version.test(wordsBefore(text, index, 20)))
      yield { kind: 'ip', value, from: index, to: index + value.length };
  }
  for (const { 0: written, index } of text.matchAll(v6)) {
    const value = written.replace(/\.+$/, '').replace(/([^:]):$/, '$1');
    if (/\d/.test(value) && isIPv6(value)) yield { kind: 'ip', value: value.toLowerCase(), from: index, to: index + value.length };
  }
};
