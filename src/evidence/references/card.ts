import { beginningWith, type Found, type Recogniser, wordsBefore } from './recogniser.ts';

/** Whether the last digit is right (ISO/IEC 7812-1, Luhn). Digits only. */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits.charAt(digits.length - 1 - at));
    sum += at % 2 === 0 ? digit : digit > 4 ? 2 * digit - 9 : 2 * digit;
  }
  return sum % 10 === 0;
}

/** The beginnings that schemes give out, with the lengths of their numbers. */
const schemes: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^4/, [13, 16, 19]],
  [/^(?:5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720))/, [16]],
  [/^3[47]/, [15]],
  [/^3(?:0[0-59]|[689])/, [14, 16]],
  [/^(?:6011|64[4-9]|65|62|81)/, [16, 17, 18, 19]],
  [/^35(?:2[89]|[3-8])/, [16]],
  [/^(?:2131|1800)/, [15]],
  [/^220[0-4]/, [16, 17, 18, 19]],
  [/^9891/, [16]],
  [/^(?:50|5[6-9]|6)/, [12, 13, 14, 15, 16, 17, 18, 19]],
];

/** Whether digits can be the number of a payment card: a beginning that is given out, its length, the check digit. */
export const isCard = (digits: string): boolean =>
  schemes.some(([begins, lengths]) => begins.test(digits) && lengths.includes(digits.length)) && isLuhn(digits);

/** In one piece, or in the groups in which it is printed on the card. */
const whole =
  /(?<![\w\u00c0-\u1fff.+])(?:\d{12,19}|\d{4}([ \u00a0-])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ \u00a0-])\d{6}\2\d{4,5})(?![\w\u00c0-\u1fff]|\.\d)/g;
/** What shops print: the last four, the rest hidden. */
const masked = /(?<![\w\u00c0-\u1fff])(?:\d{4,6}[ -]?)?(?:[*•xX]{2,4}[ -]?){1,4}[ -]?(\d{4})(?![\w\u00c0-\u1fff])/g;
const four = /(?<![\w\u00c0-\u1fff.,:/-])\d{4}(?![\w\u00c0-\u1fff]|[.,:/-]\d)/g;
const ending = beginningWith(
  'ending= koncia konci zavrsava okanciva zakanciva nagtatapos',
  '(?: (?:in|with|na|cislom|cislami|s|sa|ciframi|cifre|cetyre))*$',
);

const lastFour = (digits: string, from: number, length: number): Found => ({
  kind: 'card',
  value: digits.slice(-4),
  from,
  to: from + length,
});

/** Numbers of payment cards: of their value the last four digits only are kept. */
export const cards: Recogniser = function* (text) {
  for (const { 0: written, index } of text.matchAll(whole)) {
    const digits = written.replaceAll(/\D/g, '');
    if (isCard(digits)) yield lastFour(digits, index, written.length);
  }
  for (const { 0: written, 1: digits = '', index } of text.matchAll(masked)) yield lastFour(digits, index, written.length);
  for (const { 0: digits, index } of text.matchAll(four)) if (ending.test(wordsBefore(text, index, 40))) yield lastFour(digits, index, 4);
};
