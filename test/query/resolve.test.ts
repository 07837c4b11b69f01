import { describe, expect, it } from 'vitest';
import { parse } from '../../src/query/parse.ts';
import type { Condition } from '../../src/query/query.ts';
import { resolve, withDefault } from '../../src/query/resolve.ts';
import { faultOf, pointed } from './faults.ts';

/** A Saturday. */
const now = '2026-11-21T12:00:00.000Z';
const saved: Readonly<Record<string, string>> = {
  mine: 'owner:me',
  hot: '@mine priority>=high',
  ring: '@round',
  round: 'a or @ring',
  typo: 'stauts:new',
  deep: '@typo or a',
  empty: ' ',
};
const asking = { me: ' Vera', now, saved: (name: string) => saved[name] };
const resolved = (text: string) => resolve(parse(text), asking);

/** A condition in short. */
function short(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or':
      return `(${[condition.kind, ...condition.of.map(short)].join(' ')})`;
    case 'not':
      return `(not ${short(condition.of)})`;
    case 'is':
      return `${condition.field}=${JSON.stringify(condition.values)}`;
    case 'part':
      return `${condition.field} ${condition.at} ${condition.text}`;
    case 'none':
      return `${condition.field} none`;
    case 'between':
      return `${condition.field} [${end(condition.from)}, ${end(condition.to)})`;
    case 'words':
      return `${condition.within} ${condition.words.join('+')}${condition.prefix ? '*' : ''}`;
  }
}

/** Times without what is zero in them. */
const end = (value: string | number | undefined): string =>
  String(value ?? '')
    .replace(/(:00)?(:00\.000|\.000)?Z$/, '')
    .replace(/T00$/, '');

describe('resolve', () => {
  it.each([
    ['', '(and)'],
    ['status:New', 'status=["new"]'],
    ['status:new,open,new', 'status=["new","open"]'],
    ['owner:me', 'owner=["vera"]'],
    ['owner:ME,none,Ben', '(or owner=["vera","ben"] owner none)'],
    ['queue:" Second Line "', 'queue=["second line"]'],
    ['tag:VIP*', 'tags start vip'],
    ['tag:*gold', 'tags end gold'],
    ['tag:*old*,spam', '(or tags anywhere old tags=["spam"])'],
    ['tag:none', 'tags none'],
    ['requester:@Acme.com', 'requester end @acme.com'],
    ['requester:Anna@x.example', 'requester=["anna@x.example"]'],
    ['requester:anna', 'requester anywhere anna'],
    ['requester:anna@', 'requester anywhere anna@'],
    ['requester:anna*', 'requester start anna'],
    ['requester:+421905123456', 'requester anywhere +421905123456'],
    ['cc:@acme.com,none', '(or cc end @acme.com cc none)'],
    ['place:Checkout', 'place anywhere checkout'],
    ['place:/pay*', 'place start /pay'],
    ['field.Plan:PRO', 'field.plan=["pro"]'],
    ['category:me', 'category=["me"]'],
    ['side:none', 'side none'],
    ['language:sr*', 'language start sr'],
  ])('puts names of %s in normal form', (text, meaning) => {
    expect(short(resolved(text).condition)).toBe(meaning);
  });

  it.each([
    ['id:12', 'id=[12]'],
    ['id:12,15', 'id=[12,15]'],
    ['id:12..20', 'id [12, 21)'],
    ['id:12..20,30', '(or id [12, 21) id=[30])'],
    ['messages>3', 'messages [4, )'],
    ['messages>=3', 'messages [3, )'],
    ['messages<3', 'messages [, 3)'],
    ['messages<=3', 'messages [, 4)'],
    ['links:..0', 'links [, 1)'],
    ['priority:high', 'priority=["high"]'],
    ['priority>=high', 'priority [2, )'],
    ['priority>normal', 'priority [2, )'],
    ['priority<=normal', 'priority [, 2)'],
    ['priority:normal..high', 'priority [1, 3)'],
    ['status<solved', 'status [, 4)'],
  ])('ranks %s', (text, meaning) => {
    expect(short(resolved(text).condition)).toBe(meaning);
  });

  it.each([
    ['created:2026-11', 'created [2026-11-01, 2026-12-01)'],
    ['created:2026-11-21', 'created [2026-11-21, 2026-11-22)'],
    ['created>=2026-11-01', 'created [2026-11-01, )'],
    ['created>2026-11-01', 'created [2026-11-02, )'],
    ['created<=2026-11-01', 'created [, 2026-11-02)'],
    ['created:2026-11-01..2026-11-15', 'created [2026-11-01, 2026-11-16)'],
    ['created:2026-11-01,2026-10', '(or created [2026-11-01, 2026-11-02) created [2026-10-01, 2026-11-01))'],
    ['created:"2026-11-01 10:00"..', 'created [2026-11-01T10, )'],
    ['due<today', 'due [, 2026-11-21)'],
    ['updated:yesterday', 'updated [2026-11-20, 2026-11-21)'],
    ['created:monday', 'created [2026-11-16, 2026-11-17)'],
    ['due:monday', 'due [2026-11-23, 2026-11-24)'],
    ['updated:3h', 'updated [2026-11-21T09, 2026-11-21T12:00:00.001)'],
    ['updated:-3h', 'updated [2026-11-21T09, 2026-11-21T12:00:00.001)'],
    ['due:2d', 'due [2026-11-21T12, 2026-11-23T12:00:00.001)'],
    ['due<2d', 'due [, 2026-11-23T12)'],
    ['due<-2d', 'due [, 2026-11-19T12)'],
    ['created>=-2d', 'created [2026-11-19T12, )'],
    ['created:3d..1d', 'created [2026-11-18T12, 2026-11-20T12:00:00.001)'],
    ['created:yesterday..monday', 'created [2026-11-20, 2026-11-17)'],
    ['first-reply:none', 'first-reply none'],
  ])('dates %s', (text, meaning) => {
    expect(short(resolved(text).condition)).toBe(meaning);
  });

  it.each([
    ['age>2d', 'age [, 2026-11-19T12)'],
    ['age>=2d', 'age [, 2026-11-19T12:00:00.001)'],
    ['age<2d', 'age [2026-11-19T12:00:00.001, )'],
    ['age<=2d', 'age [2026-11-19T12, )'],
    ['age:1d..2d', 'age [2026-11-19T12, 2026-11-20T12:00:00.001)'],
    ['age:2d..', 'age [, 2026-11-19T12:00:00.001)'],
    ['waiting>3H', 'waiting [, 2026-11-21T09)'],
    ['waiting:none', 'waiting none'],
  ])('counts %s back from now', (text, meaning) => {
    expect(short(resolved(text).condition)).toBe(meaning);
  });

  it.each([
    ['Рачун', 'all racun'],
    ['refun*', 'all refun*'],
    ['"late  Refund!"', 'all late+refund'],
    ['x-ray', 'all x+ray'],
    ['anna@x.example', 'all anna+x+example'],
    ['subject:"your inv*"', 'subject your+inv*'],
    ['subject:none', 'subject none'],
  ])('folds the words of %s', (text, meaning) => {
    expect(short(resolved(text).condition)).toBe(meaning);
  });

  it.each([
    ['a (b c) or (d or e)', '(or (and all a all b all c) all d all e)'],
    ['not not a', 'all a'],
    ['-(a or tag:b)', '(not (or all a tags=["b"]))'],
    ['@mine', 'owner=["vera"]'],
    ['@HOT x', '(and owner=["vera"] priority [2, ) all x)'],
    ['-@hot', '(not (and owner=["vera"] priority [2, )))'],
  ])('joins %s', (text, meaning) => {
    expect(short(resolved(text).condition)).toBe(meaning);
  });

  it.each([
    ['status:opne', '       ^^^^', '"opne" is no status', 'did you mean open? one of new, open, pending'],
    ['status:new,opne', '           ^^^^', '"opne" is no status'],
    ['status:o*', '       ^^', 'is no status'],
    ['priority>=hihg', '          ^^^^', 'is no priority', 'did you mean high?'],
    ['side:agent', '     ^^^^^', 'is no side', 'requester, provider'],
    ['queue>billing', '^^^^^^', 'queue has no order', 'priority, created'],
    ['tag:a..b', '^^^^^^^^', 'tags has no order', 'in quotes'],
    ['subject>a', '^^^^^^^^', 'subject has no order'],
    ['id:x', '   ^', 'no whole number'],
    ['id:1.5', '   ^^^', 'no whole number'],
    ['id:20..12', '^^^^^^^^^', 'ends before it begins'],
    ['priority:high..low', '^^^^^^^^^^^^^^^^^^', 'ends before it begins'],
    ['age:3d..1d', '^^^^^^^^^^', 'ends before it begins'],
    ['created:2026-13-01', '        ^^^^^^^^^^', 'is no time', 'yesterday'],
    ['created:..soon', '          ^^^^', 'is no time'],
    ['created>=-999999w', '         ^^^^^^^^', 'is no time'],
    ['due>none', '    ^^^^', 'is no time'],
    ['created>2d', '        ^^', 'could mean', 'created<-2d for longer ago'],
    ['age>2days', '    ^^^^^', 'is no length of time', '2d'],
    ['age>999999w', '    ^^^^^^^', 'is no length of time'],
    ['age:2d', '    ^^', 'compared with > or <', 'age>2d'],
    ['queue:""', '      ^^', 'is empty', 'queue:none'],
    ['owner:*', '      ^', 'nothing beside the *', '-owner:none'],
    ['tag:a*b', '    ^^^', 'beginning or at the end'],
    ['!!! a', '^^^', 'no word in !!!'],
    ['subject:"?"', '^^^^^^^^^^^', 'no word in'],
    ['a @nix', '  ^^^^', 'no saved query "nix"', 'desk query list'],
    ['@empty', '^^^^^^', 'is empty'],
  ])('points at what is wrong in %s', (text, carets, message, hint = '') => {
    const fault = faultOf(() => resolved(text));
    expect(pointed(fault)).toBe(`${text}\n${carets}`);
    expect(fault.message).toContain(message);
    expect(fault.hint ?? '').toContain(hint);
  });

  it('says in which saved query a fault is, and points into it', () => {
    const fault = faultOf(() => resolved('a @deep'));
    expect(fault.message).toBe('in the saved query "typo": there is no field "stauts"');
    expect(pointed(fault)).toBe('stauts:new\n^^^^^^');
    expect(fault.hint).toContain('status');
  });

  it('refuses a circle of saved queries', () => {
    expect(faultOf(() => resolved('@ring')).message).toContain('@ring → @round → @ring');
  });

  it('refuses saved queries that grow beyond bounds', () => {
    const growing = (name: string) => (name === 'a30' ? 'x' : `@a${Number(name.slice(1)) + 1} @a${Number(name.slice(1)) + 1}`);
    expect(faultOf(() => resolve(parse('@a0'), { ...asking, saved: growing })).message).toContain(
      '500 terms at most, its saved queries put in',
    );
    const endless = (name: string) => `x -@a${Number(name.slice(1)) + 1}`;
    expect(faultOf(() => resolve(parse('@a0'), { ...asking, saved: endless })).message).toContain('nested 50 deep');
    const steep = (name: string) => (name === 'a40' ? 'x' : `x or (y z or (x y or @a${Number(name.slice(1)) + 1} x) z)`);
    expect(faultOf(() => resolve(parse('@a0'), { ...asking, saved: steep })).message).toContain('nested too deep');
  });

  it('counts each part of a list as a term', () => {
    const many = Array.from({ length: 501 }, (_, at) => `n${at}`);
    expect(faultOf(() => resolved(`requester:${many.join(',')}`)).message).toContain('500 terms');
    expect(() => resolved(`queue:${many.join(',')}`)).not.toThrow();
  });

  it('counts each word of a phrase as a term', () => {
    expect(faultOf(() => resolved(`"${'a '.repeat(501)}"`)).message).toContain('500 terms');
    expect(() => resolved(`"${'a '.repeat(500)}"`)).not.toThrow();
  });

  it.each([
    ['refund', true],
    ['subject:refund', true],
    ['tag:a -refund', false],
    ['-(tag:a -refund)', true],
    ['tag:a', false],
  ])('knows whether %s looks for words', (text, searches) => {
    expect(resolved(text).searches).toBe(searches);
  });
});

describe('withDefault', () => {
  const unfinished = 'status=["new","open","pending","hold"]';
  it.each([
    ['', unfinished],
    ['tag:a', `(and ${unfinished} tags=["a"])`],
    ['a or b', `(and ${unfinished} (or all a all b))`],
    ['status:solved', 'status=["solved"]'],
    ['a -status:closed', '(and all a (not status=["closed"]))'],
    ['a or status>=open', '(or all a status [1, ))'],
  ])('makes of %s', (text, meaning) => {
    expect(short(withDefault(resolved(text)).condition)).toBe(meaning);
  });
});
