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
