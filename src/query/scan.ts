import type { Mark } from '../errors.ts';
import { type Cursor, fault, markFrom, markHere, sees, take } from './cursor.ts';
import { maxTerms } from './limits.ts';
import type { Query } from './query.ts';
import { atQuote } from './quoted.ts';
import { takeTerm } from './term.ts';
import { takeSaved, takeText } from './text.ts';

/** What a query is made of: its terms, and what stands between them. A minus is a `not`. */
export type Token =
  | { readonly kind: 'open' | 'close' | 'and' | 'or' | 'not'; readonly mark: Mark }
  | { readonly kind: 'leaf'; readonly query: Query; readonly mark: Mark };

const words: Readonly<Record<string, Token['kind'] & ('and' | 'or' | 'not')>> = { and: 'and', or: 'or', not: 'not' };
/** A minus, also as word processors write it, right before what it takes away. */
const minus = /[-−–](?=[^\s)])/y;

/** Cuts a typed query into tokens. Throws `usage` at whatever is no token. */
export function scan(text: string): readonly Token[] {
  const cursor: Cursor = { text, at: 0 };
  const tokens: Token[] = [];
  let leaves = 0;
  for (take(cursor, /\s+/y); cursor.at < text.length; take(cursor, /\s+/y)) {
    const token = takeToken(cursor);
    tokens.push(token);
    if (token.kind === 'leaf' && ++leaves > maxTerms) throw fault(token.mark, `a query may have ${maxTerms} terms at most`);
  }
  return tokens;
}

function takeToken(cursor: Cursor): Token {
  const from = cursor.at;
  if (sees(cursor, /--\S/y)) throw flagInQuery(cursor);
  if (take(cursor, minus)) return { kind: 'not', mark: markFrom(cursor, from) };
  if (take(cursor, /\(/y)) return { kind: 'open', mark: markFrom(cursor, from) };
  if (take(cursor, /\)/y)) return { kind: 'close', mark: markFrom(cursor, from) };
  const word = words[take(cursor, /(?:and|or|not)(?=[\s()]|$)/iy).toLowerCase()];
  if (word) return { kind: word, mark: markFrom(cursor, from) };
  const query = takeLeaf(cursor);
  if (!sees(cursor, /$|[\s()]/y))
    throw fault(
      markHere(cursor),
      'a blank is missing here',
      'a text in quotes stands by itself, or right after the field: queue:"second line"',
    );
  return { kind: 'leaf', query, mark: markFrom(cursor, from) };
}

function takeLeaf(cursor: Cursor): Query {
  if (sees(cursor, /@/y)) return takeSaved(cursor);
  return (atQuote(cursor) ? undefined : takeTerm(cursor)) ?? takeText(cursor, 'all');
}

function flagInQuery(cursor: Cursor): Error {
  const from = cursor.at;
  const flag = take(cursor, /[^\s()"]+/y);
  return fault(
    markFrom(cursor, from),
    `"${flag.slice(0, 60)}" looks like a flag`,
    'flags stand outside of the query; to look for it as text, put it in quotes',
  );
}
