import { normalName } from '../../model/name.ts';

/** With lengths that keep the search for one linear. */
const address = /[^\s<>()[\]{}:;,"'@\\|*]{1,250}@[^\s<>()[\]{}:;,"'@\\|*]{1,255}\.[^\s<>()[\]{}:;,"'@\\|*]{1,63}/gu;

/** An address with where it stands in its line. */
export interface Named {
  readonly address: string;
  readonly at: number;
}

/** The mail addresses in a line, in normal form. "kijitora@example.org... User unknown" is one without the dots. */
export function addressesAt(line: string): readonly Named[] {
  return [...line.matchAll(address)].map(({ 0: found, index }) => ({
    address: normalName(found.replace(/[.?!…/]+$/u, '').replace(/^(?:=3d|rfc822=|to=)/i, '')),
    at: index,
  }));
}

/** The mail addresses in a text, each once. */
export const addressesOf = (text: string): readonly string[] => [...new Set(addressesAt(text).map((found) => found.address))];
