import type { DeskError } from '../errors.ts';
import { type Cursor, fault, markFrom, sees, take } from './cursor.ts';
import { nearestField, type QueryField, queryField } from './fields.ts';
import { kindOf } from './kinds.ts';
import { letters } from './letters.ts';
import { takeCompared, takeList, takeTexts } from './list.ts';
import type { Comparison, Query } from './query.ts';

/** A name and how it compares; `=` and `!=` are read to be refused with what to write instead. */
const head = new RegExp(`([${letters}](?:[${letters}0-9_.-]*[${letters}0-9])?)(:|[<>]=?|!=|==?)`, 'y');
const foreign = new Set(['=', '==', '!=']);
const end = /$|[\s()]/y;

/** Reads `field:…` or `field>=…`; undefined, and no step, where the text only looks like one: a URL, a host with its port, `Re:`. */
export function takeTerm(cursor: Cursor): Query | undefined {
  const from = cursor.at;
  head.lastIndex = from;
  const [typed = '', name = '', sign = ''] = head.exec(cursor.text) ?? [];
  const after = { text: cursor.text, at: from + typed.length };
  const field = queryField(name);
  if (typed === '' || (!field && isOnlyText(after, name, sign))) return undefined;
  cursor.at = after.at;
  if (!field) throw unknownField(cursor, from, name);
  if (foreign.has(sign)) throw foreignSign(cursor, name, sign);
  if (sees(cursor, end)) throw valueMissing(cursor, from, field, typed);
  if (sign !== ':') return takeCompared(cursor, from, field, sign as Comparison);
  return field.name === 'subject' ? takeTexts(cursor, from) : takeList(cursor, from, field);
}

/** What looks like `name:value` with a name that is no field, and is plainly not meant as one. */
function isOnlyText(after: Cursor, name: string, sign: string): boolean {
  if (foreign.has(sign)) return true;
  if (sees(after, /\/\/|[\\:]/y) || (name.includes('.') && !/^field\./i.test(name))) return true;
  return sees(after, end) && nearestField(name) === undefined;
}

function unknownField(cursor: Cursor, from: number, name: string): DeskError {
  const mark = { text: cursor.text, from, to: from + name.length };
  take(cursor, /[^\s()"]{0,40}/y);
  const other = /^field\./i.test(name)
    ? 'the name of a custom field is made of letters, digits, - and _'
    : `a custom field is written field.${name}`;
  const near = nearestField(name);
  const first = near ? `did you mean ${near}?` : `${other};`;
  return fault(
    mark,
    `there is no field "${name}"`,
    `${first} to look for it as text, put it in quotes: "${cursor.text.slice(from, cursor.at)}"`,
  );
}

function foreignSign(cursor: Cursor, name: string, sign: string): DeskError {
  const mark = markFrom(cursor, cursor.at - sign.length);
  const value = take(cursor, /[^\s()]*/y);
  return fault(mark, `a query knows no ${sign}`, `write ${sign === '!=' ? '-' : ''}${name}:${value}`);
}

function valueMissing(cursor: Cursor, from: number, field: QueryField, typed: string): DeskError {
  if (sees(cursor, /\(/y))
    return fault(markFrom(cursor, from), `after ${typed} there are no parentheses`, `several values are written ${typed}this,that`);
  const example = field.values?.[0] ?? kindOf(field).example;
  return fault(markFrom(cursor, from), `a value is missing after ${typed}`, `it follows without a blank, such as ${typed}${example}`);
}
