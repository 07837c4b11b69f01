import { type Cursor, fault, markFrom, sees } from './cursor.ts';

/** What ends a quoted text, by what begins it: word processors write „…“, “…” and «…» where `"` was typed. */
const ends: Readonly<Record<string, string>> = { '"': '"', '“': '”“"', '„': '“”"', '«': '»"' };

const begins = /["“„«]/y;

export const atQuote = (cursor: Cursor): boolean => sees(cursor, begins);

/**
 * Reads a quoted text and returns it without its quotes. Within, `\"` is a quote and `\\` a backslash; any other backslash is itself.
 * Throws `usage` when it does not end.
 */
export function takeQuoted(cursor: Cursor): string {
  const { text, at: from } = cursor;
  const end = ends[text.charAt(from)] ?? '"';
  let value = '';
  for (cursor.at = from + 1; cursor.at < text.length; cursor.at++) {
    const here = text.charAt(cursor.at);
    if (here === '\\' && /["\\]/.test(text.charAt(cursor.at + 1))) value += text.charAt(++cursor.at);
    else if (end.includes(here)) return (cursor.at++, value);
    else value += here;
  }
  throw fault(markFrom(cursor, from), 'this quote does not end', 'put a " at its end');
}

/** A text in quotes, as `takeQuoted` reads it. */
export const quote = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
