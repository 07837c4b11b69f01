import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { Ticket } from '../../../src/model/ticket.ts';
import { after, furnished, noon } from './desk.ts';

const due = after(48);

/** What is done to which ticket, and exactly what of it differs afterwards. */
const changes: readonly { what: string; id: number; change: Change; before: Partial<Ticket>; after: Partial<Ticket> }[] = [
  {
    what: 'claim',
    id: 1,
    change: { kind: 'claim', steal: false },
    before: { status: 'new', owner: null },
    after: { status: 'open', owner: 'ann' },
  },
  { what: 'claim by force', id: 2, change: { kind: 'claim', steal: true }, before: { owner: 'bob' }, after: { owner: 'ann' } },
  { what: 'release', id: 2, change: { kind: 'release' }, before: { owner: 'bob' }, after: { owner: null } },
  {
    what: 'assign',
    id: 1,
    change: { kind: 'assign', to: ' BOB ' },
    before: { status: 'new', owner: null },
    after: { status: 'open', owner: 'bob' },
  },
  {
    what: 'prioritize',
    id: 1,
    change: { kind: 'prioritize', to: 'urgent' },
    before: { priority: 'normal' },
    after: { priority: 'urgent' },
  },
  { what: 'route', id: 1, change: { kind: 'route', to: 'Billing' }, before: { queue: 'support' }, after: { queue: 'billing' } },
  {
    what: 'tag',
    id: 1,
    change: { kind: 'tag', add: ['Zebra', 'a', 'vip'], remove: ['OLD', 'unknown'] },
    before: { tags: ['old', 'vip'] },
    after: { tags: ['a', 'vip', 'zebra'] },
  },
  {
    what: 'set',
    id: 1,
    change: {
      kind: 'set',
      values: {
        subject: 'Money',
        requester: 'Tom@Ex.com',
        cc: { add: ['n@y.com'], remove: ['x@y.com'] },
        side: 'provider',
        place: null,
        language: 'SK',
      },
    },
    before: { subject: 'Refund', requester: 'rita@acme.com', cc: ['x@y.com'], side: null, place: 'Checkout', language: null },
    after: { subject: 'Money', requester: 'tom@ex.com', cc: ['n@y.com'], side: 'provider', place: null, language: 'sk' },
  },
  {
    what: 'set of custom fields',
    id: 1,
    change: { kind: 'set', values: { fields: { plan: null, Seats: '5' } } },
    before: { fields: { plan: 'pro' } },
    after: { fields: { seats: '5' } },
  },
  {
    what: 'set of a final status',
    id: 1,
    change: { kind: 'set', values: { status: 'solved' } },
    before: { status: 'new', due, closed: null, waitingSince: noon },
    after: { status: 'solved', due: null, closed: after(1), waitingSince: null },
  },
  {
    what: 'wait',
    id: 1,
    change: { kind: 'wait', until: after(3) },
    before: { status: 'new', waitingSince: noon, until: null },
    after: { status: 'pending', waitingSince: null, until: after(3) },
  },
  {
    what: 'close',
    id: 1,
    change: { kind: 'close', as: 'closed' },
    before: { status: 'new', due, closed: null, waitingSince: noon },
    after: { status: 'closed', due: null, closed: after(1), waitingSince: null },
  },
  {
    what: 'reopen',
    id: 4,
    change: { kind: 'reopen' },
    before: { status: 'closed', closed: noon },
    after: { status: 'open', closed: null },
  },
];

/** What a change leaves in the event beside the counters. */
const told = (of: Partial<Ticket>): unknown => ({ ...of });

describe('a change without a message', () => {
  test.each(changes)('$what', async ({ id, change, before: was, after: is }) => {
    await using desk = await furnished();
    const before = await desk.get(id);
    expect(before).toMatchObject(was);

    const outcome = await desk.do(id, change);

    const expected = { ...before, ...is, version: before.version + 1, updated: after(1) };
    expect({ did: outcome.did, message: outcome.message }).toEqual({ did: 'done', message: null });
    expect(outcome.ticket).toEqual(expected);
    expect(await desk.get(id)).toEqual(expected);
    const [event] = await desk.rows('SELECT * FROM event ORDER BY id DESC LIMIT 1');
    expect(event).toMatchObject({
      ticket: id,
      at: after(1),
      by: 'ann',
      kind: change.kind,
      operation: 'op',
      message: null,
      other: null,
      moved: null,
    });
    expect(JSON.parse(String(event?.['before']))).toEqual(told(was));
    expect(JSON.parse(String(event?.['after']))).toEqual(told(is));
    const active = expected.status === 'solved' || expected.status === 'closed' ? 0 : 1;
    expect(await desk.rows(`SELECT active FROM ticket WHERE id = ${id}`)).toEqual([{ active }]);
  });

  test('tags and people stand in the table of attributes with their keys', async () => {
    await using desk = await furnished();
    await desk.do(1, { kind: 'set', values: { place: 'Über uns', tags: { add: ['new'], remove: ['vip'] } } });
    expect(await desk.rows('SELECT name, value, key FROM attribute WHERE ticket = 1 ORDER BY name, key')).toEqual([
      { name: 'cc', value: 'x@y.com', key: 'x@y.com' },
      { name: 'field.plan', value: 'pro', key: 'pro' },
      { name: 'place', value: 'Über uns', key: 'über uns' },
      { name: 'tag', value: 'new', key: 'new' },
      { name: 'tag', value: 'old', key: 'old' },
    ]);
  });
});

test('lists come back in the same order from a change and from a reading, also beyond the first plane of Unicode', async () => {
  await using desk = await furnished();
  const { ticket } = await desk.do(1, { kind: 'tag', add: ['\u{1F600}', '\uFF5A', 'é', 'z'], remove: ['old', 'vip'] });
  expect(ticket.tags).toEqual(['z', 'é', '\uFF5A', '\u{1F600}']);
  expect((await desk.get(1)).tags).toEqual(ticket.tags);
});

const nothing: readonly { what: string; id: number; change: Change }[] = [
  { what: 'claiming what is mine', id: 2, change: { kind: 'claim', steal: false } },
  { what: 'releasing what is nobody’s', id: 1, change: { kind: 'release' } },
  { what: 'the same priority', id: 1, change: { kind: 'prioritize', to: 'normal' } },
  { what: 'the same queue', id: 1, change: { kind: 'route', to: 'SUPPORT' } },
  { what: 'tags that it has', id: 1, change: { kind: 'tag', add: ['vip', 'VIP '], remove: ['none'] } },
  {
    what: 'values that it has',
    id: 1,
    change: { kind: 'set', values: { subject: 'Refund', cc: { add: ['X@y.com'], remove: [] }, fields: { plan: 'pro' } } },
  },
  { what: 'closing what is closed', id: 4, change: { kind: 'close', as: 'closed' } },
];

test.each(nothing)('nothing is written for $what', async ({ id, change }) => {
  await using desk = await furnished();
  const before = await desk.get(id);
  const events = await desk.rows('SELECT * FROM event');
  const outcome = await desk.do(id, change, {}, 'bob');
  expect(outcome).toMatchObject({ did: 'unchanged', ticket: before, message: null });
  expect(await desk.get(id)).toEqual(before);
  expect(await desk.rows('SELECT * FROM event')).toEqual(events);
});

const refusals: readonly { what: string; id: number; change: Change; kind: string; says: RegExp; hint: string }[] = [
  {
    what: 'what another one owns',
    id: 2,
    change: { kind: 'claim', steal: false },
    kind: 'conflict',
    says: /belongs to bob/,
    hint: 'take it over with --steal',
  },
  {
    what: 'a stranger as owner',
    id: 1,
    change: { kind: 'assign', to: 'zoe' },
    kind: 'not-found',
    says: /no agent zoe/,
    hint: 'desk agent add zoe',
  },
  {
    what: 'a removed agent as owner',
    id: 1,
    change: { kind: 'set', values: { owner: 'eve' } },
    kind: 'not-found',
    says: /eve was removed/,
    hint: 'desk agent add eve',
  },
  {
    what: 'a reply to what is closed',
    id: 4,
    change: { kind: 'reply', message: { body: 'x' } },
    kind: 'refused',
    says: /is closed/,
    hint: 'reopen it first: desk reopen 4',
  },
  { what: 'a ticket that is not there', id: 99, change: { kind: 'release' }, kind: 'not-found', says: /no ticket 99/, hint: '' },
];

test.each(refusals)('$what is refused and nothing is written', async ({ id, change, kind, says, hint }) => {
  await using desk = await furnished();
  const tables = async () => [
    await desk.rows('SELECT * FROM ticket'),
    await desk.rows('SELECT * FROM event'),
    await desk.rows('SELECT * FROM message'),
  ];
  const before = await tables();
  const error = await desk.refused(id, change);
  expect({ kind: error.kind, hint: error.hint ?? '' }).toEqual({ kind, hint });
  expect(error.message).toMatch(says);
  expect(await tables()).toEqual(before);
});

describe('a wait that is over', () => {
  test('reads as open, and what is done then starts from there', async () => {
    await using desk = await furnished();
    await desk.do(1, { kind: 'wait', until: after(3) });
    desk.clock.now = after(4);
    expect(await desk.do(1, { kind: 'prioritize', to: 'high' })).toMatchObject({
      ticket: { status: 'open', until: null, priority: 'high' },
    });
    expect(await desk.get(1)).toMatchObject({ status: 'open', until: null, priority: 'high' });
    await desk.do(1, { kind: 'set', values: { status: 'pending' } });
    expect(await desk.get(1)).toMatchObject({ status: 'pending', until: null });
    desk.clock.now = after(400);
    expect(await desk.get(1)).toMatchObject({ status: 'pending', until: null });
  });
});
