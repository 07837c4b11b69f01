import type { Directory } from './center.ts';
import { isWordCode, plainDescriptor } from './words.ts';

/** What a text names: a center by one of its descriptors, or a merchant. */
export interface Match {
  readonly kind: 'center' | 'merchant';
  /** The center's id, or the merchant's name. */
  readonly id: string;
  /** The descriptor or name as the directory has it. */
  readonly words: string;
  /** Whether the text begins with it, to its asterisk. */
  readonly whole: boolean;
}

interface Pattern {
  readonly kind: Match['kind'];
  readonly id: string;
  readonly words: string;
  readonly plain: string;
  /** Between asterisks. */
  readonly pieces: readonly string[];
  /** It ends with an asterisk. */
  readonly starred: boolean;
  /** So short that it means something at the beginning only. */
  readonly short: boolean;
}

const shortest = 4;
const firstWord = /^[A-Z0-9\u0080-\uffff]+/;

function patternOf(kind: Match['kind'], id: string, words: string): Pattern {
  const plain = plainDescriptor(words);
  const starred = plain.endsWith('*');
  return {
    kind,
    id,
    words,
    plain,
    starred,
    pieces: (starred ? plain.slice(0, -1) : plain).split('*'),
    short: plain.replaceAll(/[^\p{L}\p{N}]/gu, '').length < shortest,
  };
}

const dot = 46;
/** What joins two words to one name, so that another name begins or goes on there: `my-epoch.com`, `epoch.com.example`. */
const joins = (code: number): boolean => code === dot || code === 45 || code === 95 || code === 64 || code === 38 || code === 39;

/** Whether a word may begin there: behind a blank, a slash, an asterisk; never within another name. `www.` is none. */
function begins(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  if (isWordCode(before)) return false;
  return !joins(before) || (before === dot && text.startsWith('WWW', at - 4) && begins(text, at - 4));
}

/** Whether a name ends there. */
function ends(text: string, at: number, kind: Match['kind']): boolean {
  if (at >= text.length) return true;
  const next = text.charCodeAt(at);
  if (isWordCode(next)) return false;
  return kind === 'merchant' || !joins(next) || at + 1 >= text.length || !isWordCode(text.charCodeAt(at + 1));
}

/** `whole`: to its asterisk; `loose`: without the one at its end, which banks drop. Short words mean nothing without it. */
function fit(text: string, at: number, { pieces, starred, kind, short }: Pattern): 'whole' | 'loose' | undefined {
  let from = at;
  for (const [index, piece] of pieces.entries()) {
    const found = index === 0 ? (text.startsWith(piece, from) ? from : -1) : text.indexOf(piece, from);
    if (found < 0) return undefined;
    from = found + piece.length;
  }
  if (starred && text.charCodeAt(from) === 42) return 'whole';
  if (!ends(text, from, kind) || (starred && short)) return undefined;
  return starred ? 'loose' : 'whole';
}

/** Finds the centers and merchants that texts name. */
export interface Matcher {
  /** What the text begins with, else what stands within it; the longest where several fit, each center and merchant once. */
  readonly find: (text: string) => readonly Match[];
  /** All descriptors, as compared, with their centers: for saying which is near. */
  readonly known: readonly { readonly plain: string; readonly id: string }[];
}

const none: readonly Match[] = [];

/**
 * Makes the matcher of a directory. A text is gone through once: only where one of its words begins a descriptor is that looked at, so
 * that the size of the directory does not matter.
 */
export function matcherOf({ centers, merchants }: Directory): Matcher {
  const patterns = [
    ...centers.flatMap(({ id, descriptors }) => descriptors.map((words) => patternOf('center', id, words))),
    ...merchants.map(({ name }) => patternOf('merchant', name, name)),
  ].toSorted((one, other) => other.plain.length - one.plain.length);
  const byWord = new Map<string, Pattern[]>();
  const firsts = new Uint8Array(128);
  let longest = 0;
  for (const pattern of patterns) {
    const word = firstWord.exec(pattern.plain)?.[0] ?? pattern.plain;
    byWord.set(word, [...(byWord.get(word) ?? []), pattern]);
    firsts[Math.min(word.charCodeAt(0), 127)] = 1;
    longest = Math.max(longest, word.length);
  }

  const at = (text: string, from: number, to: number): readonly Pattern[] | undefined =>
    to - from > longest || firsts[Math.min(text.charCodeAt(from), 127)] === 0 ? undefined : byWord.get(text.slice(from, to));

  /** What stands at a word's place, if anything. */
  const hit = (text: string, from: number, to: number, first: boolean): Match | undefined => {
    const candidates = at(text, from, to);
    if (!candidates || !begins(text, from)) return undefined;
    for (const pattern of candidates) {
      const how = first || !pattern.short ? fit(text, from, pattern) : undefined;
      if (how) return { kind: pattern.kind, id: pattern.id, words: pattern.words, whole: first && how === 'whole' };
    }
    return undefined;
  };

  const find = (given: string): readonly Match[] => {
    const text = plainDescriptor(given);
    let found: Match[] | undefined;
    for (let from = 0; from < text.length; from++) {
      if (!isWordCode(text.charCodeAt(from))) continue;
      let to = from + 1;
      while (to < text.length && isWordCode(text.charCodeAt(to))) to++;
      const first = from === 0 || (from === 4 && text.startsWith('WWW.'));
      const match = hit(text, from, to, first);
      if (match && first && match.kind === 'center') return [match];
      if (match && !found?.some(({ kind, id }) => kind === match.kind && id === match.id)) (found ??= []).push(match);
      from = to;
    }
    return found ?? none;
  };
  return { find, known: patterns.filter(({ kind }) => kind === 'center').map(({ plain, id }) => ({ plain, id })) };
}
