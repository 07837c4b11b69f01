import type { Mark } from '../errors.ts';
import { type Cursor, fault, markFrom, markHere, sees, take } from './cursor.ts';
import type { QueryField } from './fields.ts';
import { kindOf } from './kinds.ts';
import type { Comparison, Query, Range, Term, Text, Typed } from './query.ts';
import { atQuote, takeQuoted } from './quoted.ts';
import { takeText } from './text.ts';

const plain = /[^\s(),"“„«]+/y;
const plainEnd = /(?:(?!\.\.)[^\s(),"“„«])+/y;
const comma = /,/y;

const any = (of: readonly Query[]): Query => (of.length === 1 && of[0] ? of[0] : { kind: 'or', of });

/** Reads the texts after `subject:`, which began at `from`. */
export function takeTexts(cursor: Cursor, from: number): Query {
  const texts: Text[] = [takeText(cursor, 'subject', from)];
  while (take(cursor, comma)) texts.push(takeText(cursor, 'subject'));
  return any(texts);
}

/** Reads the one value after `field>=`, which began at `from`. */
export function takeCompared(cursor: Cursor, from: number, field: QueryField, compare: Comparison): Query {
  const value = takeValue(cursor, plain);
  if (!value || sees(cursor, comma)) throw fault(markHere(cursor), `after ${compare} comes one value`);
  return { kind: 'term', field: field.name, compare, values: [value], mark: markFrom(cursor, from) };
}

/** Reads `a,b,c..d` after `field:`, which began at `from`: values next to each other become one term, each range one of its own. */
export function takeList(cursor: Cursor, from: number, field: QueryField): Query {
  const found: (Term | Range)[] = [];
  let term: { kind: 'term'; field: Term['field']; compare: ':'; values: Typed[]; mark: Mark } | undefined;
  let start = from;
  do {
    const part = takePart(cursor, field);
    const mark = markFrom(cursor, start);
    if ('range' in part) {
      found.push({ kind: 'range', field: field.name, low: part.low, high: part.high, mark });
      term = undefined;
    } else if (term) {
      term.values.push(part);
      term.mark = { ...term.mark, to: mark.to };
    } else {
      term = { kind: 'term', field: field.name, compare: ':', values: [part], mark };
      found.push(term);
    }
    start = cursor.at + 1;
  } while (take(cursor, comma));
  return any(found);
}

type Ends = { readonly range: true; readonly low: Typed | undefined; readonly high: Typed | undefined };

function takePart(cursor: Cursor, field: QueryField): Typed | Ends {
  const dots = kindOf(field).ranges;
  const low = takeValue(cursor, dots ? plainEnd : plain);
  const range = dots && take(cursor, /\.\./y) !== '';
  const high = range ? takeValue(cursor, plainEnd) : undefined;
  if (range && (low || high)) return { range, low, high };
  if (!low || range) throw fault(markHere(cursor), 'a value is missing here');
  return low;
}

function takeValue(cursor: Cursor, pattern: RegExp): Typed | undefined {
  const from = cursor.at;
  const quoted = atQuote(cursor);
  const text = quoted ? takeQuoted(cursor) : take(cursor, pattern);
  return quoted || text !== '' ? { text, mark: markFrom(cursor, from) } : undefined;
}
