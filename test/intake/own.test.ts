import { describe, expect, it } from 'vitest';
import { importEntries } from '../../src/intake/import.ts';
import { readEntries } from '../../src/intake/open.ts';
import type { Ticket } from '../../src/model/ticket.ts';
import { wholeTicketFields } from '../../src/model/whole-ticket.ts';
import { jsonRow } from '../../src/output/json.ts';
import { memoryDesk, type MemoryDesk } from '../fakes/memory-desk.ts';
import { allOf, entriesOf, filesOf, found, ticketOf } from './reading.ts';

const now = '2026-11-21T12:00:00.000Z';
const plain: Ticket = {
  id: 7,
  version: 4,
  subject: 'No refund',
  status: 'solved',
  priority: 'high',
  queue: 'billing',
  owner: 'bob',
  requester: 'ann@example.com',
  cc: ['carl@example.com'],
  tags: ['vip', 'refund'],
  channel: 'mail',
  category: 'model',
  side: 'provider',
  place: 'checkout',
  language: 'sk',
  created: '2026-01-03T10:00:00.000Z',
  updated: '2026-01-04T09:00:00.000Z',
  due: null,
  closed: '2026-01-04T09:00:00.000Z',
  firstReply: '2026-01-03T12:00:00.000Z',
  waitingSince: null,
  until: null,
  mergedInto: null,
  gone: null,
  messages: 3,
  links: 0,
  fields: { plan: 'Pro' },
};
const said = {
  ticket: 7,
  cc: [],
  bcc: [],
  attachments: [],
  authorName: null,
  messageId: null,
  sender: null,
  proof: null,
  actingFor: null,
} as const;
const thread = [
  {
    ...said,
    id: 1,
    kind: 'request',
    author: 'ann@example.com',
    authorName: 'Ann',
    at: plain.created,
    body: 'Where is it?\n\n„dnes“',
    messageId: 'a@example.com',
    sender: null,
    proof: null,
    actingFor: null,
  },
  {
    ...said,
    id: 2,
    kind: 'reply',
    author: 'bob',
    at: '2026-01-03T12:00:00.000Z',
    body: 'Here.',
    messageId: 'b@desk',
    sender: null,
    proof: null,
    actingFor: null,
    cc: ['carl@example.com'],
  },
  { ...said, id: 3, kind: 'note', author: 'bob', at: '2026-01-03T12:05:00.000Z', body: 'paid twice' },
] as const;

const row = jsonRow(wholeTicketFields.fields, now);
const exported = (ticket: Ticket, messages: readonly (typeof thread)[number][] = thread): string =>
  `${row({ ticket, thread: messages })}\n`;

async function imported(text: string, desk: MemoryDesk): Promise<string[]> {
  const entries = readEntries('a.ndjson', filesOf({ 'a.ndjson': text }));
  const rows = await allOf(importEntries(entries, { backend: desk, operation: 'op', now: () => now, signal: AbortSignal.timeout(10_000) }));
  return rows.map(({ did, message }) => (did === 'refused' ? message : did));
}

describe('an export of ours with its threads', () => {
  it('is the same after import: ticket, texts, people and times', async () => {
    const desk = memoryDesk({ agents: ['bob'] });
    expect(await imported(exported(plain), desk)).toEqual(['created']);
    expect(desk.tickets.get(1)).toMatchObject({ ...plain, id: 1, version: expect.any(Number) });
    expect(desk.messages.get(1)?.map((message) => ({ ...message, id: 0, ticket: 7 }))).toEqual(
      thread.map((message) => ({ ...message, id: 0 })),
    );
  });

  it('adds nothing the second time, and of a later export only what is new', async () => {
    const desk = memoryDesk({ agents: ['bob'] });
    await imported(exported(plain), desk);
    expect(await imported(exported(plain), desk)).toEqual(['again']);
    const more = { ...said, id: 4, kind: 'request', author: 'ann@example.com', at: '2026-02-01T10:00:00.000Z', body: 'Not yet!' } as const;
    const reopened = { ...plain, status: 'open', closed: null, updated: more.at, messages: 4, version: 6 } as const;
    expect(await imported(exported(reopened, [...thread, more as never]), desk)).toEqual(['added']);
    expect(desk.messages.get(1)?.map(({ body }) => body)).toEqual([...thread.map(({ body }) => body), 'Not yet!']);
    expect(desk.tickets.get(1)?.status).toBe('open');
  });

  it('keeps a ticket closed that was closed, with all that was said', async () => {
    const desk = memoryDesk({ agents: ['bob'] });
    await imported(exported({ ...plain, status: 'closed' }), desk);
    expect([desk.tickets.size, desk.tickets.get(1)?.status, desk.tickets.get(1)?.closed, desk.messages.get(1)?.length]).toEqual([
      1,
      'closed',
      plain.closed,
      3,
    ]);
  });

  it('keeps until when a ticket waits', async () => {
    const desk = memoryDesk({ agents: ['bob'] });
    await imported(exported({ ...plain, status: 'pending', closed: null, until: '2027-01-01T00:00:00.000Z' }), desk);
    expect(desk.tickets.get(1)).toMatchObject({ status: 'pending', until: '2027-01-01T00:00:00.000Z' });
  });

  it('keeps messages that are alike', async () => {
    const desk = memoryDesk({ agents: ['bob'] });
    await imported(exported(plain, [thread[0], thread[2], thread[2]]), desk);
    expect(desk.messages.get(1)).toHaveLength(3);
  });

  it('is known by its first ticket, whatever stands before', async () => {
    const entries = await entriesOf('a.ndjson', `{"id":\n${exported(plain)}`);
    expect([entries.length, ticketOf(entries[1]).messages.length]).toEqual([2, 3]);
  });

  it('says which attachments have no content in it', async () => {
    const attachments = [{ id: '1', name: 'a.png', type: 'image/png', size: 3, hash: null }];
    const [entry] = await entriesOf('a.ndjson', exported(plain, [{ ...thread[0], attachments } as never]));
    expect(found(entry).notes).toEqual(['the content of a.png is not in the file']);
  });
});

it('takes an export without threads as it is, end and all', async () => {
  const line = JSON.stringify({
    id: 1,
    version: 2,
    subject: 'x',
    status: 'solved',
    created: plain.created,
    closed: plain.closed,
    due: null,
    requester: null,
    'field.plan': 'Pro',
  });
  const [entry] = await entriesOf('a.ndjson', line);
  expect(ticketOf(entry)).toEqual({
    kind: 'ticket',
    ticket: { subject: 'x', status: 'solved', closed: plain.closed, due: null, fields: { plan: 'Pro' } },
    messages: [],
    created: plain.created,
    updates: [],
  });
});

it.each([
  ['status', 'opened', 'status: "opened" is none of new, open, pending, hold, solved, closed'],
  ['created', '3 January', 'created: "3 January" is no time as an export writes it'],
])('refuses a ticket whose %s is %j', async (key, value, refused) => {
  const line = JSON.stringify({ id: 1, version: 2, subject: 'x', status: 'open', [key]: value });
  expect(await entriesOf('a.ndjson', line)).toEqual([{ at: 'line 1', refused }]);
});
