import fastStringWidth from 'fast-string-width';
import { cutNarrow, isNarrow } from './narrow.ts';

/**
 * How many columns of a terminal a text takes: wide characters and emoji two, combining ones none. The text has no control
 * characters in it (see `safe`).
 */
export function width(text: string): number {
  if (isNarrow(text)) return text.length;
  // Without any width. Joiners have none either, except that those between emoji make one of several.
  const widthless = /[\u200b\u200c\u2060-\u2064\ufeff]|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d/gu;
  return fastStringWidth(text.normalize('NFC').replaceAll(widthless, ''));
}

let graphemes: Intl.Segmenter | undefined;
// More UTF-16 units than this for one column are no writing any more, but marks heaped upon marks.
const unitsPerColumn = 16;

/** The text if it fits into so many columns, else as much of it as fits before an ellipsis. Never cuts within a character. */
export function cut(text: string, columns: number): string {
  const head = text.length > columns * unitsPerColumn ? text.slice(0, columns * unitsPerColumn) : text;
  if (isNarrow(head)) return cutNarrow(head, columns);
  if (head === text && width(text) <= columns) return text;
  if (columns < 1) return '';
  return `${head.slice(0, unitsWithin(head, columns - 1)).trimEnd()}…`;
}

function unitsWithin(text: string, columns: number): number {
  graphemes ??= new Intl.Segmenter();
  let used = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    used += width(segment);
    if (used > columns) return index;
  }
  return text.length;
}
