import { type Add, dots } from './kind.ts';
import { isCard } from './luhn.ts';
import { count, digitsOf, type Group, partOf, type Run } from './run.ts';

const fewest = 12;
const most = 19;
/** 4-4-4-4-3, 4-6-5: no card is printed in more groups. */
const mostGroups = 5;

/** A number in groups is a card when they are those of cards: the first of four or six, none a stray digit. */
const isPrinted = (groups: readonly Group[]): boolean =>
  groups.length === 1 ||
  (/^(?:\d{4}|\d{6})$/.test(groups[0]?.digits ?? '') && groups.every(({ digits }, at) => at === groups.length - 1 || digits.length > 2));

/** How many of the groups from `at` on are one card: the most that can be, else 0. */
function cardFrom(groups: readonly Group[], at: number): number {
  for (let length = Math.min(mostGroups, groups.length - at); length > 0; length--) {
    const part = groups.slice(at, at + length);
    const digits = count(part);
    if (digits >= fewest && digits <= most && isPrinted(part) && isCard(digitsOf(part))) return length;
  }
  return 0;
}

/** Within a run, between groups of one card there is one blank or dash. */
const isJoined = (text: string, groups: readonly Group[]): boolean =>
  groups.every(({ from }, at) => {
    const before = groups[at - 1];
    return !before || /^[ \u00a0\u2007\u2009\u202f\u2010-\u2013-]$/.test(text.slice(before.from + before.digits.length, from));
  });

const orderWord = /(?:order|purchase|invoice|ticket|session|transaction|tracking|id)\W{1,4}(?:no\.?|number|id)?\W{0,3}$/i;
/** The cards of airlines begin with a 1, as the numbers of most shops do. */
const isOrder = (text: string, { from, digits }: Group): boolean =>
  digits.startsWith('1') && orderWord.test(text.slice(Math.max(0, from - 24), from));

/** Card numbers of 12 to 19 digits with an issuer's beginning and a Luhn digit, solid or with blanks and dashes. Returns what is left of the run. */
export function findCards(text: string, run: Run, add: Add): readonly Run[] {
  const { groups } = run;
  if (count(groups) < fewest) return [run];
  const left: Run[] = [];
  let done = 0;
  for (let at = 0; at < groups.length; at++) {
    const length = cardFrom(groups, at);
    const part = groups.slice(at, at + length);
    const [first, last] = [part[0], part.at(-1)];
    if (!first || !last || !isJoined(text, part) || isOrder(text, first)) continue;
    const digits = digitsOf(part);
    add({ kind: 'card', from: first.from, to: last.from + last.digits.length, value: digits, mask: `${dots} ${digits.slice(-4)}` });
    left.push(...partOf(run, done, at));
    at += length - 1;
    done = at + 1;
  }
  return [...left, ...partOf(run, done, groups.length)];
}
