import type { Center, Way } from './center.ts';

/** What the part of a reply says, in one language. */
export interface PartWords {
  /** The payment by its amount and by what the statement shows, where they are known. */
  readonly payment: (amount: string | undefined, shown: string | undefined) => string;
  readonly taken: (payment: string, center: Pick<Center, 'name' | 'role'>, isSure: boolean) => string;
  readonly reach: string;
  /** Above what is said of a payment, which is named where it was not yet. */
  readonly about: (amount?: string, shown?: string) => string;
  readonly ways: Readonly<Record<Way, string>>;
  /** Sentences of a diagnosis in this language, by what they look like in English; those that are left stay English. */
  readonly diagnosis?: readonly (readonly [RegExp, string])[];
}

const english: PartWords = {
  payment: (amount, shown) => `Your payment${amount ? ` of ${amount}` : ''}${shown ? ` that shows as ${shown}` : ''}`,
  taken: (payment, { name, role }, isSure) => `${payment} was ${isSure ? '' : 'most likely '}taken by ${name} (${role}).`,
  reach: 'You can reach them:',
  about: (amount, shown) => (amount || shown ? `${english.payment(amount, shown)}:` : 'About this payment:'),
  ways: { portal: 'on their page', mail: 'by mail', phone: 'by phone', chat: 'by chat', page: 'on their page' },
};

const slovak: PartWords = {
  payment: (amount, shown) => `Vašu platbu${amount ? ` ${amount}` : ''}${shown ? `, ktorá je na výpise ako ${shown},` : ''}`,
  taken: (payment, { name }, isSure) => `${payment} ${isSure ? '' : 'najpravdepodobnejšie '}prijal ${name}.`,
  reach: 'Spojiť sa s ním môžete:',
  about: (amount, shown) => `K vašej platbe${amount ? ` ${amount}` : ''}${shown ? ` (${shown})` : ''}:`,
  ways: { portal: 'na jeho stránke', mail: 'e-mailom', phone: 'telefónom', chat: 'v chate', page: 'na jeho stránke' },
  diagnosis: [
    [/^variable symbol missing: the invoice has (\d+)$/, 'chýba variabilný symbol: na faktúre je $1'],
    [/^no invoice has the variable symbol (\d+)/, 'variabilný symbol $1 nemá žiadna faktúra'],
    [/^no variable symbol/, 'variabilný symbol chýba'],
    [/^variable symbol wrong: near to those of /, 'nesprávny variabilný symbol, podobný majú faktúry '],
    [/^variable symbol wrong: /, 'nesprávny variabilný symbol: '],
    [/; the amount is that of invoice (\S+)/, '; takú sumu má faktúra $1'],
    [/digit (\d+) is (\d) instead of (\d)/g, '$1. číslica je $2 namiesto $3'],
    [/digit (\d+), (\d), is missing/, 'chýba $1. číslica, $2'],
    [/digit (\d+), (\d), is one too many/, '$1. číslica, $2, je navyše'],
    [/digits (\d+) and (\d+) are swapped: (\d+) instead of (\d+)/, '$1. a $2. číslica sú vymenené: $3 namiesto $4'],
    [/(\d+) instead of (\d+)/, '$1 namiesto $2'],
    [/hardly a digit is right/, 'nesedí takmer žiadna číslica'],
    [/\(invoice ([^)]+)\)/, '(faktúra $1)'],
    [/^amount not exact: (.+) paid, (.+) asked, (.+) too (?:little|much)$/, 'suma nesedí: uhradené $1, požadované $2, rozdiel $3'],
    [/^paid in (\S+), the invoice is in (\S+)$/, 'uhradené v mene $1, faktúra je v mene $2'],
    [
      /^until it is paired the service may be switched off.*$/,
      'kým sa platba nespáruje, služba sa môže vypnúť a jej obnovenie stojí navyše; platba kartou sa spáruje do niekoľkých minút, automatické predlžovanie symbol nepotrebuje',
    ],
    [/^pro-forma: its details can be changed at any time$/, 'predfaktúra: údaje na nej možno zmeniť kedykoľvek'],
    [/^final invoice: its details can be changed until (\S+), (\d+) days? left$/, 'faktúra: údaje na nej možno zmeniť do $1'],
    [/^final invoice: its details can be changed until (\S+), today is the last day$/, 'faktúra: údaje na nej možno zmeniť ešte dnes'],
    [
      /^final invoice: its details can be changed until the end of its month$/,
      'faktúra: údaje na nej možno zmeniť do konca mesiaca, v ktorom bola vystavená',
    ],
    [
      /^final invoice of (\S+): its details cannot be changed any more, its month ended on (\S+)$/,
      'faktúra z $1: údaje na nej už zmeniť nemožno, jej mesiac sa skončil $2',
    ],
  ],
};

const croatian: PartWords = {
  payment: (amount, shown) => `Vašu uplatu${amount ? ` ${amount}` : ''}${shown ? `, koja na izvodu stoji kao ${shown},` : ''}`,
  taken: (payment, { name }, isSure) => `${payment} ${isSure ? '' : 'najvjerojatnije '}naplatio je ${name}.`,
  reach: 'Možete im se obratiti:',
  about: (amount, shown) => `O vašoj uplati${amount ? ` ${amount}` : ''}${shown ? ` (${shown})` : ''}:`,
  ways: { portal: 'na njihovoj stranici', mail: 'e-mailom', phone: 'telefonom', chat: 'u chatu', page: 'na njihovoj stranici' },
};

const serbian: PartWords = {
  payment: (amount, shown) => `Вашу уплату${amount ? ` ${amount}` : ''}${shown ? `, која на изводу стоји као ${shown},` : ''}`,
  taken: (payment, { name }, isSure) => `${payment} ${isSure ? '' : 'највероватније '}наплатио је ${name}.`,
  reach: 'Можете им се обратити:',
  about: (amount, shown) => `О вашој уплати${amount ? ` ${amount}` : ''}${shown ? ` (${shown})` : ''}:`,
  ways: { portal: 'на њиховој страници', mail: 'мејлом', phone: 'телефоном', chat: 'у ћаскању', page: 'на њиховој страници' },
};

const serbianInLatin: PartWords = {
  payment: (amount, shown) => `Vašu uplatu${amount ? ` ${amount}` : ''}${shown ? `, koja na izvodu stoji kao ${shown},` : ''}`,
  taken: (payment, { name }, isSure) => `${payment} ${isSure ? '' : 'najverovatnije '}naplatio je ${name}.`,
  reach: 'Možete im se obratiti:',
  about: (amount, shown) => `O vašoj uplati${amount ? ` ${amount}` : ''}${shown ? ` (${shown})` : ''}:`,
  ways: { portal: 'na njihovoj stranici', mail: 'mejlom', phone: 'telefonom', chat: 'u ćaskanju', page: 'na njihovoj stranici' },
};

const russian: PartWords = {
  payment: (amount, shown) => `Ваш платёж${amount ? ` ${amount}` : ''}${shown ? `, который в выписке значится как ${shown},` : ''}`,
  taken: (payment, { name }, isSure) => `${payment} ${isSure ? '' : 'вероятнее всего, '}принял ${name}.`,
  reach: 'Связаться с ним можно так:',
  about: (amount, shown) => `О вашем платеже${amount ? ` ${amount}` : ''}${shown ? ` (${shown})` : ''}:`,
  ways: { portal: 'на их странице', mail: 'по почте', phone: 'по телефону', chat: 'в чате', page: 'на их странице' },
};

const filipino: PartWords = {
  payment: (amount, shown) => `Ang inyong bayad${amount ? ` na ${amount}` : ''}${shown ? ` na nakasulat bilang ${shown}` : ''}`,
  taken: (payment, { name }, isSure) => `${payment} ay ${isSure ? '' : 'malamang na '}tinanggap ng ${name}.`,
  reach: 'Maaabot sila:',
  about: (amount, shown) => `Tungkol sa inyong bayad${amount ? ` na ${amount}` : ''}${shown ? ` (${shown})` : ''}:`,
  ways: { portal: 'sa kanilang page', mail: 'sa email', phone: 'sa telepono', chat: 'sa chat', page: 'sa kanilang page' },
};

const all: Readonly<Record<string, PartWords>> = {
  en: english,
  sk: slovak,
  cs: slovak,
  hr: croatian,
  bs: croatian,
  sr: serbian,
  'sr-latn': serbianInLatin,
  ru: russian,
  fil: filipino,
};

/** The words in a language, or in its base; English where there are none. */
export function partWords(language: string | undefined): PartWords {
  const [base = ''] = (language ?? '').split('-');
  const known = [language ?? '', base].find((each) => Object.hasOwn(all, each));
  return (known === undefined ? undefined : all[known]) ?? english;
}

/** A sentence of a diagnosis in that language, where it is known there. */
export const diagnosisIn = ({ diagnosis = [] }: PartWords, sentence: string): string =>
  diagnosis.reduce((said, [like, theirs]) => said.replace(like, theirs), sentence);
