import type { Recogniser } from './recogniser.ts';

/** How long an IBAN of a country is (IBAN registry of SWIFT, release 99). */
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 ' +
    'GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 ' +
    'MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 ' +
    'TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** Whether the check digits are right (ISO 13616, ISO 7064 MOD 97-10). Upper case, without blanks. */
function isIban(text: string): boolean {
  if (text.length !== lengths[text.slice(0, 2)] || !/^[A-Z]{2}(?!0[01]|99)\d\d[A-Z0-9]+$/.test(text)) return false;
  let rest = 0;
  for (const character of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

const begins = /(?<![A-Za-z0-9\u00c0-\u1fff])[A-Za-z]{2}[ \u00a0]?\d\d(?=[ \u00a0-]?[A-Za-z0-9])/g;
const gap = /[ \u00a0-]/;

/** Takes as many letters and digits as the country's IBANs have, over single blanks; undefined when there are fewer, or more without a gap. */
function take(text: string, from: number): { readonly value: string; readonly to: number } | undefined {
  const length = lengths[text.slice(from, from + 2).toUpperCase()];
  if (length === undefined) return undefined;
  let value = '';
  let at = from;
  for (; at < text.length && value.length < length; at++) {
    const character = text.charAt(at);
    if (/[A-Za-z0-9]/.test(character)) value += character;
    else if (!gap.test(character) || gap.test(text.charAt(at + 1))) return undefined;
  }
  return value.length < length ||
    /[A-Za-z0-9\u00c0-\u1fff]/.test(text.charAt(at)) ||
    (value !== value.toUpperCase() && value !== value.toLowerCase())
    ? undefined
    : { value: value.toUpperCase(), to: at };
}

/** IBANs with right check digits, without blanks. */
export const ibans: Recogniser = function* (text) {
  for (const { index } of text.matchAll(begins)) {
    const taken = take(text, index);
    if (taken && isIban(taken.value)) yield { kind: 'iban', value: taken.value, from: index, to: taken.to };
  }
};
