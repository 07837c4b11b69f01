/** Whether the last digit is the check digit of those before (ISO/IEC 7812-1, annex B). */
export function isLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = digits.charCodeAt(digits.length - 1 - place) - 48;
    const weighed = place % 2 === 0 ? digit : digit * 2;
    sum += weighed > 9 ? weighed - 9 : weighed;
  }
  return sum % 10 === 0;
}

/** What cards begin with, and how long they then are: Visa, Mastercard, Maestro, Amex, Diners, JCB, Discover, UnionPay, RuPay, Mir, Troy, UATP. */
const issued =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14,17}|(?:5[06-9]|6\d)\d{10,17}|3[47]\d{13}|3(?:0|[689])\d{12,17}|35\d{14}|(?:1800|2131)\d{11}|8[12]\d{14}|9792\d{12}|1\d{14})$/;

/** Whether a card could have this number. */
export const isCard = (digits: string): boolean => issued.test(digits) && isLuhn(digits);
