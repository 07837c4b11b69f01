import { beginningWith, byPattern, type Recogniser, wordsBefore } from './recogniser.ts';

/** What ends a descriptor without being of it. */
const bare = (text: string): string => text.replace(/[.,'-]+$/, '').replaceAll(/\s+/g, ' ');

/** `EPOCH.COM *ICFTECHNOL`, `PAYPAL *RESCUETIME`, `PayU*eMAG.ro`: what begins with a capital, an asterisk, and what was bought. */
const starred = byPattern(
  'descriptor',
  /(?<![\w\u00c0-\u1fff*.])[A-Z][A-Za-z0-9./&'-]{1,21}(?: [A-Z0-9][A-Z0-9.&'-]{0,20})? ?\*(?!\*) ?[A-Za-z0-9][A-Za-z0-9.&'/-]{1,24}(?: [A-Z0-9][A-Z0-9.&'-]{1,20}(?![a-z]))?/g,
  ([text]) => (/[A-Z]{2}/.test(text) && !text.includes(' * ') ? bare(text) : undefined),
);

/** Behind the words that people have for it: `the descriptor is X`, `na výpise mám X`, `в выписке X`. */
const label = beginningWith(
  'descriptor= statement= vypise= vypisu= izvodu= izvoda= izvatku= vypiske= deskriptor=',
  '(?: (?:as|is|it|says|shows|reads|from|by|mam|je|stoji|stoi|stoit|pise|napisano|napisane|od|ot|called|named|name|s|nazvom|oznacena|ako))*$',
);
const capitals = /(?<![\w\u00c0-\u1fff.*@/])[A-Z0-9][A-Z0-9.*/&'-]{1,24}(?: [A-Z0-9*][A-Z0-9.*/&'-]{1,20}){0,2}(?![a-z\u00df-\u1fff@])/g;
const labelled = byPattern('descriptor', capitals, ({ 0: text, index }, whole) =>
  /[A-Z]{3}/.test(text) && !text.includes('*') && label.test(wordsBefore(whole, index, 50)) ? bare(text) : undefined,
);

/** What a bank statement calls a payment. */
export const descriptors: Recogniser = function* (text, source, libraries) {
  yield* starred(text, source, libraries);
  yield* labelled(text, source, libraries);
};
