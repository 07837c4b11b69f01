import { describe, expect, test } from 'vitest';
import type { TicketDraft } from '../../../src/model/change.ts';
import type { Incoming } from '../../../src/model/message.ts';
import type { Ticket } from '../../../src/model/ticket.ts';
import { after, noon, testDesk } from './desk.ts';

/** A ticket of which only the subject was said. */
const bare: Ticket = {
  id: 1,
  version: 1,
  subject: 'Refund',
  status: 'new',
  priority: 'normal',
  queue: 'support',
  owner: null,
  requester: null,
  cc: [],
  tags: [],
  channel: 'api',
  category: null,
  side: null,
  place: null,
  language: null,
  created: noon,
  updated: noon,
  due: after(48),
  closed: null,
  firstReply: null,
  waitingSince: null,
  until: null,
  mergedInto: null,
  gone: null,
  messages: 0,
  links: 0,
  fields: {},
};

const asked: Incoming = { author: 'rita@acme.com', authorName: 'Rita', body: 'please' };
const from = { requester: 'rita@acme.com', waitingSince: noon, messages: 1 };

const drafts: readonly { what: string; draft: Partial<TicketDraft>; message?: Incoming; makes: Partial<Ticket> }[] = [
  { what: 'a subject alone', draft: {}, makes: {} },
  { what: 'a message from outside', draft: {}, message: asked, makes: from },
  { what: 'a message of our own', draft: {}, message: { author: 'ann', body: 'phoned' }, makes: { messages: 1 } },
  { what: 'a message that says nothing of its author', draft: {}, message: { author: '', body: 'phoned' }, makes: { messages: 1 } },
  { what: 'a requester without a message', draft: { requester: 'Rita@Acme.com ' }, makes: { requester: 'rita@acme.com' } },
  { what: 'a message for somebody else', draft: { requester: 'tom@ex.com' }, message: asked, makes: { ...from, requester: 'tom@ex.com' } },
  { what: 'a requester that is none', draft: { requester: null }, message: asked, makes: { messages: 1 } },
  { what: 'a priority', draft: { priority: 'urgent' }, makes: { priority: 'urgent', due: after(4) } },
  { what: 'a time when it is due', draft: { priority: 'urgent', due: after(1) }, makes: { priority: 'urgent', due: after(1) } },
  { what: 'no time when it is due', draft: { due: null }, makes: { due: null } },
  { what: 'an owner', draft: { owner: 'Ann' }, makes: { owner: 'ann', status: 'open' } },
  { what: 'an owner and a status', draft: { owner: 'ann', status: 'new' }, makes: { owner: 'ann' } },
  { what: 'a pending status', draft: { status: 'pending' }, message: asked, makes: { ...from, status: 'pending', waitingSince: null } },
  {
    what: 'a final status',
    draft: { status: 'closed' },
    message: asked,
    makes: { ...from, status: 'closed', closed: noon, due: null, waitingSince: null },
  },
  { what: 'a time when it was closed', draft: { closed: after(-1) }, makes: { status: 'solved', closed: after(-1), due: null } },
  {
    what: 'everything',
    draft: {
      cc: ['b@x.com', 'A@x.com', 'rita@acme.com', ''],
      queue: 'Billing',
      tags: ['z', 'a', 'Z'],
      channel: 'mail',
      category: 'Studio',
      side: 'provider',
      place: 'Members > Video',
      language: 'sr-Latn',
      fields: { Plan: 'Pro', none: '' },
    },
    message: asked,
    makes: {
      ...from,
      cc: ['a@x.com', 'b@x.com'],
      queue: 'billing',
      tags: ['a', 'z'],
      channel: 'mail',
      category: 'studio',
      side: 'provider',
      place: 'Members > Video',
      language: 'sr-latn',
      fields: { plan: 'Pro' },
    },
  },
];

describe('create', () => {
  test.each(drafts)('from $what', async ({ draft, message, makes }) => {
    await using desk = await testDesk();
    const outcome = await desk.do('new', { kind: 'create', ticket: { subject: 'Refund', ...draft }, ...(message && { message }) });
    expect(outcome.ticket).toEqual({ ...bare, ...makes });
    expect(await desk.get(1)).toEqual({ ...bare, ...makes });
    expect(outcome).toMatchObject({ did: 'done', message: message ? 1 : null });
  });

  test('tells in its event what it has, and in the thread who wrote', async () => {
    await using desk = await testDesk();
    await desk.do('new', {
      kind: 'create',
      ticket: { subject: 'Refund', tags: ['vip'], due: null },
      message: { ...asked, messageId: 'a@b' },
    });
    await desk.do('new', { kind: 'create', ticket: { subject: 'Call' }, message: { author: '', body: 'phoned' } });
    const [event] = await desk.rows('SELECT ticket, at, by, kind, operation, before, after, message, other FROM event');
    expect(event).toEqual({
      ticket: 1,
      at: noon,
      by: 'ann',
      kind: 'create',
      operation: 'op',
      before: '{}',
      after: JSON.stringify({
        subject: 'Refund',
        status: 'new',
        priority: 'normal',
        queue: 'support',
        requester: 'rita@acme.com',
        channel: 'api',
        waitingSince: noon,
        tags: ['vip'],
      }),
      message: 1,
      other: null,
    });
    expect(await desk.rows('SELECT ticket, kind, author, author_name, at, body, message_id FROM message')).toEqual([
      { ticket: 1, kind: 'request', author: 'rita@acme.com', author_name: 'Rita', at: noon, body: 'please', message_id: 'a@b' },
      { ticket: 2, kind: 'note', author: 'ann', author_name: null, at: noon, body: 'phoned', message_id: null },
    ]);
  });

  test('remembers people, and their names once they are known', async () => {
    await using desk = await testDesk();
    await desk.do('new', { kind: 'create', ticket: { subject: 'a', cc: ['c@x.com'] }, message: asked });
    await desk.do('new', {
      kind: 'create',
      ticket: { subject: 'b', requester: 'tom@ex.com', requesterName: 'Tom' },
      message: { author: 'rita@acme.com', body: 'x' },
    });
    await desk.do('new', { kind: 'create', ticket: { subject: 'c', requester: 'tom@ex.com', requesterName: 'Tom Ford' } });
    expect(await desk.rows('SELECT address, name FROM person ORDER BY address')).toEqual([
      { address: 'c@x.com', name: null },
      { address: 'rita@acme.com', name: 'Rita' },
      { address: 'tom@ex.com', name: 'Tom Ford' },
    ]);
  });

  test('an import says who did it and when; a later time when it was closed is when it last changed', async () => {
    await using desk = await testDesk();
    const as = { by: 'Bob', at: after(-100) };
    await desk.do(
      'new',
      { kind: 'create', ticket: { subject: 'old', closed: after(-50) }, message: { author: 'rita@acme.com', body: 'x' } },
      { as },
    );
    expect(await desk.get(1)).toMatchObject({ created: after(-100), updated: after(-50), closed: after(-50), status: 'solved', due: null });
    expect(await desk.rows('SELECT at, by FROM event')).toEqual([{ at: after(-100), by: 'bob' }]);
    expect(await desk.rows('SELECT at FROM message')).toEqual([{ at: after(-100) }]);
    expect(await desk.rows('SELECT at FROM once')).toEqual([{ at: noon }]);
  });

  test('for an agent that nobody knows is refused, and takes no number', async () => {
    await using desk = await testDesk();
    const error = await desk.refused('new', { kind: 'create', ticket: { subject: 'x', owner: 'zoe' } });
    expect({ kind: error.kind, hint: error.hint }).toEqual({ kind: 'not-found', hint: 'desk agent add zoe' });
    expect(await desk.rows('SELECT * FROM ticket')).toEqual([]);
    expect(await desk.make()).toBe(1);
  });
});
