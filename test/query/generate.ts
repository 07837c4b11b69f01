import fc from 'fast-check';
import { channels, priorities, sides, statuses, type Ticket } from '../../src/model/ticket.ts';
import type { AnyFieldName, FieldName } from '../../src/model/ticket-fields.ts';
import { type Instant, later } from '../../src/model/time.ts';
import type { Condition, Leaf } from '../../src/query/query.ts';

/** For `fc.assert`: the same cases in every run; with DESK_TEST=full ten times as many, and others each time. */
export function runs(count: number): { readonly numRuns: number; readonly seed?: number } {
  return process.env['DESK_TEST'] === 'full' ? { numRuns: count * 10 } : { numRuns: count, seed: 20_261_121 };
}

/** Milliseconds that a test with many cases may take: the full ones take long on a busy machine. */
export const patience = 60_000;

/** The time at which generated tickets are looked at. */
export const now: Instant = '2026-11-21T12:00:00.000Z';

const hour = 3_600_000;
/** Few enough that a generated condition often meets a ticket exactly at its edge. */
const moments = [-400, -72, -49, -48, -24, -3, -1, 0].map((hours) => later(now, hours * hour));
const ahead = [-5, 0, 1, 4, 48].map((hours) => later(now, hours * hour));

const queues = ['support', 'billing', 'second line'];
const owners = ['vera', 'ben', 'žofia'];
const people = ['anna@x.example', 'ana@acme.com', 'jo@shop.acme.com', '+421 905 123 456', 'ján novák'];
const tags = ['spam', 'vip', 'vip-gold', 'refund', 'данъци'];
const categories = ['user', 'model', 'studio'];
const languages = ['sk', 'sr', 'sr-latn', 'en'];
const places = ['Checkout', '/account/pay', 'Účet > Platby', 'a, b'];
const plans = ['pro', 'Free', 'PRO trial'];
/** As they are written, beside how they are folded. */
const vocabulary = [
  ['refund', 'refund'],
  ['Refunded', 'refunded'],
  ['račun', 'racun'],
  ['Рачун', 'racun'],
  ['payment', 'payment'],
  ['invoice', 'invoice'],
  ['550', '550'],
  ['5', '5'],
] as const;
const gaps = [' ', ' ', ', ', '-', '\n', '. '];

const of = <T>(values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const orNone = <T>(values: readonly T[]): fc.Arbitrary<T | null> => fc.option(of(values), { nil: null });
const some = <T>(values: readonly T[], most = 3): fc.Arbitrary<T[]> => fc.uniqueArray(of(values), { maxLength: most });
const oneOrMore = <T>(values: readonly T[]): fc.Arbitrary<T[]> => fc.uniqueArray(of(values), { minLength: 1, maxLength: 3 });

const sentence = fc
  .array(fc.tuple(of(vocabulary), of(gaps)), { maxLength: 8 })
  .map((parts) => parts.map(([[written], gap]) => written + gap).join(''));

/** The bodies of a ticket's messages, oldest first. */
export const anyBodies: fc.Arbitrary<readonly string[]> = fc.array(sentence, { minLength: 1, maxLength: 3 });

/** A ticket that a desk of our own could hold; it has no links, was not merged and is not gone. */
export const anyTicket: fc.Arbitrary<Ticket> = fc
  .record({
    id: fc.integer({ min: 1, max: 60 }),
    version: fc.integer({ min: 1, max: 5 }),
    subject: sentence.map((text) => `About ${text}`),
    status: of(statuses),
    priority: of(priorities),
    queue: of(queues),
    owner: orNone(owners),
    requester: orNone(people),
    cc: some(people),
    tags: some(tags),
    channel: of(channels),
    category: orNone(categories),
    side: orNone(sides),
    place: orNone(places),
    language: orNone(languages),
    times: fc.tuple(of(moments), of(moments)).map((times) => times.toSorted()),
    due: orNone(ahead),
    closed: of(moments),
    firstReply: orNone(moments),
    waitingSince: orNone(moments),
    messages: fc.integer({ min: 1, max: 3 }),
    plan: orNone(plans),
  })
  .map(({ times: [created = now, updated = now], closed, plan, ...ticket }) => ({
    ...ticket,
    created,
    updated,
    closed: ticket.status === 'solved' || ticket.status === 'closed' ? closed : null,
    fields: plan === null ? {} : { plan },
    until: null,
    mergedInto: null,
    gone: null,
    links: 0,
  }));

const is = (field: AnyFieldName, values: readonly string[]): fc.Arbitrary<Leaf> =>
  oneOrMore([...values.map((value) => value.toLowerCase()), 'never-there']).map((wanted) => ({ kind: 'is', field, values: wanted }));
const none = (field: AnyFieldName): fc.Arbitrary<Leaf> => fc.constant({ kind: 'none', field });

const part = (field: AnyFieldName, values: readonly string[]): fc.Arbitrary<Leaf> =>
  fc
    .tuple(of(values), of(['start', 'end', 'anywhere'] as const), fc.nat(4), fc.integer({ min: 1, max: 5 }))
    .map(([value, at, from, length]) => {
      const text = value.toLowerCase();
      if (at === 'start') return { kind: 'part', field, at, text: text.slice(0, length) };
      if (at === 'end') return { kind: 'part', field, at, text: text.slice(-length) };
      return { kind: 'part', field, at, text: text.slice(Math.min(from, text.length - 1)).slice(0, length) };
    });

const between = (field: AnyFieldName, scale: readonly (string | number)[]): fc.Arbitrary<Leaf> =>
  fc
    .tuple(of(scale), of(scale), of(['from', 'to', 'both'] as const))
    .map(([from, to, ends]) => ({ kind: 'between', field, from: ends === 'to' ? undefined : from, to: ends === 'from' ? undefined : to }));

const numbers = (field: AnyFieldName, most: number): fc.Arbitrary<Leaf> => {
  const scale = Array.from({ length: most + 1 }, (_, at) => at);
  return fc.oneof(
    oneOrMore(scale).map((values): Leaf => ({ kind: 'is', field, values })),
    between(field, scale),
  );
};
const ranked = (field: AnyFieldName, values: readonly string[]): fc.Arbitrary<Leaf> =>
  fc.oneof(
    oneOrMore(values).map((wanted): Leaf => ({ kind: 'is', field, values: wanted })),
    between(field, [...values.keys(), values.length]),
  );
const names = (field: AnyFieldName, values: readonly string[]): fc.Arbitrary<Leaf> =>
  fc.oneof(is(field, values), part(field, values), none(field));
const chosen = (field: AnyFieldName, values: readonly string[]): fc.Arbitrary<Leaf> => fc.oneof(is(field, values), none(field));
const times = (field: AnyFieldName, scale: readonly Instant[]): fc.Arbitrary<Leaf> => fc.oneof(between(field, scale), none(field));
const text = (field: AnyFieldName, values: readonly string[]): fc.Arbitrary<Leaf> => fc.oneof(part(field, values), none(field));

/** Words in a row, most of which stand so in some ticket; a part of the last one with `prefix`. */
const words: fc.Arbitrary<Leaf> = fc
  .record({
    within: of(['all', 'subject'] as const),
    words: fc.array(of(vocabulary.map(([, folded]) => folded)), { minLength: 1, maxLength: 3 }),
    prefix: fc.boolean(),
    length: fc.integer({ min: 1, max: 6 }),
  })
  .map(({ within, words: row, prefix, length }) => ({
    kind: 'words',
    within,
    prefix,
    words: prefix ? [...row.slice(0, -1), (row.at(-1) ?? '').slice(0, length)] : row,
  }));

const leaves: Readonly<Record<FieldName | 'field.plan', fc.Arbitrary<Leaf>>> = {
  id: numbers('id', 60),
  subject: words,
  status: ranked('status', statuses),
  priority: ranked('priority', priorities),
  queue: names('queue', queues),
  owner: names('owner', owners),
  requester: names('requester', people),
  cc: names('cc', people),
  tags: names('tags', tags),
  channel: chosen('channel', channels),
  category: names('category', categories),
  side: chosen('side', sides),
  place: text('place', places),
  language: names('language', languages),
  created: times('created', moments),
  updated: times('updated', moments),
  due: times('due', ahead),
  closed: times('closed', moments),
  'first-reply': times('first-reply', moments),
  age: times('age', moments),
  waiting: times('waiting', moments),
  messages: numbers('messages', 4),
  links: numbers('links', 2),
  version: numbers('version', 6),
  'field.plan': names('field.plan', plans),
};

/** Any term that `resolve` can make; every third looks for words. */
export const anyLeaf: fc.Arbitrary<Leaf> = fc.oneof(
  { weight: 1, arbitrary: words },
  { weight: 2, arbitrary: fc.oneof(...Object.values(leaves)) },
);

/** Any condition that `resolve` can make, up to four deep. */
export const anyCondition: fc.Arbitrary<Condition> = fc.letrec<{ condition: Condition; group: Condition; not: Condition }>((tie) => ({
  condition: fc.oneof({ maxDepth: 4, depthSize: 'small' }, anyLeaf, tie('group'), tie('not')),
  group: fc
    .tuple(of(['and', 'or'] as const), fc.array(tie('condition'), { minLength: 2, maxLength: 4 }))
    .map(([kind, parts]) => ({ kind, of: parts })),
  not: tie('condition').map((inner) => ({ kind: 'not', of: inner })),
})).condition;
