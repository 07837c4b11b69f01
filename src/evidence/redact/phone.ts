import { type Add, dots } from './kind.ts';
import { letters } from './label.ts';
import { count, digitsOf, type Group, partOf, type Run } from './run.ts';

/** ITU-T E.164: fifteen digits at most. */
const most = 15;

const words =
  'phones?|tel(?:ef[oó]n\\S{0,3}|ephone|\\.)?|mob(?:ile?\\S{0,3}|\\.)?|cell(?:ular)?|fax|gsm|sms|msisdn|call(?:ed|er)?|dial(?:ed)?|ring|whats ?app|viber|' +
  'number|contact|hotline|office|desk|home|work|answering|reach|text(?:ed)?|čísl\\S{0,2}|broj\\S{0,2}|kontakt\\S{0,2}|zavola\\S{0,4}|volejte|volajte|nazov\\S{0,4}|pozov\\S{0,4}|zov\\S{0,3}|' +
  'тел(?:ефон\\S{0,3}|\\.)?|моб(?:ил\\S{0,6}|\\.)?|номер\\S{0,2}|број\\S{0,2}|позвон\\S{0,4}|звон\\S{0,4}|зво[нв]\\S{0,4}|позов\\S{0,4}|tawag\\S{0,3}|tumawag|numero|selpon';
const others =
  'orders?|invoices?|tickets?|cases?|ref(?:erence)?|transaction|tracking|booking|receipt|serial|version|licen[cs]e|account|card|vs|ks|ss|ico|ičo|dič|oib|pib|инн|jmbg|zip|psč|postal|' +
  'id|uid|pid|gid|tid|size|bytes|ports?|line|error|code|status|amount|price|total|sum|variab\\S{0,6}|fakt\\S{0,4}|objedn\\S{0,6}|rač\\S{0,3}|narudžb\\S{0,2}|поруџбин\\S{0,2}|рач\\S{0,3}|заказ\\S{0,2}|' +
  'сч[её]т\\S{0,2}|uplat\\S{0,3}|plateb\\S{0,3}|платеж\\S{0,3}|poziv na|позив на|iznos|износ|сумма|suma';
/** The word that says what a number is, on its line or the one before; the one that stands nearer. */
const before = new RegExp(
  `(?<![${letters}])(?:(${words})|(${others}))(?![${letters}])[^\\d${letters}]{0,12}(?:[${letters}]{1,10}[^\\d${letters}]{1,3}){0,3}$`,
  'i',
);
const after = new RegExp(`^[ \\t(,-]{0,3}(?:${words})(?![${letters}])`, 'i');
/** It is so much of something. */
const unit =
  /^ ?(?:[%€$£₽]|(?:ms|µs|us|s|sec|seconds|[kmg]i?b|b|bytes|eur|usd|czk|kč|rsd|din|hrk|kn|php|gbp|rub|руб|дин|px|km|kg|pcs|ks|rows)(?![\p{L}]))|^[.,]\d{1,2}(?!\d)/iu;
const currency = /[€$£₽#]\s?$/;

/** How numbers are grouped where nothing else tells a phone; the separators are alike. */
const groupings = new Set([
  '3-3-4',
  '3-3-3',
  '3-2-3',
  '2-2-2-2',
  '2-2-2-2-2',
  '3-4-4',
  '2-3-3-4',
  '1-3-3-4',
  '2-4-4',
  '3-3-2-2',
  '3-2-2-2',
  '3-4-3',
  '2-3-4',
  '3-2-4',
  '3-3-2-3',
]);
/** The same, but short enough to be two numbers of a log or of a house: only where words stand before or a line begins. */
const shortGroupings = new Set(['3-4', '4-4', '3-2-2']);

/** In an access log the status and sizes stand behind the request. */
const afterQuote = /["\]] $/;

/** How sure its own look makes us: `sure` whatever stands before, `likely` unless a word says otherwise, `maybe` if a word says so. */
type Look = 'sure' | 'likely' | 'maybe' | 'no';

function look(text: string, run: Run): Look {
  const digits = count(run.groups);
  if (digits > most) return 'no';
  const first = run.groups[0]?.digits ?? '';
  const opening = text.slice(run.from, run.from + 3);
  if (opening.startsWith('+')) return digits >= 8 ? 'sure' : 'no';
  if (/^00[1-9]/.test(first) && digits >= 10) return 'likely';
  if (opening.startsWith('(')) return digits >= 8 && first.length <= 5 && run.groups.length > 1 ? 'likely' : 'maybe';
  const shape = run.groups.map((group) => group.digits.length).join('-');
  if (/^0[1-9]/.test(first) && shape !== '2-2-4') return digits >= (run.groups.length > 1 ? 8 : 9) ? 'likely' : 'maybe';
  if (!isEven(text, run)) return 'maybe';
  if (groupings.has(shape)) return afterQuote.test(text.slice(Math.max(0, run.from - 2), run.from)) ? 'maybe' : 'likely';
  if (shortGroupings.has(shape)) return isProse(text, run) ? 'likely' : 'maybe';
  return digits >= (run.groups.length > 1 ? 6 : 7) ? 'maybe' : 'no';
}

const separators = (text: string, groups: readonly Group[]): readonly string[] =>
  groups.slice(1).map(({ from }, at) => {
    const previous = groups[at];
    return previous ? text.slice(previous.from + previous.digits.length, from) : '';
  });
/** One separator, or a blank and then dashes. */
const isEven = (text: string, { groups }: Run): boolean => /^(?:(.)\1*| -+)$/u.test(separators(text, groups).join(''));

/** After a word, a colon or at the beginning of a line, and before no further number; dots would be a version. */
function isProse(text: string, { from, to, groups }: Run): boolean {
  const left = text.slice(Math.max(0, from - 3), from);
  const right = text.slice(to, to + 3);
  return /(?:^|[\n\p{L}:>(,;] {0,2})$/u.test(left) && !/^[ \t]*["\d[-]/.test(right) && !separators(text, groups).includes('.');
}

/** Stuck to letters or to what makes numbers parts of a name: no number by itself. */
function isPartOfName(text: string, { from, to }: Run): boolean {
  const left = text.slice(Math.max(0, from - 8), from);
  const right = text.slice(to, to + 8);
  return (
    /[\p{L}_#█•][-_/.]?$|\d[:,/]$/u.test(left) ||
    (!beginsAnew(text, { from }) && /\p{L}\d+[ -]$/u.test(left)) ||
    /^(?:[_=@█•]|[-:.,]?\d|[-/.]?\p{L}*\d|\p{L})/u.test(right.replace(/^ ?(?:x|ext\.?) ?\d{1,6}(?![\d.])/i, ''))
  );
}

function isPhone(text: string, run: Run): boolean {
  const how = look(text, run);
  if (how === 'no') return false;
  const right = text.slice(run.to, run.to + 16);
  const left = text.slice(Math.max(0, run.from - 48), run.from);
  if (isPartOfName(text, run)) return false;
  if (how === 'sure') return true;
  if (unit.test(right) || currency.test(left)) return false;
  const [, phone, other] = before.exec(left) ?? [];
  if (other !== undefined && phone === undefined) return false;
  return how === 'likely' || phone !== undefined || after.test(right);
}

const extension = /[ ,]{0,2}(?:x|ext\.?|kl\.?|доб\.?|lok\.?) ?\d{1,6}(?!\d|\.\d)/iy;

/** `+421 •••• 56`: the country where it is written, and the last two digits. */
function mask(text: string, run: Run, digits: string): string {
  const country = text[run.from] === '+' ? `+${(run.groups[0]?.digits ?? '').slice(0, run.groups.length > 1 ? 3 : 2)} ` : '';
  return `${country}${dots} ${digits.slice(-2)}`;
}

const beginsAnew = (text: string, { from }: { readonly from: number }): boolean => /^(?:\+|0[1-9])/.test(text.slice(from, from + 2));

/** Longer runs are several numbers: a wider gap, a slash or a leading zero begins another, or each group is one, or it is long enough. */
function parts(text: string, run: Run): readonly Run[] {
  if (count(run.groups) <= most) return [run];
  const between = separators(text, run.groups);
  const areSolid = run.groups.every(({ digits }) => digits.length >= 9);
  const found: Run[] = [];
  let start = 0;
  let length = 0;
  for (const [at, group] of run.groups.entries()) {
    const gap = between[at - 1] ?? '';
    const isFull = length + group.digits.length > most && beginsAnew(text, start === 0 ? run : (run.groups[start] ?? run));
    const isNext = areSolid || isFull || gap.length > 1 || gap === '/' || (at - start > 2 && beginsAnew(text, group));
    if (at > 0 && isNext) {
      found.push(...partOf(run, start, at));
      start = at;
      length = 0;
    }
    length += group.digits.length;
  }
  return [...found, ...partOf(run, start, run.groups.length)];
}

/**
 * Phone numbers. Nobody checks them against the plans of the countries, since a mistyped one is as private as a right one: what counts is
 * how the digits are grouped and the words around them.
 */
export function findPhones(text: string, whole: Run, add: Add): void {
  for (const run of parts(text, whole)) {
    if (isPhone(text, run)) addPhone(text, run, add);
    else for (const rest of fromZero(run)) if (isPhone(text, rest)) addPhone(text, rest, add);
  }
}

/** With a number before it that is not its own: what begins with the zero of an area. */
function fromZero(run: Run): readonly Run[] {
  const start = run.groups.findIndex(({ digits }, at) => at > 0 && /^0[1-9]/.test(digits));
  return start < 0 ? [] : partOf(run, start, run.groups.length);
}

function addPhone(text: string, run: Run, add: Add): void {
  extension.lastIndex = run.to;
  const to = extension.test(text) ? extension.lastIndex : run.to;
  const digits = digitsOf(run.groups);
  add({ kind: 'phone', from: run.from, to, value: digits.slice(-9), mask: mask(text, run, digits) });
}
