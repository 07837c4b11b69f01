import { normalName } from '../model/name.ts';
import { type Cursor, fault, markFrom, markHere, take, typed } from './cursor.ts';
import { letters } from './letters.ts';
import type { Saved, Text } from './query.ts';
import { atQuote, takeQuoted } from './quoted.ts';

/** A run of what is neither blank, parenthesis nor quote; within a field's list a comma ends it, too. */
const word = /[^\s()"“„«]+/y;
const listed = /[^\s(),"“„«]+/y;

/** Where the stars at the end of a text begin. */
function starsFrom(text: string): number {
  let end = text.length;
  while (text.charAt(end - 1) === '*') end--;
  return end;
}

/** Reads a word, `word*`, a phrase or a phrase whose last word is only begun: `"refund refu*"` or `"refund refu"*`. */
export function takeText(cursor: Cursor, within: Text['within'], from = cursor.at): Text {
  if (atQuote(cursor)) return takePhrase(cursor, within, from);
  const start = cursor.at;
  const run = take(cursor, within === 'all' ? word : listed);
  const end = starsFrom(run);
  const text = run.slice(0, end);
  if (run === '') throw fault(markHere(cursor), 'a word is missing here');
  if (text === '' || text.includes('*')) {
    throw fault(
      markFrom(cursor, start),
      'a * may stand only at the end of a word',
      'refun* finds every word that begins with refun. In quotes, a text is looked for as it is',
    );
  }
  return { kind: 'text', within, text, phrase: false, prefix: end < run.length, mark: markFrom(cursor, from) };
}

function takePhrase(cursor: Cursor, within: Text['within'], from: number): Text {
  const inside = takeQuoted(cursor);
  const outer = take(cursor, /\*/y) !== '';
  const end = starsFrom(inside);
  const begun = end > 0 && end < inside.length && /\S/.test(inside.charAt(end - 1));
  const text = begun ? inside.slice(0, end) : inside;
  return { kind: 'text', within, text, phrase: true, prefix: begun || outer, mark: markFrom(cursor, from) };
}

const savedName = new RegExp(`^[${letters}0-9][${letters}0-9_-]*$`);

/** Whether a query may be saved under this name: letters, digits, `-` and `_`. */
export const isSavedName = (name: string): boolean => savedName.test(name);

/** Reads `@name`. */
export function takeSaved(cursor: Cursor): Saved {
  const from = cursor.at;
  const name = take(cursor, word).slice(1);
  const mark = markFrom(cursor, from);
  if (name === '') throw fault(mark, 'the name of a saved query is missing after @', '`desk query list` shows them.');
  if (!isSavedName(name)) {
    throw fault(mark, `"${typed(mark)}" cannot be the name of a saved query`, `for an address write requester:${typed(mark)}`);
  }
  return { kind: 'saved', name: normalName(name), mark };
}
