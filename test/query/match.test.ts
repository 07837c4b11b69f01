import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Ticket } from '../../src/model/ticket.ts';
import { match } from '../../src/query/match.ts';
import { parse } from '../../src/query/parse.ts';
import type { Condition } from '../../src/query/query.ts';
import { resolve } from '../../src/query/resolve.ts';
import { ticketWords } from '../../src/query/words.ts';
import { anyBodies, anyCondition, anyTicket, patience, runs } from './generate.ts';

const now = '2026-11-21T12:00:00.000Z';
const asking = { me: 'vera', now, saved: () => undefined };

const ticket: Ticket = {
  id: 42,
  version: 3,
  subject: 'Dvojitá platba',
  status: 'pending',
  priority: 'high',
  queue: 'billing',
  owner: 'vera',
  requester: 'anna@shop.acme.com',
  cc: ['jo@x.example'],
  tags: ['refund', 'vip-gold'],
  channel: 'mail',
  category: null,
  side: null,
  place: 'Účet > Platby',
  language: 'sk',
  created: '2026-11-19T12:00:00.000Z',
  updated: '2026-11-21T09:00:00.000Z',
  due: '2026-11-23T12:00:00.000Z',
  closed: null,
  firstReply: '2026-11-20T08:00:00.000Z',
  waitingSince: null,
  until: null,
  mergedInto: null,
  gone: null,
  messages: 2,
  links: 0,
  fields: { plan: 'Pro' },
};
const words = ticketWords(ticket.subject, ['I was charged twice. Invoice 2026/11', 'Рачун је приложен']);
const matches = (query: string): boolean => match(resolve(parse(query), asking).condition, ticket, words);

/** Queries, one or several to a line. */
const listed = (text: string): string[] => text.trim().split(/\s*[|\n]\s*/);

describe('match', () => {
  it.each(
    listed(`
      status:pending  |  status:new,pending  |  status>=open  |  priority>=high  |  priority:..high  |  priority<urgent
      queue:Billing  |  owner:me  |  owner:none,vera  |  requester:anna  |  requester:acme  |  requester:anna@shop.acme.com
      cc:@x.example  |  tag:refund  |  tag:vip*  |  tag:*gold  |  tag:*-go*  |  -tag:none  |  category:none  |  place:platby
      place:účet*  |  language:s*  |  field.plan:pro  |  field.other:none  |  field.constructor:none  |  closed:none
      waiting:none  |  id:42  |  id:40..42  |  id:42..50  |  messages>1  |  links:0  |  created:2026-11-19  |  created:2026
      created<=-2d  |  created:2d  |  updated:3h  |  updated:today  |  due>today  |  due:2d  |  first-reply:yesterday
      age>=2d  |  age<=2d  |  age:2d..3d  |  age<49h  |  age>47h  |  dvojita  |  subject:"dvojita platba"  |  charged  |  charg*
      "charged twice"  |  "twice invoice"  |  invoice 2026/11  |  racun  |  Prilož*  |  račun  |  charged or nothing
      not nothing  |  tag:refund (status:new or -status:new)
    `),
  )('finds the ticket with %s', (query) => {
    expect(matches(query)).toBe(true);
  });

  it.each(
    listed(`
      status:new  |  status>pending  |  priority>high  |  priority<high  |  queue:bill  |  owner:none  |  owner:ver
      requester:anna@acme.com  |  requester:@acme  |  requester:@acme.com  |  requester:none  |  cc:none  |  tag:vip
      tag:*vip  |  tag:gold*  |  category:user  |  -side:none  |  place:platba  |  language:sr*  |  field.plan:free
      field.plan:none  |  field.constructor:f*  |  field.other:x  |  id:41,43  |  id:43..  |  id:..41  |  messages<2  |  links>0
      created:2026-11-20  |  created>-2d  |  created<-2d  |  updated:2h  |  due:1d  |  due<2d  |  closed:2026  |  closed<2027
      closed>2025  |  waiting>1h  |  waiting<1h  |  age>2d  |  age<2d  |  age:1d..47h  |  charge  |  "twice charged"
      subject:charged  |  subject:platb  |  "2026 11 racun"  |  "platba i"  |  "charged tw"  |  harged*  |  nothing
      charged nothing  |  not charged  |  nothing or status:new
    `),
  )('does not find it with %s', (query) => {
    expect(matches(query)).toBe(false);
  });

  it('finds every ticket with an empty query', () => {
    expect(matches('')).toBe(true);
  });

  it('lets no phrase run from one message into the next, nor a prefix match what parts them', () => {
    expect(matches('"2026 11"')).toBe(true);
    expect(matches('"11 racun"')).toBe(false);
    const row: Condition = { kind: 'words', within: 'all', words: ['11', 'r'], prefix: true };
    expect(match(row, ticket, words)).toBe(false);
  });

  it('takes the values of custom fields and places in any case, as they were written', () => {
    expect(match({ kind: 'is', field: 'field.plan', values: ['pro'] }, ticket, words)).toBe(true);
    expect(match({ kind: 'part', field: 'place', at: 'start', text: 'účet' }, ticket, words)).toBe(true);
  });

  it(
    'keeps the laws of and, or and not, on any ticket',
    () => {
      fc.assert(
        fc.property(anyCondition, anyCondition, anyTicket, anyBodies, (a, b, any, bodies) => {
          const its = ticketWords(any.subject, bodies);
          const is = (condition: Condition): boolean => match(condition, any, its);
          expect(is({ kind: 'and', of: [a, b] })).toBe(is(a) && is(b));
          expect(is({ kind: 'or', of: [a, b] })).toBe(is(a) || is(b));
          expect(is({ kind: 'not', of: a })).toBe(!is(a));
        }),
        runs(500),
      );
    },
    patience,
  );
});

describe('the generated tickets and conditions', () => {
  it('meet each other often enough to be worth anything', () => {
    const cases = fc.sample(fc.tuple(anyCondition, anyTicket, anyBodies), runs(2000));
    const found = cases.filter(([condition, any, bodies]) => match(condition, any, ticketWords(any.subject, bodies))).length;
    expect(found / cases.length).toBeGreaterThan(0.2);
    expect(found / cases.length).toBeLessThan(0.8);
    const searching = cases.filter(([condition]) => condition.kind === 'words');
    const hits = searching.filter(([condition, any, bodies]) => match(condition, any, ticketWords(any.subject, bodies))).length;
    expect(hits / searching.length).toBeGreaterThan(0.1);
  });
});
