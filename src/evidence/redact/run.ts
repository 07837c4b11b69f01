/** Digits as people write them: in groups, with blanks, dots, dashes, slashes and brackets between. */
export interface Run {
  /** UTF-16 units of the text, `to` exclusive. */
  readonly from: number;
  readonly to: number;
  readonly groups: readonly Group[];
}
export interface Group {
  readonly from: number;
  readonly digits: string;
}

/** Each separator takes at least one character, so that no text can be read in two ways. */
const run = /\d+(?:(?:[ \u00a0\u2007\u2009\u202f./\u2010-\u2013-]{1,3}\(?|\)[ .\u00a0/-]{0,2}|\()\d+){0,255}/g;
const group = /\d+/g;
/** Of a sea of digits one stretch after the other, since expressions cannot hold it; each begins before the end of the last, so that no number is cut. */
const mostGroups = 256;
const overlap = 16;
/** A date or an IP address within a run: a number beside it is its own. */
const date =
  /(?<!\d)(?:(?:19|20)\d\d([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./]) ?\d{1,2}\2 ?(?:19|20)\d\d)(?!\d)|(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![.\d])/g;
const dateHint = /(?:19|20)\d\d|\d\.\d/;

const fewest = 6;

/** The runs of a text with at least six digits, without the dates in them; none within a word. */
export function runs(text: string, take: (run: Run) => void): void {
  run.lastIndex = 0;
  for (let found = run.exec(text); found; found = run.exec(text)) {
    const written = found[0];
    if (written.length < fewest) continue;
    if (written.length >= 2 * mostGroups) run.lastIndex = nextStart(written, found.index);
    if (dateHint.test(written)) withoutDates(text, written, found.index, take);
    else takeRun(text, written, found.index, take);
  }
}

function nextStart(written: string, at: number): number {
  const starts = Array.from(written.matchAll(group), ({ index }) => at + index);
  return starts.length < mostGroups ? at + written.length : (starts[mostGroups - overlap] ?? at + written.length);
}

function withoutDates(text: string, written: string, at: number, take: (run: Run) => void): void {
  let from = 0;
  for (const found of written.matchAll(date)) {
    takeRun(text, written.slice(from, found.index), at + from, take);
    from = found.index + found[0].length;
  }
  takeRun(text, written.slice(from), at + from, take);
}

function takeRun(text: string, written: string, at: number, take: (run: Run) => void): void {
  if (written.length < fewest) return;
  const all = Array.from(written.matchAll(group), (found): Group => ({ from: at + found.index, digits: found[0] }));
  const groups = all.slice(isWithin(text, all[0]?.from ?? at) ? 1 : 0, beginsTime(text, at + written.length) ? -1 : undefined);
  const [first, last] = [groups[0], groups.at(-1)];
  if (!first || !last || count(groups) < fewest) return;
  take({ from: first.from - leadOf(text, first.from, written), to: last.from + last.digits.length, groups });
}

/** Whether what stands there belongs to a word, a time of day or an IPv6 address before it. */
const isWithin = (text: string, at: number): boolean => /[\p{L}\p{N}]$|[\dA-Fa-f:]:$/u.test(text.slice(Math.max(0, at - 2), at));
/** The same for what goes on behind. */
const beginsTime = (text: string, at: number): boolean => text[at] === ':' && /[\dA-Fa-f:]/.test(text[at + 1] ?? '');

/** A plus, and a bracket that is closed within the number, belong to it. */
function leadOf(text: string, at: number, written: string): number {
  const bracket = text[at - 1] === '(' && written.includes(')') ? 1 : 0;
  return text[at - bracket - 1] === '+' ? bracket + 1 : bracket;
}

/** How many digits these are. */
export const count = (groups: readonly Group[]): number => groups.reduce((sum, { digits }) => sum + digits.length, 0);
export const digitsOf = (groups: readonly Group[]): string => groups.map(({ digits }) => digits).join('');

/** Some groups of a run as a run; nothing when there are none. */
export function partOf(whole: Run, start: number, end: number): readonly Run[] {
  const groups = whole.groups.slice(start, end);
  const [first, last] = [groups[0], groups.at(-1)];
  return first && last ? [{ groups, from: start === 0 ? whole.from : first.from, to: last.from + last.digits.length }] : [];
}
