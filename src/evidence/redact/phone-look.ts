import { count, type Group, type Run } from './run.ts';

/** How numbers are grouped where nothing else tells a phone; the separators are alike. */
const groupings = new Set(
  '3-3-4 3-3-3 3-2-3 2-2-2-2 2-2-2-2-2 3-4-4 2-3-3-4 1-3-3-4 1-3-3-2-2 2-4-4 3-3-2-2 3-2-2-2 3-4-3 2-3-4 3-2-4 3-3-2-3'.split(' '),
);
/** The same, but short enough to be two numbers of a log or of a house: only where words stand before or a line begins. */
const shortGroupings = new Set(['3-4', '4-4', '3-2-2']);

/** In an access log the status and sizes stand behind the request. */
const afterQuote = /["\]] $/;

/** How sure its own look makes us: `sure` whatever stands before, `likely` unless a word says otherwise, `maybe` if a word says so. */
export type Look = 'sure' | 'likely' | 'maybe' | 'no';

/** ITU-T E.164: fifteen digits at most. */
export const mostDigits = 15;

/** A number of Russia within the country, without blanks: eight or seven, then the codes of mobile and free numbers. */
const russian = /^(?:8[89]|79)\d{9}$/;
const inBrackets = /^\+?\d{0,3}[ -]?\(\d{1,5}\)/;

/** How much the digits of a run look like a phone number. */
export function look(text: string, run: Run): Look {
  const { groups } = run;
  const digits = count(groups);
  const first = groups[0]?.digits ?? '';
  if (digits > mostDigits) return 'no';
  if (text[run.from] === '+' || text.startsWith('(+', run.from)) return digits >= 8 ? 'sure' : 'no';
  if (/^00[1-9]/.test(first) && digits >= 10) return 'likely';
  if (inBrackets.test(text.slice(run.from, run.to))) return digits >= 8 ? 'likely' : 'maybe';
  if (/^0[1-9]/.test(first)) return lookOfArea(text, run, digits);
  if (groups.length === 1) return russian.test(first) ? 'likely' : digits >= 7 ? 'maybe' : 'no';
  return lookOfGroups(text, run);
}

/** With the zero of an area or a mobile net. */
function lookOfArea(text: string, { groups }: Run, digits: number): Look {
  const isDate = groups.map((group) => group.digits.length).join('-') === '2-2-4';
  const isMixed = new Set(separators(text, groups)).size > 1 && separators(text, groups).includes('.');
  if (isDate || isMixed || groups.some((group) => group.digits.length < 2)) return 'maybe';
  return digits >= (groups.length > 1 ? 8 : 9) && (groups.length > 1 || digits <= 12) ? 'likely' : 'maybe';
}

function lookOfGroups(text: string, run: Run): Look {
  if (!isEven(text, run)) return 'maybe';
  const shape = run.groups.map((group) => group.digits.length).join('-');
  if (groupings.has(shape)) return afterQuote.test(text.slice(Math.max(0, run.from - 2), run.from)) ? 'maybe' : 'likely';
  return shortGroupings.has(shape) && isProse(text, run) ? 'likely' : 'maybe';
}

/** What stands between the groups. */
export const separators = (text: string, groups: readonly Group[]): readonly string[] =>
  groups.slice(1).map(({ from }, at) => {
    const previous = groups[at];
    return previous ? text.slice(previous.from + previous.digits.length, from) : '';
  });
/** One separator, or a blank and then dashes. */
const isEven = (text: string, { groups }: Run): boolean => /^(?:(.)\1*| +-+)$/u.test(separators(text, groups).join(''));

/** After a word, a colon or at the beginning of a line, and before no further number; dots would be a version. */
function isProse(text: string, { from, to, groups }: Run): boolean {
  const left = text.slice(Math.max(0, from - 3), from);
  const right = text.slice(to, to + 3);
  return /(?:^|[\n\p{L}:>(,;] {0,2})$/u.test(left) && !/^[ \t]*["\d[-]/.test(right) && !separators(text, groups).includes('.');
}
