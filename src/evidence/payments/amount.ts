/** A decimal text such as `-83.88`, or what is wrong with it. */
export type Amount = { readonly amount: string } | { readonly fault: string };

const plain = /^(?:-?[1-9]\d{0,11}|0)(?:\.\d{1,5})?$/;
const shape = /^([-−+(]?)\s*(\d(?:[\d .,'’\u00a0\u202f]*\d)?|\d+[.,])([-−)]?)$/;
const signs = /^[\p{Sc}A-Za-z]{1,3}\s*|\s*[\p{Sc}A-Za-zč]{1,3}$/gu;
/** No payment has more digits before its point. */
const mostDigits = 12;

/** `1.234,56`, `1,234.56`, `1 234`: the last sign of two kinds, or one before one or two digits, is the point. */
function decimal(written: string): string {
  const text = written.replaceAll(/[\s'’\u00a0\u202f]/g, '');
  const point = /^(.*?)[.,](\d*)$/.exec(text.replace(/^(.*)[.,]/, '$1.'));
  const [whole, cents] = [point?.[1] ?? text, point?.[2] ?? ''];
  const grouped = point !== null && cents.length === 3 && /^[1-9]\d{0,2}(?:[.,]\d{3})*$/.test(whole) && !mixed(text);
  const units = (grouped ? whole + cents : whole).replaceAll(/[.,]/g, '').replace(/^0+(?=\d)/, '') || '0';
  return grouped || cents === '' ? units : `${units}.${cents.padEnd(2, '0')}`;
}

const mixed = (text: string): boolean => text.includes('.') && text.includes(',');

const shown = (written: string): string => (written.length > 40 ? `${written.slice(0, 39)}…` : written);

/**
 * Reads an amount as people and programs write it: any of the usual signs for thousands and decimals, a minus in front or behind,
 * brackets for a minus, a currency beside it. Exact: never by way of a floating-point number.
 */
export function readAmount(written: string): Amount {
  if (plain.test(written)) return { amount: written.charAt(written.length - 2) === '.' ? `${written}0` : written };
  if (written.length > 80) return { fault: `"${shown(written)}" is no amount` };
  const found = shape.exec(
    written
      .trim()
      .replace(/^[-−(]?\s*[\p{Sc}A-Za-z]{1,3}\s*(?=[\d-])/u, (front) => (/[-−(]/.test(front) ? '-' : ''))
      .replaceAll(signs, ''),
  );
  if (!found) return { fault: `"${shown(written)}" is no amount` };
  const number = decimal(found[2] ?? '');
  if ((number.split('.', 1)[0] ?? '').length > mostDigits) return { fault: `"${shown(written)}" is more than anybody pays` };
  const minus = /[-−(]/.test(found[1] ?? '') || /[-−]/.test(found[3] ?? '');
  return { amount: minus && /[1-9]/.test(number) ? `-${number}` : number };
}

const noDecimals: ReadonlySet<string> = new Set('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF UGX VND VUV XAF XOF XPF'.split(' '));
const threeDecimals: ReadonlySet<string> = new Set('BHD IQD JOD KWD LYD OMR TND'.split(' '));

/** How many digits of a currency's smaller unit a processor counts in. */
const decimalsOf = (currency: string | null): number =>
  currency === null ? 2 : noDecimals.has(currency) ? 0 : threeDecimals.has(currency) ? 3 : 2;

/** An amount counted in the smaller unit, as processors do: 8388 EUR cents are 83.88. */
export function fromMinor(units: unknown, currency: string | null): Amount {
  if (typeof units !== 'number' || !Number.isSafeInteger(units))
    return { fault: `${shown(JSON.stringify(units) ?? 'nothing')} is no amount` };
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  if (digits.length - decimals > mostDigits) return { fault: `${units} is more than anybody pays` };
  const text = decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
  return { amount: units < 0 ? `-${text}` : text };
}

const plainCode = /^[A-Z]{3}$/;

/** As ISO 4217 has it, in capitals; null for what is none. */
export function readCurrency(given: unknown): string | null {
  if (typeof given !== 'string') return null;
  if (plainCode.test(given)) return given;
  const code = given.trim().toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : null;
}
