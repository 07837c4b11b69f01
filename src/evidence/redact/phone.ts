import { type Add, veil } from './kind.ts';
import { type Look, look, mostDigits } from './phone-look.ts';
import { after, before, callLink } from './phone-words.ts';
import { count, digitsOf, partOf, type Run } from './run.ts';

/** It is so much of something. */
const unit =
  /^ ?(?:[%€$£₽]|(?:ms|µs|us|s|sec|seconds|[kmg]i?b|b|bytes|eur|usd|czk|kč|rsd|din|hrk|kn|php|gbp|rub|руб|дин|px|km|kg|pcs|ks|rows)(?![\p{L}]))|^[.,]\d{1,2}(?!\d)/iu;
const currency = /[€$£₽#]\s?$/;

const beginsAnew = (text: string, { from }: { readonly from: number }): boolean => /^(?:\+|0[1-9])/.test(text.slice(from, from + 2));

/** Stuck to letters or to what makes numbers parts of a name: no number by itself. */
function isPartOfName(text: string, { from, to }: Run): boolean {
  const left = text.slice(Math.max(0, from - 8), from);
  const right = text.slice(to, to + 8);
  return (
    /[\p{L}_#█•][-_/.]?$|\d[:,./]$/u.test(left) ||
    (text[from] === '+' && /[\p{L}\p{N}]$/u.test(left)) ||
    (!beginsAnew(text, { from }) && /\p{L}\d+[ -]$/u.test(left)) ||
    /^(?:[_=@█•]|[-:.,]?\d|[-/.]?\p{L}*\d|\p{L})/u.test(right.replace(/^ ?(?:x|ext\.?) ?\d{1,6}(?![\d.])/i, ''))
  );
}

const reach = 48;

/** `previous` is where the last phone number of the text ended: another may follow it without a word of its own. */
function isPhone(text: string, run: Run, previous: number): boolean {
  const how = look(text, run);
  const left = text.slice(Math.max(0, run.from - reach), run.from);
  if (how === 'no') return false;
  if (callLink.test(left)) return true;
  if (isPartOfName(text, run)) return false;
  return (
    how === 'sure' ||
    isSaidToBe(how, left, text.slice(run.to, run.to + 16), run.from - previous < 24 ? text.slice(previous, run.from) : undefined)
  );
}

/** A short word or none: "0905 123 456 or 905123457". */
const among = /^[ \t]{0,2}[,;/|]?[ \t]{0,2}(?:\p{L}{1,6}[ \t]{1,2})?$/u;

function isSaidToBe(how: Look, left: string, right: string, sincePrevious: string | undefined): boolean {
  if (unit.test(right) || currency.test(left)) return false;
  const [, phone, other] = before.exec(left) ?? [];
  if (other !== undefined && phone === undefined) return false;
  return how === 'likely' || phone !== undefined || after.test(right) || (sincePrevious !== undefined && among.test(sincePrevious));
}

const extension = /[ ,]{0,2}(?:x|ext\.?|kl\.?|доб\.?|lok\.?) ?\d{1,6}(?!\d|\.\d)/iy;

/** `+421 ████ 56`: the country where it is written, and the last two digits. */
function mask(text: string, run: Run, digits: string): string {
  const country = text[run.from] === '+' ? `+${(run.groups[0]?.digits ?? '').slice(0, run.groups.length > 1 ? 3 : 2)} ` : '';
  return `${country}${veil} ${digits.slice(-2)}`;
}

/** Where another number may begin: after a wider gap, a slash or before a zero, when there are digits enough for one. */
function begins(text: string, run: Run, start: number, at: number, length: number): boolean {
  const group = run.groups[at];
  const previous = run.groups[at - 1];
  if (!group || !previous) return false;
  const opening = text[start === 0 ? run.from : (run.groups[start]?.from ?? run.from)];
  const gap = text.slice(previous.from + previous.digits.length, group.from);
  if (length + group.digits.length > mostDigits && /[+0]/.test(opening ?? '')) return true;
  if (length < (opening === '+' ? 10 : opening === '0' ? 9 : 7)) return false;
  return gap.length > 1 || gap === '/' || group.digits.length >= 9 || /^0[1-9]/.test(group.digits);
}

/** Longer runs are several numbers. */
function parts(text: string, run: Run): readonly Run[] {
  if (count(run.groups) <= mostDigits) return [run];
  const areSolid = run.groups.every(({ digits }) => digits.length >= 9);
  const found: Run[] = [];
  let start = 0;
  let length = 0;
  for (const [at, group] of run.groups.entries()) {
    if (at > 0 && (areSolid || begins(text, run, start, at, length))) {
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
export function phoneFinder(text: string, add: Add): (run: Run) => void {
  let previous = Number.NEGATIVE_INFINITY;
  const isAdded = (run: Run): boolean => {
    if (!isPhone(text, run, previous)) return false;
    previous = addPhone(text, run, add);
    return true;
  };
  return (whole) => {
    for (const run of parts(text, whole)) if (!isAdded(run)) fromZero(run).forEach(isAdded);
  };
}

/** With a number before it that is not its own: what begins with the zero of an area. */
function fromZero(run: Run): readonly Run[] {
  const start = run.groups.findIndex(({ digits }, at) => at > 0 && /^0[1-9]/.test(digits));
  return start < 0 ? [] : partOf(run, start, run.groups.length);
}

function addPhone(text: string, run: Run, add: Add): number {
  extension.lastIndex = run.to;
  const to = extension.test(text) ? extension.lastIndex : run.to;
  const digits = digitsOf(run.groups);
  add({ kind: 'phone', from: run.from, to, value: digits.slice(-9), mask: mask(text, run, digits) });
  return to;
}
