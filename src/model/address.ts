import { normalName } from './name.ts';
import type { Person } from './person.ts';

/** Somebody as written in a mail's head, `Ana Nová <ana@firma.example>`, or by address alone. The address is in its normal form. */
export function personOf(text: string): Person {
  const [, before = '', inside] = /^(.*)<([^<>]*)>\s*$/s.exec(text) ?? [];
  const name = before
    .trim()
    .replace(/^"(.*)"$/s, '$1')
    .replaceAll(/\\(.)/gs, '$1')
    .trim();
  return { address: normalName(inside ?? text), name: inside === undefined || name === '' ? null : name };
}

/** What commas part; a comma within quotes belongs to a name. */
export const commaParts = (text: string): readonly string[] =>
  (text.match(/(?:"(?:[^"\\]|\\.)*"|[^",])+/gs) ?? []).map((part) => part.trim());

/** The addresses in a text, parted by commas. */
export const addressesIn = (text: string): readonly string[] =>
  commaParts(text)
    .map((part) => personOf(part).address)
    .filter((address) => address !== '');

/** What is unseen, or steers: in no address that anybody means. */
const unseen = String.raw`\s\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\uffff`;
const mailAddress = new RegExp(
  `^(?![.])[^${unseen}<>()\\[\\]\\\\,;:"@]{1,64}@(?![-.])(?:[a-z0-9.-]|[^${unseen}\\u0000-\\u00bf]){1,253}(?<![-.])$`,
);
/** RFC 5321, 4.5.3.1.3: a path is 256 octets with its brackets. */
const longestAddress = 254;

/** Whether a name in its normal form is an address that mail can be sent to: no phone number, no name, and nothing that would be more than one address in the head of a mail. */
export const isMailAddress = (address: string): boolean =>
  mailAddress.test(address) && address.isWellFormed() && new TextEncoder().encode(address).length <= longestAddress;

/** Whether an address says of itself that nobody reads what it gets; programs write from such, and may answer what they get. */
export const nobodyReads = (address: string): boolean =>
  /^(?:no-?reply|do-?not-?reply|mailer-daemon|postmaster|bounces?|mail(?:er)?-?robot)(?:[+._=-].*)?@/.test(address);
