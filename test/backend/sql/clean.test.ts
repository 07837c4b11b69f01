import { describe, expect, test } from 'vitest';
import { clean } from '../../../src/backend/sql/clean.ts';
import type { Change } from '../../../src/model/change.ts';

const changes: readonly { what: string; is: Change; becomes: Change }[] = [
  {
    what: 'texts that no store can hold',
    is: { kind: 'note', message: { body: 'a\0b\uD800c\uDC00 😀' } },
    becomes: { kind: 'note', message: { body: 'a\uFFFDb\uFFFDc\uFFFD 😀' } },
  },
  {
    what: 'names in any form',
    is: {
      kind: 'create',
      ticket: {
        subject: ' Kept ',
        requester: ' R@X.com',
        requesterName: ' Rita ',
        cc: ['B@x', '', 'b@x'],
        owner: 'Ann',
        tags: ['Cafe\u0301', 'CAFÉ'],
        place: ' Kept ',
      },
    },
    becomes: {
      kind: 'create',
      ticket: {
        subject: ' Kept ',
        requester: 'r@x.com',
        requesterName: 'Rita',
        cc: ['b@x'],
        owner: 'ann',
        tags: ['café'],
        place: ' Kept ',
      },
    },
  },
  {
    what: 'what came from outside',
    is: {
      kind: 'receive',
      message: {
        author: 'R@X.com',
        authorName: ' R\0 ',
        messageId: 'A@b',
        body: '',
        attachments: [{ name: 'a\0', type: 't', content: new Uint8Array([0]) }],
      },
    },
    becomes: {
      kind: 'receive',
      message: {
        author: 'r@x.com',
        authorName: 'R\uFFFD',
        messageId: 'A@b',
        body: '',
        attachments: [{ name: 'a\uFFFD', type: 't', content: new Uint8Array([0]) }],
      },
    },
  },
  {
    what: 'empty texts that stand for none',
    is: { kind: 'set', values: { requester: ' ', category: '', place: '', owner: null, fields: { Plan: '', x: null } } },
    becomes: { kind: 'set', values: { requester: null, category: null, place: null, owner: null, fields: { plan: null, x: null } } },
  },
  { what: 'a queue', is: { kind: 'route', to: 'Billing ', note: 'a\0' }, becomes: { kind: 'route', to: 'billing', note: 'a\uFFFD' } },
  { what: 'an agent', is: { kind: 'assign', to: 'Bob' }, becomes: { kind: 'assign', to: 'bob' } },
  { what: 'what needs nothing', is: { kind: 'merge', into: 3 }, becomes: { kind: 'merge', into: 3 } },
];

test.each(changes)('$what', ({ is, becomes }) => {
  expect(clean(is)).toEqual(becomes);
});

const many = (count: number): readonly string[] => Array.from({ length: count }, (_, nth) => `n${nth}`);

test('so many are kept', () => {
  const ticket = { subject: '', tags: [...many(200), 'N1'], cc: many(200) };
  expect(clean({ kind: 'create', ticket })).toMatchObject({ ticket: { tags: many(200), cc: many(200) } });
});

describe('is refused', () => {
  const refused: readonly { what: string; change: Change; says: RegExp }[] = [
    { what: 'a queue without a name', change: { kind: 'route', to: ' ' }, says: /a queue needs a name/ },
    { what: 'an agent without a name', change: { kind: 'assign', to: '' }, says: /an agent needs a name/ },
    {
      what: 'a field that no query could name',
      change: { kind: 'set', values: { fields: { 'a b': 'x' } } },
      says: /field cannot be called a b/,
    },
    {
      what: 'a message that is too long',
      change: { kind: 'note', message: { body: 'x'.repeat(50_000_001) } },
      says: /50000001 characters is too long/,
    },
    { what: 'a subject that is too long', change: { kind: 'create', ticket: { subject: 'x'.repeat(100_001) } }, says: /too long/ },
    { what: 'a status that is none', change: { kind: 'set', values: { status: 'done' as 'open' } }, says: /"done" is no status/ },
    { what: 'a priority that is none', change: { kind: 'prioritize', to: 'hihg' as 'high' }, says: /"hihg" is no priority/ },
    { what: 'a side that is none', change: { kind: 'create', ticket: { subject: '', side: 'x' as 'provider' } }, says: /"x" is no side/ },
    { what: 'a relation that is none', change: { kind: 'link', relation: 'aunt' as 'child', to: 1 }, says: /"aunt" is no relation/ },
    { what: 'a way to delete that is none', change: { kind: 'delete', as: 'gone' as 'spam' }, says: /"gone" is no way to delete/ },
    { what: 'a way to close that is none', change: { kind: 'close', as: 'open' as 'solved' }, says: /"open" is no way to close/ },
    { what: 'a time that is none', change: { kind: 'set', values: { due: '2026-11-21' } }, says: /"2026-11-21" is not a time/ },
    { what: 'more tags than anybody reads', change: { kind: 'create', ticket: { subject: '', tags: many(201) } }, says: /at most 200/ },
    { what: 'more in copy than anybody reads', change: { kind: 'create', ticket: { subject: '', cc: many(201) } }, says: /at most 200/ },
    { what: 'a reply to a crowd', change: { kind: 'reply', message: { body: 'x', bcc: many(1001) } }, says: /at most 1000/ },
    { what: 'a wait until nothing', change: { kind: 'wait', until: 'tomorrow' }, says: /"tomorrow" is not a time/ },
  ];
  test.each(refused)('$what', ({ change, says }) => {
    expect(() => clean(change)).toThrow(expect.objectContaining({ kind: 'refused', message: expect.stringMatching(says) }));
  });
});
