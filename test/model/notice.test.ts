import { describe, expect, it } from 'vitest';
import type { Change } from '../../src/model/change.ts';
import { decide, type OwnChange, type Rules } from '../../src/model/decide.ts';
import { isOwnAddress, letterOf, type MailRules, noticeKinds, stepsAhead } from '../../src/model/notice.ts';
import { blankTicket, type Ticket } from '../../src/model/ticket.ts';

const mail: MailRules = { domain: 'desk.example', own: ['support@desk.example', '@ours.example'], notices: noticeKinds };
const rules: Rules = { queue: 'support', answerWithinMs: { low: 1, normal: 1, high: 1, urgent: 1 } };
const at = '2026-11-21T12:00:00.000Z';
const rita = 'rita@acme.example';
const fresh: Ticket = {
  ...blankTicket,
  id: 7,
  version: 1,
  subject: 'Refund',
  queue: 'support',
  requester: rita,
  messages: 1,
  created: at,
  updated: at,
};

/** What the desk makes of a change, and what it makes leave. */
function told(before: Ticket, change: OwnChange, some: Partial<MailRules> = {}, by = 'ana'): string | undefined {
  const { ticket: after } = decide(before, change, { by, at }, rules);
  const letter = letterOf({ before, after, change, by }, { ...mail, ...some });
  return letter && [letter.kind, ...letter.recipients.map(({ address, role }) => `${role}:${address}`)].join(' ');
}

const opened: Ticket = { ...fresh, status: 'open', owner: 'ana' };
const answered: Ticket = { ...opened, firstReply: at };
const message = { body: 'Try again.' };

describe('a requester is told', () => {
  it.each<[string, Ticket, OwnChange, string | undefined]>([
    ['that somebody claimed their ticket', fresh, { kind: 'claim', steal: false }, 'taken'],
    ['that it was assigned', fresh, { kind: 'assign', to: 'ben' }, 'taken'],
    ['that it has an owner, however that was said', fresh, { kind: 'set', values: { owner: 'ben' } }, 'taken'],
    ['also where it was open without one', { ...opened, owner: null }, { kind: 'claim', steal: false }, 'taken'],
    ['nothing when it goes from one agent to another', opened, { kind: 'assign', to: 'ben' }, undefined],
    ['nothing when whoever answered claims it', { ...answered, owner: null }, { kind: 'claim', steal: false }, undefined],
    ['nothing when it is laid back', opened, { kind: 'release' }, undefined],
    ['that it is solved', opened, { kind: 'close', as: 'solved' }, 'solved'],
    ['that it is closed', opened, { kind: 'close', as: 'closed' }, 'closed'],
    [
      'that it is solved, not that it was taken into work by that',
      fresh,
      { kind: 'set', values: { status: 'solved', owner: 'ben' } },
      'solved',
    ],
    ['nothing when a solved one is closed', { ...opened, status: 'solved' }, { kind: 'set', values: { status: 'closed' } }, undefined],
    ['nothing when it is solved already', { ...opened, status: 'solved' }, { kind: 'close', as: 'solved' }, undefined],
    ['that it is opened again', { ...opened, status: 'solved' }, { kind: 'reopen' }, 'reopened'],
    ['that it is opened again, however that was said', { ...opened, status: 'closed' }, { kind: 'reopen' }, 'reopened'],
    [
      'nothing when they opened it again',
      { ...opened, status: 'solved' },
      { kind: 'receive', message: { ...message, author: rita } },
      undefined,
    ],
    ['that it is put off', opened, { kind: 'set', values: { status: 'hold' } }, 'held'],
    ['nothing when it waits for them: whoever asked wrote', opened, { kind: 'set', values: { status: 'pending' } }, undefined],
    ['nothing when it waits for a time', opened, { kind: 'wait', until: null }, undefined],
    ['nothing of priorities', opened, { kind: 'prioritize', to: 'urgent' }, undefined],
    ['nothing of departments', opened, { kind: 'route', to: 'billing', note: 'theirs' }, undefined],
    ['nothing of tags', opened, { kind: 'tag', add: ['x'], remove: [] }, undefined],
    ['nothing of notes', opened, { kind: 'note', message }, undefined],
    ['nothing when it is deleted', opened, { kind: 'delete', as: 'deleted' }, undefined],
    ['nothing when it was spam', fresh, { kind: 'delete', as: 'spam' }, undefined],
  ])('%s', (_, before, change, kind) => {
    expect(told(before, change)).toBe(kind && `${kind} to:${rita}`);
  });

  it('what agents write to them, once, with whatever step it makes', () => {
    expect(told(fresh, { kind: 'reply', message })).toBe(`reply to:${rita}`);
    expect(told(opened, { kind: 'reply', message, status: 'solved' })).toBe(`reply to:${rita}`);
    expect(told(opened, { kind: 'close', as: 'solved', message })).toBe(`reply to:${rita}`);
    expect(told(opened, { kind: 'reply', message, status: 'pending' }, { notices: [] })).toBe(`reply to:${rita}`);
  });

  it('with copies: of the ticket and of the reply, each once, in the first place that it has', () => {
    const ticket = { ...opened, cc: ['boss@acme.example', 'the boss', rita] };
    const change = {
      kind: 'reply',
      message: { ...message, cc: ['boss@acme.example', 'x@y.example'], bcc: ['x@y.example', 'audit@z.example'] },
    } as const;
    expect(told(ticket, change)).toBe(`reply to:${rita} cc:boss@acme.example cc:x@y.example bcc:audit@z.example`);
    expect(told({ ...ticket, requester: '+421 905 123 456' }, { kind: 'reply', message })).toBe(`reply cc:boss@acme.example cc:${rita}`);
  });

  it('only what the rules name', () => {
    expect(told(fresh, { kind: 'claim', steal: false }, { notices: ['solved'] })).toBeUndefined();
    expect(told(opened, { kind: 'close', as: 'solved' }, { notices: ['solved'] })).toBe(`solved to:${rita}`);
    const change = { kind: 'close', as: 'solved' } as const;
    expect(letterOf({ before: opened, after: { ...opened, status: 'solved' }, change, by: 'ana' }, undefined)).toBeUndefined();
  });

  it('nothing of what they do themselves', () => {
    expect(told({ ...opened, status: 'solved' }, { kind: 'reopen' }, {}, rita)).toBeUndefined();
  });

  it('nothing of a ticket that was merged away', () => {
    const change = { kind: 'reopen' } as const;
    const before: Ticket = { ...opened, status: 'closed', mergedInto: 3 };
    expect(letterOf({ before, after: { ...before, status: 'open' }, change, by: 'ana' }, mail)).toBeUndefined();
  });
});

describe('nobody is written to', () => {
  it.each([
    null,
    '+421 905 123 456',
    'Rita Nová',
    'support@desk.example',
    'anybody@ours.example',
    'noreply@shop.example',
    'no-reply+17@shop.example',
    'mailer-daemon@shop.example',
    'bounces-list=x@shop.example',
    'rita@acme.example\r\nbcc: all@acme.example',
    'a@x.example, b@x.example',
    '<rita@acme.example>',
    'rita@',
    '@acme.example',
    'rita@acme.example ',
    'ri\u202eta@acme.example',
    'ri\u0000ta@acme.example',
    `${'a'.repeat(65)}@acme.example`,
    `rita@${'a'.repeat(250)}.example`,
  ])('at %j', (requester) => {
    expect(told({ ...opened, requester }, { kind: 'close', as: 'solved' })).toBeUndefined();
  });

  it('by an agent at our own addresses, but at those that nobody is said to read', () => {
    expect(told({ ...opened, requester: 'support@desk.example' }, { kind: 'reply', message })).toBeUndefined();
    expect(told({ ...opened, requester: 'noreply@shop.example' }, { kind: 'reply', message })).toBe('reply to:noreply@shop.example');
  });

  it.each(['rita@acme.example', 'o\u2019hara@firma.example', "o'hara+x@firma.example", 'рита@почта.example', 'a@b', 'ana@münchen.example'])(
    'but at %j',
    (requester) => {
      expect(told({ ...opened, requester }, { kind: 'close', as: 'solved' })).toBe(`solved to:${requester}`);
    },
  );

  it('knows our own by address and by domain', () => {
    expect(
      ['support@desk.example', 'x@ours.example', 'x@desk.example', 'x@notours.example'].map((each) => isOwnAddress(each, mail)),
    ).toEqual([true, true, false, false]);
  });
});

describe('a receipt', () => {
  const made = (ticket: Partial<Ticket>, change: Partial<Extract<Change, { kind: 'create' }>> = {}): string | undefined => {
    const create: Change = { kind: 'create', ticket: { subject: 'Refund' }, message: { author: rita, body: 'Where is it?' }, ...change };
    return letterOf({ before: undefined, after: { ...fresh, ...ticket }, change: create, by: 'ana' }, mail)?.kind;
  };

  it('goes out for a new ticket, once, also when it has an owner', () => {
    expect(made({})).toBe('received');
    expect(made({ owner: 'ana', status: 'open' })).toBe('received');
    expect(
      letterOf({ before: undefined, after: fresh, change: { kind: 'receive', message: { author: rita, body: 'Again' } }, by: rita }, mail)
        ?.kind,
    ).toBe('received');
  });

  it('does not for one without a word, one made finished, and one that a machine wrote', () => {
    expect(made({ messages: 0 }, { message: undefined } as never)).toBeUndefined();
    expect(made({ status: 'solved' })).toBeUndefined();
    expect(made({}, { message: { author: rita, body: 'I am away.', automatic: true } })).toBeUndefined();
  });
});

describe('what the requester will still be told of', () => {
  it.each<[string, Ticket, Partial<MailRules>, readonly string[]]>([
    ['a fresh ticket', fresh, {}, ['taken', 'solved']],
    ['one that somebody has', opened, {}, ['solved']],
    ['one that was answered', { ...answered, owner: null }, {}, ['solved']],
    ['one that waits', { ...opened, status: 'hold' }, {}, ['solved']],
    ['one that is solved', { ...opened, status: 'solved' }, {}, []],
    ['one that is closed', { ...fresh, status: 'closed' }, {}, []],
    ['one that is gone', { ...fresh, gone: 'spam' }, {}, []],
    ['one that was merged away', { ...fresh, mergedInto: 3 }, {}, []],
    ['one from nobody', { ...fresh, requester: null }, {}, []],
    ['one from a phone', { ...fresh, requester: '+421905123456' }, {}, []],
    ['one from where nobody reads', { ...fresh, requester: 'noreply@shop.example' }, {}, []],
    ['one of our own', { ...fresh, requester: 'ana@ours.example' }, {}, []],
    ['one where only the end is told', fresh, { notices: ['solved'] }, ['solved']],
    ['one where nothing is told', fresh, { notices: [] }, []],
  ])('%s', (_, ticket, some, steps) => {
    expect(stepsAhead(ticket, { ...mail, ...some })).toEqual(steps);
  });
});
