import { getCountrySpecifications, validateIBAN, ValidationErrorsIBAN } from 'ibantools';
import { dots, type Finder } from './kind.ts';

/** The first four characters of an IBAN with what may follow: how much of it belongs to it, the country says. */
const start = /(?<![A-Za-z0-9])([A-Za-z]{2})[0-9]{2}(?=[ \u00a0\u202f-]?[A-Za-z0-9])/g;

let lengths: ReadonlyMap<string, number> | undefined;
const lengthOf = (country: string): number | undefined => (lengths ??= readLengths()).get(country);

function readLengths(): ReadonlyMap<string, number> {
  const known = Object.entries(getCountrySpecifications());
  return new Map(known.flatMap(([country, { chars }]) => (chars ? [[country, chars] as const] : [])));
}

/** Where that many letters and digits end, with one blank or dash between them at most; -1 when something else comes first. */
function endOf(text: string, from: number, count: number): number {
  let at = from;
  let left = count;
  let gap = false;
  for (; left > 0; at++) {
    const character = text[at] ?? '';
    if (/[A-Za-z0-9]/.test(character)) {
      left--;
      gap = false;
    } else if (gap || !/[ \u00a0\u202f-]/.test(character)) {
      return -1;
    } else {
      gap = true;
    }
  }
  return at;
}

/** A made-up account within a well-formed IBAN is masked like a real one: the checks that countries add are not asked for. */
const forgiven: ReadonlySet<ValidationErrorsIBAN> = new Set([
  ValidationErrorsIBAN.WrongAccountBankBranchChecksum,
  ValidationErrorsIBAN.QRIBANNotAllowed,
]);

/** More of it; but bank statements put the currency right behind (SWIFT MT940, field 25). */
const goesOn = /^(?![A-Z]{3}(?![A-Za-z0-9]))[A-Za-z0-9]/;

/** Letters are all capitals or none is: `LV80 bANK` is no IBAN. */
const isOneCase = (text: string): boolean => text === text.toUpperCase() || text === text.toLowerCase();

/** IBANs of every country that has them, with blanks or dashes, in capitals or small letters; checked by form and mod 97 (ISO 13616). */
export const ibans: Finder = (text, add) => {
  for (const { index, 1: country = '' } of text.matchAll(start)) {
    const length = lengthOf(country.toUpperCase());
    if (length === undefined) continue;
    const to = endOf(text, index, length);
    if (to < 0 || goesOn.test(text.slice(to, to + 4))) continue;
    const written = text.slice(index, to);
    const value = written.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
    if (!isOneCase(written) || validateIBAN(value).errorCodes.some((code) => !forgiven.has(code))) continue;
    add({ kind: 'iban', from: index, to, value, mask: `${value.slice(0, 4)} ${dots} ${value.slice(-4)}` });
  }
};
