import { foldText } from '../../model/fold.ts';
import type { Libraries } from './libraries.ts';
import { beginningWith, type Recogniser } from './recogniser.ts';

const written =
  /(?<![\w\u00c0-\u1fff.,:/@#=-])(?:\+|00(?=[1-9]))?\(?\d(?:[ \u00a0().\-–/]{0,3}\d){5,16}(?:\s?(?:x|ext\.?|kl\.?|linka)\s?\d{1,5})?(?![\w\u00c0-\u1fff@]|[.,:/-]\d)/g;
/** Words for a phone and for calling, as they fold, right before the number. */
const label = beginningWith(
  'tel= tel telefon desk= office= phone call= mob mobil cell fax gsm whatsapp viber sms= volajte zavola linka kontaktn cisl nazovi pozovi zovi zvonite pozvoni volani poziv= spatne tawagan numero= number=',
  '(?: (?:is|je|jest|c|cislo|cisla|no|number|broj|nomer|nr|na|sa|ko|me|us|at|on|mi|nam|telefona|mobitela|po|telefonu|volanie|volani|poziv|spatne|povratni))*$',
);

const labelBehind = /^[\s–-]{1,3}(?:[Oo]ffice|[Ff]ax|[Mm]obile|[Cc]ell|[Mm]ob)\b/;

/** Where somebody who writes in a language most likely has their phone. */
const homes: Readonly<Record<string, readonly string[]>> = {
  sk: ['SK', 'CZ'],
  cs: ['CZ', 'SK'],
  hr: ['HR', 'BA'],
  sr: ['RS', 'BA', 'ME'],
  bs: ['BA'],
  ru: ['RU', 'KZ', 'BY'],
  fil: ['PH'],
  tl: ['PH'],
  en: ['US', 'GB'],
  de: ['DE', 'AT', 'CH'],
};

function regions(language: string | null): readonly string[] {
  const [base = '', region = ''] = [/^[a-z]+/.exec(language ?? '')?.[0], /-([a-z]{2})$/.exec(language ?? '')?.[1]];
  return [...(region === '' ? [] : [region.toUpperCase()]), ...(homes[base] ?? [])];
}

/** In groups, as people write phone numbers and little else. */
const isGrouped = (text: string): boolean => (text.match(/\d+/g) ?? []).length >= 3 || /^\(\d/.test(text);

function atHome(text: string, language: string | null, { phoneNumber }: Libraries): string | undefined {
  for (const region of regions(language)) {
    const number = phoneNumber(text, region);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** A long text of digits is looked through no further: each number costs the library some microseconds. */
const most = 20_000;

/**
 * Phone numbers in E.164 (`+421905123456`) where their country is written or follows from the language; else, behind a word for a phone,
 * their digits as they are.
 */
export const phones: Recogniser = function* (text, { language }, libraries) {
  let count = 0;
  for (const { 0: number, index } of text.matchAll(written)) {
    if (++count > most) return;
    const digits = number.replace(/(?:x|ext|kl|linka).*$/, '').replaceAll(/\D/g, '');
    if (digits.length > 15 || /^[^(]*\)|\)[^(]*\(/.test(number) || /\d{4}-\d\d-\d\d(?!\d)/.test(number)) continue;
    const named =
      label.test(` ${foldText(text.slice(Math.max(0, index - 40), index))}`) ||
      labelBehind.test(text.slice(index + number.length, index + number.length + 12));
    const worldwide = /^(?:\+|00)/.test(number);
    const looksLikeOne = digits.length > 7 && (named || isGrouped(number) || /^0\d{8,10}$/.test(number));
    const known = worldwide
      ? libraries.phoneNumber(number.replace(/^00/, '+').replace('(0)', ''))
      : looksLikeOne
        ? atHome(number, language, libraries)
        : undefined;
    const value = known ?? (named && digits.length >= 6 ? digits : undefined);
    if (value !== undefined) yield { kind: 'phone', value, from: index, to: index + number.length };
  }
};
