import { expect, it } from 'vitest';
import { requestersOf, type Said } from '../../../src/backend/rt/talk.ts';
import { messagesFrom } from '../../../src/backend/rt/thread.ts';

const rita = { id: 'rita@acme.example', Name: 'rita@acme.example', EmailAddress: 'Rita@Acme.example', RealName: 'Rita' };
const jo = { id: 'jo@acme.example', Name: 'jo@acme.example', EmailAddress: 'jo@acme.example' };
const ticket = { Requestor: [rita, jo] };

const said = (some: Partial<Said>): Said => ({
  transaction: 1,
  ticket: 5,
  type: 'Create',
  by: 'alice',
  address: 'alice@desk.example',
  realName: 'Alice',
  at: '2026-11-21T12:00:00.000Z',
  ...some,
});

it.each<[string, Partial<Said>, string, string | null]>([
  ['typed in by an agent stands for the first requester', {}, 'rita@acme.example', 'Rita'],
  [
    'of a ticket that was merged into it is of whoever wrote it',
    { by: 'jo@acme.example', address: 'jo@acme.example', realName: null },
    'jo@acme.example',
    null,
  ],
])('a first message %s', (_, some, author, authorName) => {
  const sides = { requesters: requestersOf(ticket), requester: rita };
  expect(messagesFrom([said(some)], new Map(), sides)).toMatchObject([{ kind: 'request', author, authorName }]);
});
