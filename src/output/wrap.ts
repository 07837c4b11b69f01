import { width } from './width.ts';

// Scripts that put no blanks between words.
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
let words: Intl.Segmenter | undefined;

/**
 * Running text as lines of at most so many columns. Its own line ends and the indentation of its lines are kept; a word that is too
 * long, such as a web address, has a line of its own and is never broken.
 */
export function wrap(text: string, columns: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, columns));
}

function wrapLine(line: string, columns: number): readonly string[] {
  if (width(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? '';
  const lines: string[] = [];
  let current = indent;
  let used = indent.length;
  for (const piece of pieces(line.slice(indent.length))) {
    const size = width(piece.trimEnd());
    if (used + size > columns && used > indent.length) {
      lines.push(current.trimEnd());
      current = indent;
      used = indent.length;
    }
    current += piece;
    used += width(piece);
  }
  return [...lines, current.trimEnd()];
}

/** Cuts a line where it may be broken: each piece keeps the blanks behind it. */
const pieces = (line: string): readonly string[] =>
  (line.match(/[^ ]+ */g) ?? []).flatMap((word) => (unspaced.test(word) ? unspacedPieces(word) : [word]));

/** Words of a script without blanks; what is no word, such as punctuation, stays with the word before. */
function unspacedPieces(text: string): readonly string[] {
  words ??= new Intl.Segmenter(undefined, { granularity: 'word' });
  const found: string[] = [];
  for (const { segment, isWordLike } of words.segment(text)) {
    if (isWordLike || found.length === 0) found.push(segment);
    else found.push((found.pop() ?? '') + segment);
  }
  return found;
}
