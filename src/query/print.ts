import type { Query, Range, Term, Text, Typed } from './query.ts';
import { quote } from './quoted.ts';

/** The text of a query: `parse` reads from it the same tree again (with marks of its own), for every tree that `parse` can return. */
export function print(query: Query): string {
  switch (query.kind) {
    case 'and':
      return query.of.map(inGroup).join(' ');
    case 'or':
      return query.of.map((branch) => (branch.kind === 'or' ? inGroup(branch) : print(branch))).join(' or ');
    case 'not':
      return printNot(query.of);
    case 'term':
      return printTerm(query);
    case 'range':
      return printRange(query);
    case 'text':
      return printText(query);
    case 'saved':
      return `@${query.name}`;
  }
}

const isGroup = (query: Query): boolean => query.kind === 'and' || query.kind === 'or';
const inGroup = (query: Query): string => (isGroup(query) ? `(${print(query)})` : print(query));

function printNot(query: Query): string {
  const text = inGroup(query);
  return query.kind === 'not' || text.startsWith('-') ? `not ${text}` : `-${text}`;
}

/** What `parse` reads as one value without quotes, wherever it stands. */
const bare = /^(?![=.])[^\s(),"“„«]+(?<!\.)$/;
const printValue = ({ text }: Typed): string => (bare.test(text) && !text.includes('..') ? text : quote(text));

const printTerm = ({ field, compare, values }: Term): string => `${field}${compare}${values.map(printValue).join(',')}`;

const printRange = ({ field, low, high }: Range): string => `${field}:${low ? printValue(low) : ''}..${high ? printValue(high) : ''}`;

function printText({ within, text, phrase, prefix }: Text): string {
  const stars = prefix ? '*' : '';
  return `${within === 'subject' ? 'subject:' : ''}${phrase ? `${quote(text)}${stars}` : `${text}${stars}`}`;
}
