/**
 * One folding for index, query and match: case, diacritics, script and width (рачун = račun = RACUN = ｒａｃｕｎ).
 *
 * A word is a longest run of letters and digits; what stands between is dropped. So an address, a number such as INV-2026/11 or `don't` is
 * several words, and whoever looks for it looks for these words in a row. In scripts that write no blanks between words (Han, kana, Thai,
 * Lao, Khmer, Myanmar) each character is a word, so that a part of a sentence is found in the same way. A folded word holds lower-case
 * letters, digits and the vowel signs that some scripts write as marks; never a blank or ASCII punctuation. The folding of the beginning
 * of a word is the beginning of its folding.
 */
import { foldCharacter, isMark, standsAlone } from './letters.ts';

/**
 * What each UTF-16 unit becomes, worked out when first met (all of them would take 0.2 s at start): above 0xffff two ASCII units, the
 * second one above the first; above 0 one unit; 0 parts words; below `elsewhere` a mark, negated; else one of these.
 */
let known: Int32Array | undefined;
const parts = 0;
const unknown = -1;
const vanishes = -2;
const composes = -3;
const elsewhere = -4;

/** A folding that has no place in `known`, and whether words part before and after it; one that begins with a mark stays on the word before. */
interface Longer {
  readonly before: boolean;
  readonly text: string;
  readonly after: boolean;
  readonly staysOn: boolean;
}
const longer = new Map<number, Longer>();

/** Written in two where others write one: й, kana with their marks, half-width kana, Hangul in single letters. */
const piece = /[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff\uff65-\uffdc]|[\u0306\u3099\u309a]/;
const halfWidth = /[\uff65-\uffdc]+/g;
const composed = (text: string): string => text.replace(halfWidth, (run) => run.normalize('NFKC')).normalize('NFC');

const isSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdfff;

function learn(code: number): number {
  const character = String.fromCharCode(code);
  if (isSurrogate(code)) return elsewhere;
  if (piece.test(character)) return composes;
  const folded = foldCharacter(character);
  if (folded === '') return vanishes;
  if (folded.trim() === '') return parts;
  if (/^[a-z0-9]$/.test(folded)) return folded.charCodeAt(0);
  if (/^[a-z0-9]{2}$/.test(folded)) return folded.charCodeAt(0) | (folded.charCodeAt(1) << 16);
  if (folded.length > 1 || standsAlone(folded)) return elsewhere;
  return isMark(folded) ? -folded.charCodeAt(0) : folded.charCodeAt(0);
}

function lookUp(code: number): Longer {
  const found = longer.get(code);
  if (found) return found;
  const folded = isSurrogate(code) ? ' ' : foldCharacter(String.fromCodePoint(code));
  const spaced = [...folded].map((letter) => (standsAlone(letter) ? ` ${letter} ` : letter)).join('');
  const text = spaced.trim().replace(/ +/g, ' ');
  const made = { before: spaced.startsWith(' '), text, after: spaced.endsWith(' '), staysOn: isMark(text.charAt(0)) };
  longer.set(code, made);
  return made;
}

/**
 * Where a result is gathered; one text at a time, so one place will do. Made a string when full: at a size below the number of arguments
 * that a call can take. `seen` is all units or-ed: nearly every folding of Latin and Cyrillic text is ASCII, for which there is a quicker way.
 */
const room = 16_384;
const wide = new Uint16Array(room);
const narrow = Buffer.alloc(room);
let done = '';
let length = 0;
let seen = 0;

function begin(): void {
  done = '';
  length = seen = 0;
}

function flush(): void {
  if (length === 0) return;
  done += seen < 0x80 ? narrow.toString('latin1', 0, length) : String.fromCharCode(...wide.subarray(0, length));
  length = seen = 0;
}

function put(unit: number): void {
  if (length === room) flush();
  narrow[length] = unit;
  wide[length++] = unit;
  seen |= unit;
}

const isEmpty = (): boolean => length === 0 && done === '';

/** Whether there is a gap after it. */
function putLonger({ before, text, after, staysOn }: Longer, gap: boolean): boolean {
  if (text === '') return gap || before;
  if ((before || (gap && !staysOn)) && !isEmpty()) put(0x20);
  flush();
  done += text;
  return after;
}

/** Gathers the folding; false if the text must be composed first. */
function gather(text: string, isComposed: boolean): boolean {
  const units = (known ??= new Int32Array(0x10000).fill(unknown));
  let gap = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    let unit = units[code] ?? parts;
    if (unit === unknown) unit = units[code] = learn(code);
    if (unit === parts) {
      gap = true;
    } else if (unit > 0) {
      if (gap && !isEmpty()) put(0x20);
      gap = false;
      put(unit & 0xffff);
      if (unit > 0xffff) put(unit >> 16);
    } else if (unit < elsewhere) {
      put(-unit);
    } else if (unit !== vanishes) {
      if (unit === composes && !isComposed) return false;
      const point = text.codePointAt(at) ?? code;
      if (point > 0xffff) at++;
      gap = putLonger(lookUp(point), gap);
    }
  }
  return true;
}

/** The words of a text, folded, with one blank between them: what an index stores. */
export function foldText(text: string): string {
  begin();
  if (!gather(text, false)) {
    begin();
    gather(composed(text), true);
  }
  flush();
  return done;
}

/** The words of a text in order, folded. */
export function foldWords(text: string): string[] {
  const line = foldText(text);
  return line === '' ? [] : line.split(' ');
}

const ascii = /^[\0-\x7f]*$/;

/**
 * A value as one string, for comparing and sorting: letters folded, punctuation kept (full-width made ordinary), blanks around gone and
 * blanks within made one. For finding, not for telling apart: two different names may fold alike.
 */
export function fold(text: string): string {
  const folded = ascii.test(text)
    ? text.toLowerCase()
    : text.normalize('NFKC').replace(/[\p{L}\p{N}\p{M}\p{Cf}]+/gu, (run) => foldText(run).replaceAll(' ', ''));
  return folded.trim().replace(/\s+/g, ' ');
}
