import { describe, expect, it } from 'vitest';
import { instantOf, linksOf, needed, ticketOf } from '../../../src/backend/rt/decode.ts';
import { readOptions } from '../../../src/backend/rt/options.ts';
import { plainText } from '../../../src/backend/rt/plain-text.ts';
import { bodyOf } from '../../../src/backend/rt/thread.ts';

const options = readOptions({ tagsField: 'Tags' });
const none: ReadonlySet<string> = new Set();

describe('a ticket from RT', () => {
  it('has what it was asked for, with what RT has behind our words', () => {
    const json = {
      id: '12',
      LastUpdated: '2026-11-21T12:00:00Z',
      Status: 'stalled',
      Priority: '55',
      Owner: { id: 'Nobody' },
      Requestor: [
        { id: 'Rita@Acme.example', EmailAddress: 'Rita@Acme.example' },
        { id: 'jo', EmailAddress: '' },
      ],
      Due: '1970-01-01T00:00:00Z',
      CustomFields: [
        { name: 'Tags', values: ['VIP', 'late'] },
        { name: 'Customer ID', values: ['C-1'] },
        { name: 'Empty', values: [] },
      ],
    };
    expect(ticketOf(options, json, none)).toMatchObject({
      id: 12,
      version: 1_795_262_400,
      updated: '2026-11-21T12:00:00.000Z',
      status: 'pending',
      priority: 'normal',
      owner: null,
      requester: 'rita@acme.example',
      due: null,
      tags: ['late', 'vip'],
      fields: { 'customer-id': 'C-1', 'rt-priority': '55', 'rt-status': 'stalled', 'rt-requestors': 'rita@acme.example, jo' },
    });
  });

  it('has its own fields in one order, whichever RT gives them in', () => {
    const fields = ['Severity', 'Customer ID', 'Plan'].map((name) => ({ name, values: ['x'] }));
    for (const CustomFields of [fields, fields.toReversed()])
      expect(Object.keys(ticketOf(options, { CustomFields }, none).fields ?? {})).toEqual(['customer-id', 'plan', 'severity']);
  });

  it('takes every field as one that may be missing, null or of another kind', () => {
    for (const json of [
      {},
      { id: 3 },
      { id: null, Status: null, Priority: null, Owner: null, Queue: 7, Requestor: 'x', CustomFields: {}, _hyperlinks: null },
    ])
      expect(() => ticketOf(options, json, none)).not.toThrow();
  });

  it('keeps a status that nobody knows: open, or closed where RT counts it as done', () => {
    expect(ticketOf(options, { Status: 'in review' }, none)).toMatchObject({ status: 'open', fields: { 'rt-status': 'in review' } });
    expect(ticketOf(options, { Status: 'in review' }, new Set(['in review']))).toMatchObject({ status: 'closed' });
  });

  it('that was merged away points to its survivor and is closed', () => {
    expect(
      ticketOf(options, { id: '5', EffectiveId: '9', Status: 'open', Resolved: '', LastUpdated: '2026-11-21T12:00:00Z' }, none),
    ).toMatchObject({
      mergedInto: 9,
      status: 'closed',
      closed: '2026-11-21T12:00:00.000Z',
    });
  });

  it('has each link once, seen from this side', () => {
    const link = (ref: string, id: number) => ({ ref, id: String(id), type: 'ticket' });
    const links = [
      link('parent', 1),
      link('child', 2),
      link('depends-on', 3),
      link('refers-to', 4),
      link('referred-to-by', 4),
      { ref: 'refers-to', type: 'external', _url: 'https://x.example' },
      link('self', 9),
    ];
    expect(linksOf({ _hyperlinks: links })).toEqual([
      { relation: 'child', ticket: 1 },
      { relation: 'parent', ticket: 2 },
      { relation: 'blocked-by', ticket: 3 },
      { relation: 'related', ticket: 4 },
    ]);
  });

  it('costs only what is asked for', () => {
    expect(needed(options, ['id', 'subject', 'owner']).asked.fields).toEqual(['LastUpdated', 'Subject', 'Owner']);
    expect(needed(options, ['category', 'side', 'channel']).asked.fields).toEqual(['LastUpdated']);
    expect(needed(options, ['waiting'])).toMatchObject({ talk: true });
  });

  it('has no time where RT has 1970', () => {
    expect([instantOf('1970-01-01T00:00:00Z'), instantOf(''), instantOf(null), instantOf('2026-11-21T12:00:00Z')]).toEqual([
      null,
      null,
      null,
      '2026-11-21T12:00:00.000Z',
    ]);
  });
});

describe('a message that is HTML alone', () => {
  it('is read as its text', () => {
    expect(
      plainText('<style>p{}</style><p>Hello&nbsp;&amp; <b>welcome</b></p><ul><li>one<li>two</ul>a<br>b &#269; &#x10D; &unknown;'),
    ).toBe('Hello & welcome\n\n- one\n- two\na\nb č č &unknown;');
  });

  it('gives way to plain text', () => {
    const part = (type: string, text: string) => ({ id: 1, type, name: undefined, size: 1, text, messageId: undefined });
    expect(bodyOf([part('text/plain', 'Plain'), part('text/html', '<p>Rich</p>')])).toBe('Plain');
    expect(bodyOf([part('text/html', '<p>Rich</p>')])).toBe('Rich');
  });
});
