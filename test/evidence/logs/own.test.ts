import { describe, expect, it } from 'vitest';
import { ownOf } from '../../../src/evidence/logs/own.ts';
import type { Message } from '../../../src/model/message.ts';

const said = (author: string, body: string, kind: Message['kind'] = 'request'): Message => ({
  id: 1,
  ticket: 1,
  kind,
  author,
  authorName: null,
  at: '2026-11-21T12:00:00.000Z',
  body,
  cc: [],
  bcc: [],
  messageId: null,
  sender: null,
  proof: null,
  actingFor: null,
  attachments: [],
});

const text = 'From orders@firma.example to podatelna@banka.example, our office is 198.51.100.203.';

describe("what is the requester's own", () => {
  it('is their address, and what they wrote of their own house and machines', () => {
    const own = ownOf({ requester: 'eva@firma.example' }, [said('eva@firma.example', text)]);
    expect(own.toSorted()).toEqual(['198.51.100.203', 'eva@firma.example', 'orders@firma.example']);
  });

  it('is not what others wrote, nor what stands in notes and replies', () => {
    const thread = [said('other@firma.example', text), said('ana', text, 'note'), said('ana', text, 'reply')];
    expect(ownOf({ requester: 'eva@firma.example' }, thread)).toEqual(['eva@firma.example']);
  });

  it('is their address alone where everybody has one at that provider', () => {
    const own = ownOf({ requester: 'eva@gmail.com' }, [said('eva@gmail.com', 'I wrote to jan@gmail.com.')]);
    expect(own).toEqual(['eva@gmail.com']);
  });

  it('is nothing of a ticket without a requester', () => {
    expect(ownOf({ requester: null }, [said('eva@firma.example', text)])).toEqual([]);
  });
});
