import { describe, expect, test } from 'vitest';
import type { Change } from '../../../src/model/change.ts';
import type { Ticket } from '../../../src/model/ticket.ts';
import { after, noon, testDesk, type TestDesk } from './desk.ts';

/** A ticket of every kind of state; each change is tried on the one that it is about. */
async function furnished(): Promise<TestDesk> {
  const desk = await testDesk();
  await desk.plant(`INSERT INTO agent VALUES ('bob', 'agent', '[]', NULL), ('eve', 'agent', '[]', '2026-01-01T00:00:00.000Z')`);
  await desk.make({ tags: ['vip', 'old'], cc: ['x@y.com'], fields: { plan: 'pro' }, place: 'Checkout' }, 'please refund');
  await desk.make({ owner: 'bob' }, 'please refund');
  await desk.make({ status: 'pending' }, 'please refund');
  await desk.make({ status: 'closed' }, 'please refund');
  desk.clock.now = after(1);
  return desk;
}

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

describe('a change with a message', () => {
  test('a reply answers the requester', async () => {
    await using desk = await furnished();
    const before = await desk.get(1);
    const outcome = await desk.do(1, {
      kind: 'reply',
      message: { body: 'Here it is', cc: ['Boss@Acme.com'], bcc: ['q@q.com'] },
      status: 'pending',
    });
    const expected = {
      ...before,
      version: 2,
      status: 'pending',
      due: null,
      waitingSince: null,
      firstReply: after(1),
      messages: 2,
      updated: after(1),
    };
    expect(outcome).toMatchObject({ did: 'done', ticket: expected, message: 5 });
    expect(await desk.get(1)).toEqual(expected);
    expect(await desk.rows('SELECT * FROM message WHERE id = 5')).toEqual([
      {
        id: 5,
        ticket: 1,
        kind: 'reply',
        author: 'ann',
        author_name: null,
        at: after(1),
        body: 'Here it is',
        cc: '["boss@acme.com"]',
        bcc: '["q@q.com"]',
        message_id: null,
      },
    ]);
    const [event] = await desk.rows('SELECT kind, before, after, message FROM event ORDER BY id DESC LIMIT 1');
    expect(event).toEqual({
      kind: 'reply',
      before: JSON.stringify({ status: 'new', due, firstReply: null, waitingSince: noon }),
      after: JSON.stringify({ status: 'pending', due: null, firstReply: after(1), waitingSince: null }),
      message: 5,
    });
  });

  test('a hand-over note goes with the queue; a note is news even when nothing else is', async () => {
    await using desk = await furnished();
    expect(await desk.do(1, { kind: 'route', to: 'billing', note: 'see invoice' })).toMatchObject({
      did: 'done',
      message: 5,
      ticket: { messages: 2 },
    });
    expect(await desk.do(1, { kind: 'note', message: { body: 'again' } })).toMatchObject({
      did: 'done',
      message: 6,
      ticket: { messages: 3, version: 3 },
    });
    expect(await desk.rows('SELECT kind, author, body FROM message WHERE id > 4 ORDER BY id')).toEqual([
      { kind: 'note', author: 'ann', body: 'see invoice' },
      { kind: 'note', author: 'ann', body: 'again' },
    ]);
  });

  test('closing with a reply is one event with both', async () => {
    await using desk = await furnished();
    const { ticket } = await desk.do(1, { kind: 'close', as: 'solved', message: { body: 'done' } });
    expect(ticket).toMatchObject({ status: 'solved', closed: after(1), firstReply: after(1), due: null, waitingSince: null, messages: 2 });
    expect(await desk.rows('SELECT kind, message FROM event WHERE ticket = 1 ORDER BY id')).toEqual([
      { kind: 'create', message: 1 },
      { kind: 'close', message: 5 },
    ]);
  });

  test('its words are found, as are those of a new subject, and those of an old one are not', async () => {
    await using desk = await furnished();
    const found = async (word: string, within: 'all' | 'subject' = 'all') =>
      (await desk.engine.all(desk.engine.dialect.found({ within, words: word.split(' '), prefix: false }))).map((row) => row['ticket']);
    await desk.do(2, { kind: 'reply', message: { body: 'Überweisung läuft' } });
    await desk.do(2, { kind: 'set', values: { subject: 'Money back' } });
    expect(await found('uberweisung lauft')).toEqual([2]);
    expect(await found('please refund')).toEqual([1, 2, 3, 4]);
    expect(await found('refund uberweisung')).toEqual([]);
    expect(await found('refund', 'subject')).toEqual([1, 3, 4]);
    expect(await found('money', 'subject')).toEqual([2]);
  });

  test('a file is kept once, however often it is attached', async () => {
    await using desk = await furnished();
    const file = (name: string) => ({ name, type: 'image/png', content: Buffer.from([1, 0, 255]) });
    await desk.do(1, { kind: 'reply', message: { body: 'see', attachments: [file('a.png'), file('b.png')] } });
    await desk.do(2, { kind: 'note', message: { body: 'see', attachments: [file('c.png')] } });
    // printf '\\1\\0\\377' | sha256sum
    const hash = 'b7ae7729555ec6829c579c2602edc6cb94b4ed3d820ddda0a45ac54030f8a53d';
    const row = { type: 'image/png', size: 3, hash };
    expect(await desk.rows('SELECT message, name, type, size, hash FROM attachment ORDER BY id')).toEqual([
      { message: 5, name: 'a.png', ...row },
      { message: 5, name: 'b.png', ...row },
      { message: 6, name: 'c.png', ...row },
    ]);
    expect(await desk.rows('SELECT hash, hex(content) AS content FROM blob')).toEqual([{ hash, content: '0100FF' }]);
  });
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
