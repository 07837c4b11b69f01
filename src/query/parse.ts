import { DeskError, type Mark } from '../errors.ts';
import { fault, typed } from './cursor.ts';
import { maxDepth, maxLength } from './limits.ts';
import type { Query } from './query.ts';
import { scan, type Token } from './scan.ts';

/** Tokens that are being read. */
interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

/**
 * The tree of a typed query: `not` binds closer than `and` (which need not be written), `and` closer than `or`. An empty text is everything.
 * Which values a field may have and how it compares is looked at by `resolve`. Throws `usage` with the stretch at fault.
 */
export function parse(text: string): Query {
  if (text.length > maxLength) {
    throw new DeskError(
      'usage',
      `A query may have ${maxLength.toLocaleString('en')} characters at most; this one has ${text.length.toLocaleString('en')}.`,
    );
  }
  const reader: Reader = { tokens: scan(text), at: 0 };
  if (reader.tokens.length === 0) return { kind: 'and', of: [] };
  const query = anyOf(reader, 0);
  const left = reader.tokens[reader.at];
  if (left) throw fault(left.mark, 'there is no ( for this )', 'put a ) that is text in quotes');
  return query;
}

const peek = (reader: Reader): Token['kind'] | undefined => reader.tokens[reader.at]?.kind;

function anyOf(reader: Reader, depth: number): Query {
  const of = [allOf(reader, depth)];
  while (peek(reader) === 'or') {
    reader.at++;
    of.push(allOf(reader, depth));
  }
  return of.length === 1 && of[0] ? of[0] : { kind: 'or', of };
}

function allOf(reader: Reader, depth: number): Query {
  const of = [one(reader, depth)];
  for (let next = peek(reader); next && next !== 'or' && next !== 'close'; next = peek(reader)) {
    if (next === 'and') reader.at++;
    of.push(one(reader, depth));
  }
  return of.length === 1 && of[0] ? of[0] : { kind: 'and', of };
}

function one(reader: Reader, depth: number): Query {
  const token = reader.tokens[reader.at++];
  if (token?.kind === 'leaf') return token.query;
  if (!token || (token.kind !== 'not' && token.kind !== 'open')) throw nothingHere(reader, token);
  if (depth >= maxDepth) throw fault(token.mark, `a query may be nested ${maxDepth} deep at most`);
  if (token.kind === 'not') return { kind: 'not', of: one(reader, depth + 1) };
  const inside = anyOf(reader, depth + 1);
  if (reader.tokens[reader.at++]?.kind !== 'close') throw fault(token.mark, 'there is no ) for this (');
  return inside;
}

/** A term was expected at the token that was read last, which is another one or the end. */
function nothingHere(reader: Reader, token: Token | undefined): DeskError {
  const before = reader.tokens[reader.at - 2];
  if (token?.kind === 'close' && before?.kind === 'open')
    return fault(joined(before.mark, token.mark), 'there is nothing within these parentheses');
  if (before && before.kind !== 'leaf' && before.kind !== 'close')
    return fault(before.mark, `after "${typed(before.mark)}" something is missing`, asText(before));
  if (token) return fault(token.mark, `before "${typed(token.mark)}" something is missing`, asText(token));
  throw new Error('a query ended where none could');
}

const joined = (first: Mark, last: Mark): Mark => ({ ...first, to: last.to });
const asText = ({ kind, mark }: Token): string | undefined =>
  kind === 'and' || kind === 'or' || kind === 'not' ? `to look for the word, put it in quotes: "${typed(mark)}"` : undefined;
