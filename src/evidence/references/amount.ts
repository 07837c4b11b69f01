import type { Recogniser } from './recogniser.ts';

/** What people write for a currency, in lower case, with its code (ISO 4217). */
const currencies: ReadonlyMap<string, string> = new Map(
  Object.entries({
    EUR: '€ eur euro eura euri eurá eurov euru eur. еур еvra евро евра ojro yuro',
    USD: '$ us$ usd dolár doláre dolárov dolar dolary dolarů dolara dolari dollar dollars доллар доллара долларов долара долари усд dolyar',
    GBP: '£ gbp pound pounds libra libier libry liber funta funti фунт фунта фунтов',
    CZK: 'kč kc czk korun koruny korún koruna',
    RSD: 'rsd din din. dinar dinara dinari рсд дин дин. динар динара динари',
    HRK: 'hrk kn kuna kune',
    BAM: 'bam km',
    RUB: '₽ rub руб руб. рубль рубля рублей р. рублях rubles roubles',
    PHP: '₱ php piso pesos peso',
    UAH: '₴ uah грн грн. гривен',
    PLN: 'zł pln zloty zlotých',
    HUF: 'ft huf forint forintov',
    CHF: 'chf frankov franken',
    JPY: '¥ jpy yen',
    INR: '₹ inr',
    TRY: '₺ try',
    CAD: 'cad c$ ca$',
    AUD: 'aud a$ au$',
    NZD: 'nzd nz$',
    SGD: 'sgd s$',
    HKD: 'hkd hk$',
    SEK: 'sek',
    NOK: 'nok',
    DKK: 'dkk',
    RON: 'ron lei',
    BGN: 'bgn лв лв.',
    MKD: 'mkd ден',
    BRL: 'brl r$',
    MXN: 'mxn mx$',
    ZAR: 'zar',
    KRW: '₩ krw',
    CNY: 'cny rmb',
    THB: '฿ thb',
    ILS: '₪ ils',
    AED: 'aed',
    KZT: '₸ kzt тенге',
    BYN: 'byn',
    GEL: '₾ gel',
    BTC: '₿ btc',
  }).flatMap(([code, words]) => words.split(' ').map((word) => [word, code] as const)),
);

/** Signs and codes may stand before the number too. */
const before: ReadonlySet<string> = new Set(
  [...currencies.keys()].filter((word) => /^[a-z]{0,2}[^a-z.]$/.test(word) || /^(?!din|lei|try|ron|gel|cad)[a-z]{3}$/.test(word)),
);
/** Codes that are words or units as well count in capitals only. */
const isWord = (written: string): boolean => /^(?:try|gel|ron|cad|ft|km|php|inr|ден)$/.test(written);
const longest = 8;

/** Digits in groups of three, or in one piece; at the end two digits of the smaller unit, or a dash for none. What stands before is looked at by itself. */
const number =
  /(?<![\w\u00c0-\u1fff%!#@=/+&]|\d[.,:'-])(?:\d{1,3}(?:[ \u00a0\u202f.,'’]\d{3})(?:[ \u00a0\u202f.,'’]\d{3}){0,4}(?!\d)|\d{1,12})(?:[.,](?:\d{1,2}(?!\d)|[-–—]{1,2}))?(?![\d])/g;
/** PHP 8.3 is not money. */
const version = /^[4-9](?:\.\d{1,2})?$/;
const wordUnit = /[A-Za-z\u00c0-\u1fff]/;

/** The currency that begins there, after a blank at most. */
function currencyAt(text: string, at: number): { readonly code: string; readonly to: number } | undefined {
  const from = /[ \u00a0\u202f]/.test(text.charAt(at)) ? at + 1 : at;
  for (let length = longest; length > 0; length--) {
    const written = text.slice(from, from + length);
    const code = written.length === length ? currencies.get(written.toLowerCase()) : undefined;
    const whole = !(wordUnit.test(written.charAt(length - 1)) ? /[\w\u00c0-\u1fff]/ : /[\w\u00c0-\u1fff%$&]/).test(
      text.charAt(from + length),
    );
    if (code !== undefined && whole && !isWord(written)) return { code, to: from + length };
  }
  return undefined;
}

/** The currency that ends there, before a blank at most. */
function currencyBefore(text: string, at: number): { readonly code: string; readonly from: number } | undefined {
  const to = /[ \u00a0]/.test(text.charAt(at - 1)) ? at - 1 : at;
  for (let length = Math.min(3, to); length > 0; length--) {
    const written = text.slice(to - length, to);
    const code = before.has(written.toLowerCase()) ? currencies.get(written.toLowerCase()) : undefined;
    const whole = !(wordUnit.test(written) ? /[\w\u00c0-\u1fff]/ : /[A-Z\d%$!&#+/=]/).test(text.charAt(to - length - 1));
    if (code !== undefined && whole && !isWord(written)) return { code, from: to - length };
  }
  return undefined;
}

/** `1.500`: a group of three behind a sign is thousands, fewer digits are the smaller unit, the last sign of two kinds too. */
function plain(written: string): string {
  const text = written.replaceAll(/[ \u00a0\u202f'’]|[.,][-–—]+$/g, '');
  const cents = /^(.*)[.,](\d{1,2})$/.exec(text);
  const whole = (cents?.[1] ?? text).replaceAll(/[.,]/g, '').replace(/^0+(?=\d)/, '');
  return cents?.[2] === undefined ? whole : `${whole}.${cents[2].padEnd(2, '0')}`;
}

/** Amounts with their currency, as `83.88 EUR`. */
export const amounts: Recogniser = function* (text) {
  let end = 0;
  for (const { 0: digits, index } of text.matchAll(number)) {
    const [front, behind] = [currencyBefore(text, index), currencyAt(text, index + digits.length)];
    const start =
      front && front.from >= end && !wordUnit.test(text.charAt(index + digits.length)) && !(front.code === 'PHP' && version.test(digits))
        ? front
        : undefined;
    const code = start?.code ?? behind?.code;
    if (code === undefined) continue;
    const from = start?.from ?? index;
    const minus = /(?<![\w\u00c0-\u1fff])[-–−]$/.test(text.slice(Math.max(0, from - 2), from));
    end = start ? index + digits.length : (behind?.to ?? index);
    yield { kind: 'amount', value: `${minus ? '-' : ''}${plain(digits)} ${code}`, from: minus ? from - 1 : from, to: end };
  }
};
