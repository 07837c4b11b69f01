import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DeskError } from '../../src/errors.ts';
import { parse } from '../../src/query/parse.ts';
import type { Query } from '../../src/query/query.ts';
import { faultOf, pointed } from './faults.ts';
import { patience, runs } from './generate.ts';

/** A tree in short: (and a b), with texts in quotes where they are phrases. */
function short(query: Query): string {
  switch (query.kind) {
    case 'and':
    case 'or':
      return `(${[query.kind, ...query.of.map(short)].join(' ')})`;
    case 'not':
      return `(not ${short(query.of)})`;
    case 'term':
      return `${query.field}${query.compare}[${query.values.map((value) => value.text).join('|')}]`;
    case 'range':
      return `${query.field}:[${query.low?.text ?? ''}..${query.high?.text ?? ''}]`;
    case 'text':
      return `${query.within === 'subject' ? 'in-subject ' : ''}${query.phrase ? JSON.stringify(query.text) : query.text}${query.prefix ? '*' : ''}`;
    case 'saved':
      return `@${query.name}`;
  }
}

describe('parse', () => {
  it.each([
    ['', '(and)'],
    [' \n', '(and)'],
    ['status:new', 'status:[new]'],
    ['STATUS:New,open', 'status:[New|open]'],
    ['tag:spam', 'tags:[spam]'],
    ['field.plan:pro', 'field.plan:[pro]'],
    ['field.план:да field.größe_2>1', '(and field.план:[да] field.größe_2>[1])'],
    ['queue:"second line",billing', 'queue:[second line|billing]'],
    ['queue:"a \\"b\\" \\\\ c:\\d"', 'queue:[a "b" \\ c:\\d]'],
    ['priority>=high', 'priority>=[high]'],
    ['age>2d due<today messages<=3', '(and age>[2d] due<[today] messages<=[3])'],
    ['created:2026-11-01..2026-11-15', 'created:[2026-11-01..2026-11-15]'],
    ['priority:high..', 'priority:[high..]'],
    ['due:..today', 'due:[..today]'],
    ['created:"2026-11-01 10:00"..', 'created:[2026-11-01 10:00..]'],
    ['id:12..20,30,31,40..', '(or id:[12..20] id:[30|31] id:[40..])'],
    ['place:../pay', 'place:[../pay]'],
    ['created>=2026-11-01T10:30', 'created>=[2026-11-01T10:30]'],
  ])('reads the terms of %s', (text, tree) => {
    expect(short(parse(text))).toBe(tree);
  });

  it.each([
    ['refund', 'refund'],
    ['refun*', 'refun*'],
    ['"late refund"', '"late refund"'],
    ['"late refu*"', '"late refu"*'],
    ['"late refu"*', '"late refu"*'],
    ['"what *"', '"what *"'],
    ['„Zahlung fehlt“ «раз два» “it is”', '(and "Zahlung fehlt" "раз два" "it is")'],
    ['„Zahlung" “fehlt" «да"', '(and "Zahlung" "fehlt" "да")'],
    ['subject:invoice', 'in-subject invoice'],
    ['subject:"your invoice",bill*', '(or in-subject "your invoice" in-subject bill*)'],
    ['refund,chargeback', 'refund,chargeback'],
    ['@my-day', '@my-day'],
    ['@Mine', '@mine'],
    ['anna@x.example', 'anna@x.example'],
  ])('reads the words of %s', (text, tree) => {
    expect(short(parse(text))).toBe(tree);
  });

  it.each([
    'https://x.example/a?b=1',
    '10:30',
    'Re:',
    'mail.x.example:25',
    'C:\\temp',
    'std::string',
    'a=b',
    'fe80::1',
    'foo->bar',
    '5>3',
    '<b>',
  ])('takes %s for text', (text) => {
    expect(short(parse(text))).toBe(text);
  });

  it.each([
    ['a b', '(and a b)'],
    ['a and b', '(and a b)'],
    ['a b or c d', '(or (and a b) (and c d))'],
    ['a OR b Or c', '(or a b c)'],
    ['a (b or c)', '(and a (or b c))'],
    ['(a (b))', '(and a b)'],
    ['not a b', '(and (not a) b)'],
    ['not(a or b)c', '(and (not (or a b)) c)'],
    ['-a -tag:b -"c d" -(e f) -@g', '(and (not a) (not tags:[b]) (not "c d") (not (and e f)) (not @g))'],
    ['not not -a', '(not (not (not a)))'],
    ['–a', '(not a)'],
    ['x-ray "or" android', '(and x-ray "or" android)'],
    ['- a', '(and - a)'],
  ])('joins %s', (text, tree) => {
    expect(short(parse(text))).toBe(tree);
  });

  it.each([
    ['status:', '^^^^^^^', 'a value is missing after status:', 'status:new'],
    ['a status: new', '  ^^^^^^^', 'a value is missing after status:', 'without a blank'],
    ['age:', '^^^^', 'a value is missing', 'age:1d..2d'],
    ['priority>=', '^^^^^^^^^^', 'a value is missing after priority>=', 'priority>=low'],
    ['status:(new or open)', '^^^^^^^', 'no parentheses', 'status:this,that'],
    ['tag:a,,b', '      ^', 'a value is missing here'],
    ['tag:a,', '     ^', 'a value is missing here'],
    ['subject:a,', '         ^', 'a word is missing here'],
    ['created:..', '         ^', 'a value is missing here'],
    ['priority>=low,high', '             ^', 'comes one value'],
    ['a stauts:new', '  ^^^^^^', 'no field "stauts"', 'did you mean status?'],
    ['stauts:', '^^^^^^', 'no field "stauts"', 'did you mean status?'],
    ['prio>=high', '^^^^', 'no field "prio"', 'did you mean priority?'],
    ['plan:pro', '^^^^', 'no field "plan"', 'field.plan'],
    ['поле:да', '^^^^', 'no field "поле"', 'field.поле'],
    ['foo:bar', '^^^', 'no field "foo"', 'in quotes: "foo:bar"'],
    ['field.a.b:c', '^^^^^^^^^', 'no field "field.a.b"', 'letters, digits'],
    ['status=new', '      ^', 'knows no =', 'write status:new'],
    ['status!=new', '      ^^', 'knows no !=', 'write -status:new'],
    ['(a or', '   ^^', 'after "or" something is missing', '"or"'],
    ['a and', '  ^^^', 'after "and" something is missing'],
    ['not', '^^^', 'after "not" something is missing'],
    ['or a', '^^', 'before "or" something is missing'],
    ['a or and b', '  ^^', 'after "or" something is missing'],
    ['(a or )', '   ^^', 'after "or" something is missing'],
    ['(a b', '^', 'no ) for this ('],
    ['a) b', ' ^', 'no ( for this )'],
    ['a ()', '  ^^', 'nothing within'],
    ['"abc', '^^^^', 'quote does not end'],
    ['queue:"abc', '      ^^^^', 'quote does not end'],
    ['"a b"c', '     ^', 'a blank is missing'],
    ['foo"bar"', '   ^', 'a blank is missing'],
    ['queue:"a"b', '         ^', 'a blank is missing'],
    ['fo*o', '^^^^', 'only at the end'],
    ['*', '^', 'only at the end'],
    ['subject:*x', '        ^^', 'only at the end'],
    ['@', '^', 'is missing after @'],
    ['@acme.com', '^^^^^^^^^', 'cannot be the name', 'requester:@acme.com'],
    ['a --limit 5', '  ^^^^^^^', 'looks like a flag', 'outside'],
  ])('points at what is wrong in %s', (text, carets, message, hint = '') => {
    const fault = faultOf(() => parse(text));
    expect(pointed(fault)).toBe(`${text}\n${carets}`);
    expect(fault.message).toContain(message);
    expect(fault.hint ?? '').toContain(hint);
  });

  it.each([
    ['ten megabytes', 'a '.repeat(5_000_000), /65,536 characters at most; this one has 10,000,000/],
    ['100,000 parentheses', '('.repeat(100_000), /65,536 characters/],
    ['30,000 parentheses', '('.repeat(30_000) + 'a' + ')'.repeat(30_000), /nested 50 deep/],
    ['60,000 times not', 'not '.repeat(15_000) + 'a', /nested 50 deep/],
    ['30,000 words', 'a '.repeat(30_000), /500 terms at most/],
    ['60,000 backslashes in a quote', `"${'\\'.repeat(60_000)}`, /does not end/],
    ['60,000 stars', `${'*'.repeat(60_000)}x`, /end of a word/],
    ['60,000 commas', `id:${','.repeat(60_000)}`, /value is missing/],
    ['60,000 letters before a colon', `${'a'.repeat(60_000)}:b`, /there is no field/],
    ['60,000 dots', `created:${'.'.repeat(60_000)}`, /value is missing/],
  ])('ends quickly at %s', (_, text, message) => {
    expect(faultOf(() => parse(text)).message).toMatch(message);
  });

  it('reads a list of ten thousand ids', () => {
    const ids = Array.from({ length: 10_000 }, (_, at) => String(at));
    expect(short(parse(`id:${ids.join(',')}`))).toBe(`id:[${ids.join('|')}]`);
  });

  it('allows what is just within the limits', () => {
    expect(short(parse(`${'('.repeat(50)}a${')'.repeat(50)}`))).toBe('a');
    expect(() => parse('a '.repeat(500))).not.toThrow();
  });

  const pieces = [
    'status:',
    'tag:',
    '"',
    '(',
    ')',
    '-',
    'or ',
    'not ',
    '..',
    ',',
    '*',
    '>=',
    '\\',
    '@',
    'x',
    ' ',
    'ž',
    '😀',
    '„',
    'subject:',
    '10:30',
    '=',
  ];
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  );

  /** Undefined where a text can be read, or is refused as it should be. */
  function badly(text: string): unknown {
    try {
      parse(text);
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof DeskError) || thrown.kind !== 'usage' || thrown.mark?.text !== text) return thrown;
      const { from, to } = thrown.mark;
      return from >= 0 && from < to && to <= text.length ? undefined : thrown.mark;
    }
  }

  it(
    'reads any text or says what is wrong with a stretch of it',
    () => {
      fc.assert(
        fc.property(anyText, (text) => {
          expect(badly(text)).toBeUndefined();
        }),
        runs(3000),
      );
    },
    patience,
  );
});
