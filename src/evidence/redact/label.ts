/** What a word is followed by: what comes between, and the value. Sticky, and none reads further than some hundred characters. */
export interface Following {
  readonly between: RegExp;
  readonly value: RegExp;
  /** What a value that was taken goes on with, however long. */
  readonly rest?: RegExp;
}

/** Words, and a short expression without which none of them can be there: most lines hold none, and this one costs little. */
export interface Words {
  readonly hint: RegExp;
  /** Global. */
  readonly pattern: RegExp;
  /** What must not stand before it: letters, so that it is a word; looked at afterwards, since expressions that look back are slow. */
  readonly notAfter?: RegExp;
}

/** Words and their values. */
export interface Label extends Words {
  /** Tried in turn. */
  readonly ways: readonly Following[];
  /** How much of what follows is the value; nothing when it is none. All of it if left out. */
  readonly own?: (value: string, word: string) => string | undefined;
}

/** Told where each value stands. */
export type Put = (from: number, to: number) => void;

/**
 * Finds the values that follow words. Behind a value it goes on, behind what was none it goes on after the word: no text is read more often
 * than the limits of the expressions allow.
 */
export function labelled(text: string, label: Label, put: Put): void {
  const { hint, pattern, notAfter } = label;
  if (!hint.test(text)) return;
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    const end = pattern.lastIndex;
    pattern.lastIndex = notAfter?.test(text[found.index - 1] ?? '') ? found.index + 1 : putFirst(text, found[0], end, label, put);
  }
}

function putFirst(text: string, word: string, end: number, { ways, own }: Label, put: Put): number {
  for (const { between, value, rest } of ways) {
    const from = endOf(between, text, end);
    const to = from < 0 ? -1 : endOf(value, text, from);
    const written = to > from ? text.slice(from, to) : undefined;
    const taken = written === undefined ? undefined : own ? own(written, word) : written;
    if (taken === undefined) continue;
    const last = rest && taken === written ? Math.max(to, endOf(rest, text, to)) : from + taken.length;
    put(from, last);
    return last;
  }
  return end;
}

function endOf(sticky: RegExp, text: string, at: number): number {
  sticky.lastIndex = at;
  return sticky.test(text) ? sticky.lastIndex : -1;
}

/** Letters of the scripts that the words are in, for within `[…]`; what a word must not be a part of. */
export const letters = 'A-Za-z\\u00c0-\\u024f\\u0370-\\u03ff\\u0400-\\u04ff';
const letter = new RegExp(`[${letters}]`);
/** Words by themselves: none of these letters before and after. */
export const wholeWords = (hint: RegExp, words: readonly string[]): Words => ({
  hint,
  pattern: new RegExp(`(?:${words.join('|')})(?![${letters}])`, 'gi'),
  notAfter: letter,
});
