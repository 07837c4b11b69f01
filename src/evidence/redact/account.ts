import type { Finder, Found } from './kind.ts';
import { type Label, labelled, wholeWords } from './label.ts';

/** Bank codes of Czechia and Slovakia end with these (ČNB and NBS, lists of payment system codes): a date or a file number does not. */
const czech = /(?<![\w/-])(?:(\d{2,6})-)?(\d{6,10})\/(\d{4})(?![\w/-])/g;
const czechHint = /\d{6}\/\d{4}/;
const weights = [6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
/** Check digits of Czech and Slovak accounts: weighed from the left, divisible by 11 (ČNB, decree 169/2011). */
const isCzech = (digits: string): boolean => {
  const sum = [...digits.padStart(10, '0')].reduce((total, digit, at) => total + Number(digit) * (weights[at] ?? 0), 0);
  return sum > 0 && sum % 11 === 0;
};

/** Bank, account, control number of Serbia; divisible as ISO 7064 MOD 97-10 says once the account has 13 digits. */
const serbian = /(?<![\w/-])(\d{3})-(\d{4,13})-(\d{2})(?![\w/-])/g;
const serbianHint = /\d{3}-\d{4,13}-\d{2}/;
const isSerbian = (bank: string, number: string, control: string): boolean =>
  BigInt(bank + number.padStart(13, '0') + control) % 97n === 1n;

const hint = /acc|a\/c|iban|bban|card|kart|карт|konto|úč|ú\.|ra[čc]un|рачун|сч[её]т|р\/с/i;
/** Words for a bank account, and for a card or an IBAN that may be mistyped. */
const words = wholeWords(hint, [
  'accounts?(?:[ _-]?(?:no|num(?:ber)?|nr))?',
  'acct(?:[ _-]?no)?',
  'a/c',
  'iban',
  'bban',
  '(?:credit |debit |bank )?card(?:[ _-]?(?:no|num(?:ber)?))?',
  '(?:číslo |broj )?kart(?:a|y|u|e|ica|ice|icu|icom|ou)',
  '(?:номер |број )?карт(?:а|ы|у|е|ой|ица|ице|ицу)',
  'konto(?:nummer)?',
  '(?:číslo |z |na )?úč(?:e?t|tu|tom|tem)',
  'č\\. ?ú\\.?',
  '(?:broj )?(?:(?:tekuć|žiro|devizn|bankovn|poslovn)\\S{0,3} )?račun[au]?',
  '(?:број )?(?:(?:текућ|жиро|девизн|банковн)\\S{0,3} )?рачун[ау]?',
  '(?:номер )?(?:расч[её]тн\\S{0,3} )?сч[её]та?',
  'р/сч?',
  '(?:numero ng )?account',
]);
const between =
  /(?:[ .]{1,2}(?:no|nr|num(?:ber)?|br|broj|č|číslo|бр|број|номер|№|is|je|был|е))?\.?["']?[ \t\u00a0]{0,3}[:=#№]?[ \t\u00a0]{0,3}["'*]?/iy;
const ways = [
  { between, value: /[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{1,4}(?![a-z])){2,8}(?!\w)/y },
  { between, value: /\d(?:[ \u00a0/-]?\d){6,33}(?!\w)/y },
];
/** "Račun" is an invoice as well: shorter numbers are one. */
const invoiceWord = /^(?:broj |број )?(?:račun|рачун)|^(?:номер )?сч/i;
const fewest = 7;
const fewestOfInvoice = 12;

const label: Label = {
  ...words,
  ways,
  own: (value, word) => (value.replace(/\D/g, '').length < (invoiceWord.test(word) ? fewestOfInvoice : fewest) ? undefined : value),
};

const short = '•••';
function account(from: number, to: number, written: string): Found {
  const value = written.replace(/[^\dA-Za-z]/g, '').toUpperCase();
  return { kind: 'account', from, to, value, mask: `${short} ${value.slice(value.length > 8 ? -4 : -2)}` };
}

/** Bank accounts in the ways of Czechia, Slovakia and Serbia with their check digits, and any longer number after a word for one. */
export const accounts: Finder = (text, add) => {
  for (const { index, 0: written, 1: prefix = '', 2: number = '' } of czechHint.test(text) ? text.matchAll(czech) : [])
    if (isCzech(number) && (prefix === '' || isCzech(prefix))) add(account(index, index + written.length, written));
  for (const { index, 0: written, 1: bank = '', 2: number = '', 3: control = '' } of serbianHint.test(text) ? text.matchAll(serbian) : [])
    if (isSerbian(bank, number, control)) add(account(index, index + written.length, written));
  labelled(text, label, (from, to) => add(account(from, to, text.slice(from, to))));
};
