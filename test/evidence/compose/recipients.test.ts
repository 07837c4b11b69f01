import { describe, expect, it } from 'vitest';
import { newRecipients } from '../../../src/evidence/compose/recipients.ts';
import type { Event } from '../../../src/model/event.ts';
import type { Message } from '../../../src/model/message.ts';

const event = (kind: Event['kind'], before: readonly string[], after: readonly string[], message: number | null = null): Event => ({
  cursor: '1',
  ticket: 1,
  at: '2026-11-21T12:00:00.000Z',
  by: 'ana',
  kind,
  operation: 'o',
  before: { cc: before },
  after: { cc: after },
  message,
  other: null,
  moved: null,
});
const reply = (cc: readonly string[] = [], bcc: readonly string[] = []): Message => ({
  id: 1,
  ticket: 1,
  kind: 'reply',
  author: 'ana',
  authorName: null,
  at: '2026-11-21T12:00:00.000Z',
  body: '',
  cc,
  bcc,
  messageId: null,
  sender: null,
  proof: null,
  actingFor: null,
  attachments: [],
});
const ticket = (...cc: readonly string[]) => ({ requester: 'eva@firma.example', cc });
const none = { brought: [], named: [] };

describe('new recipients', () => {
  it('are those whom something from outside brought along after the last reply', () => {
    const history = [
      event('receive', [], ['old@x.example']),
      event('reply', [], [], 1),
      event('receive', ['old@x.example'], ['old@x.example', 'new@x.example'], 2),
    ];
    expect(newRecipients(ticket('old@x.example', 'new@x.example'), [reply()], history, {})).toEqual({
      brought: ['new@x.example'],
      named: [],
    });
  });

  it('are those whom agents added or brought along with a merge, apart', () => {
    const history = [
      event('close', [], [], 3),
      event('set', [], ['a@x.example']),
      event('merged', ['a@x.example'], ['a@x.example', 'b@x.example']),
    ];
    expect(newRecipients(ticket('a@x.example', 'b@x.example'), [reply()], history, {})).toEqual({
      brought: [],
      named: ['a@x.example', 'b@x.example'],
    });
  });

  it('are none before the first reply, and none who were taken away again', () => {
    expect(newRecipients(ticket('a@x.example'), [], [event('receive', [], ['a@x.example'])], { cc: ['boss@x.example'] })).toEqual(none);
    const history = [event('reply', [], [], 1), event('receive', [], ['a@x.example']), event('set', ['a@x.example'], [])];
    expect(newRecipients(ticket(), [reply()], history, {})).toEqual(none);
  });

  it('are those whom the reply names, unless they got the last one', () => {
    const message = { cc: ['Boss@x.example', 'eva@firma.example'], bcc: ['audit@us.example'] };
    expect(newRecipients(ticket(), [reply(['boss@x.example'])], [], message)).toEqual({ brought: [], named: ['audit@us.example'] });
  });
});
