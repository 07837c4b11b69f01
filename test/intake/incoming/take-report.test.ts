import { describe, expect, it } from 'vitest';
import { hasRealData, realBytes, realFiles } from '../../real-data.ts';
import { letter, mailroom, type Mailroom } from './taking.ts';

interface Came {
  readonly to?: string;
  readonly failed?: string;
  readonly mark?: string;
  readonly says?: string;
}

/** A room, and the Message-ID of its answer. */
type Answered = Mailroom & { readonly ours: string };

/** A bounce about our mail with that Message-ID. */
const bounce = (id: string, { to = 'ann@example.com', failed, mark, says = '550 5.1.1 User unknown' }: Came = {}): string =>
  [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example',
    'To: help@desk.example',
    'Subject: Undelivered Mail Returned to Sender',
    '',
    `<${failed ?? to}>: host mx.example said: ${says}`,
    '',
    '--- Below this line is a copy of the message.',
    '',
    'From: help@desk.example',
    `To: ${to}`,
    'Subject: [#1] Refund',
    `Message-ID: <${id}>`,
    ...(mark === undefined ? [] : [`X-Deskhand-Id: <${id}> <${mark}>`]),
    '',
  ].join('\n');

/** A desk with one answered ticket of ann, with bob in copy. */
async function answered(): Promise<Answered> {
  const room = await mailroom();
  await room.take(letter({ id: '1@example.com', head: ['Cc: bob@example.com'] }));
  return { ...room, ours: await room.answer(1, 'solved') };
}

/** What the mail to somebody bore, and no other. */
async function markOf({ desk }: Mailroom, recipient: string): Promise<string> {
  const [row] = await desk.rows(`SELECT mark FROM outbox WHERE recipient = '${recipient}' ORDER BY id DESC LIMIT 1`);
  return String(row?.['mark']);
}

const marked = async ({ desk }: Mailroom): Promise<readonly unknown[]> =>
  (await desk.rows('SELECT address, bounce FROM person WHERE bounced IS NOT NULL ORDER BY address')).map(({ address, bounce: says }) => [
    address,
    says,
  ]);

/** The answer to somebody comes back. */
const back = async (room: Answered, came: Came = {}): Promise<string> =>
  bounce(room.ours, { mark: await markOf(room, came.to ?? 'ann@example.com'), ...came });

describe('a bounce of our mail', () => {
  it('is a note on its ticket, which stays as it is, and marks the address', async () => {
    await using room = await answered();
    const came = await back(room);
    expect(await room.take(came)).toMatchObject({
      did: 'noted',
      ticket: 1,
      why: 'mail to ann@example.com did not arrive: nobody is there (5.1.1): <ann@example.com>: host mx.example said: 550 5.1.1 User unknown',
    });
    expect((await room.ticket(1)).status).toBe('solved');
    const note = (await room.thread(1)).at(-1);
    expect([note?.kind, note?.author]).toEqual(['note', 'mail']);
    expect(note?.body).toContain('nobody is there');
    expect(await marked(room)).toEqual([['ann@example.com', '<ann@example.com>: host mx.example said: 550 5.1.1 User unknown']]);
    expect(await mails(room)).toEqual(['ann@example.com failed', 'bob@example.com sent']);
    expect(await room.brief(came)).toEqual(['again', 1]);
    expect((await room.ticket(1)).messages).toBe(3);
  });

  it.each([
    ['a full mailbox', '552 5.2.2 mailbox full'],
    ['a delay', '451 4.4.1 timed out'],
    ['a refusal of what it says', '554 5.7.1 looks like spam'],
  ])('for %s marks nobody', async (_, says) => {
    await using room = await answered();
    expect(await room.brief(await back(room, { says }))).toEqual(['noted', 1]);
    expect(await marked(room)).toEqual([]);
  });

  it('from where it was handed on marks the address that we know', async () => {
    await using room = await answered();
    await room.take(await back(room, { to: 'bob@example.com', failed: 'robert@elsewhere.example' }));
    expect((await marked(room)).map((each) => (each as string[])[0])).toEqual(['bob@example.com']);
  });

  it('that went to one alone needs no more than its Message-ID', async () => {
    await using room = await answered();
    await room.desk.do(1, { kind: 'set', values: { cc: { add: [], remove: ['bob@example.com'] } } });
    await room.take(bounce(await room.answer(1)));
    expect(await marked(room)).toHaveLength(1);
  });

  it('is forgotten when they write again, and not when a machine of theirs does', async () => {
    await using room = await answered();
    await room.take(await back(room));
    await room.take(letter({ id: '2@example.com', answers: room.ours, head: ['Auto-Submitted: auto-replied'] }));
    expect(await marked(room)).toHaveLength(1);
    await room.take(letter({ id: '3@example.com', answers: room.ours }));
    expect(await marked(room)).toEqual([]);
    const again: Answered = { ...room, ours: await room.answer(1) };
    await again.take(await back(again));
    expect(await marked(room)).toHaveLength(1);
    await room.take(letter({ id: '4@example.com', subject: 'Another thing' }));
    expect(await marked(room)).toEqual([]);
  });
});

/** The mails of a desk, and how far they are. */
const mails = async ({ desk }: Mailroom): Promise<readonly string[]> =>
  (await desk.rows('SELECT recipient, state FROM outbox ORDER BY recipient, id')).map(
    ({ recipient, state }) => `${String(recipient)} ${String(state)}`,
  );

describe('nobody is marked, and no mail counts as lost,', () => {
  const untouched = ['ann@example.com sent', 'bob@example.com sent'];
  /** A mail of a stranger that tells of one that never was ours. */
  const forged: readonly (readonly [string, (room: Answered) => Promise<string>])[] = [
    ['by a bounce of a mail of their own with the victim in copy', async () => bounce('1@example.com', { to: 'bob@example.com' })],
    ['by one who got the mail as well, and knows its Message-ID', async ({ ours }) => bounce(ours, { to: 'ann@example.com' })],
    ['by one who shows the mark of their own mail', async (room) => bounce(room.ours, { mark: await markOf(room, 'bob@example.com') })],
    [
      'to whom that mail did not go',
      async (room) => bounce(room.ours, { to: 'eve@victim.example', mark: await markOf(room, 'bob@example.com') }),
    ],
    ['by one that names no mail of ours', async () => bounce('other@elsewhere.example')],
  ];
  it.each(forged)('%s', async (_, mail) => {
    await using room = await answered();
    await room.take(await mail(room));
    expect([await marked(room), await mails(room)]).toEqual([[], untouched]);
  });

  it('by a report in the form for programs about a mail of the stranger', async () => {
    await using room = await mailroom();
    const evil = 'Eve <eve@evil.example>';
    await room.take(letter({ from: evil, id: 'own@evil.example', head: ['Cc: ann@example.com'] }));
    const report = [
      'From: MAILER-DAEMON@evil.example',
      'To: help@desk.example',
      'Subject: failure',
      'Content-Type: multipart/report; report-type=delivery-status; boundary=b',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; evil.example',
      '',
      'Final-Recipient: rfc822; ann@example.com',
      'Action: failed',
      'Status: 5.1.1',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'To: ann@example.com',
      'Message-ID: <own@evil.example>',
      '',
      '--b--',
    ].join('\n');
    expect(await room.take(report)).toMatchObject({ did: 'ignored', why: 'a bounce about no mail of ours' });
    await room.take(letter({ id: '1@example.com', text: 'Help!' }));
    await room.answer(2);
    expect(await mails(room)).toEqual(['ann@example.com sent']);
  });

  it('by an agent who puts somebody in copy and says that they are gone', async () => {
    await using room = await answered();
    await room.desk.do(1, { kind: 'set', values: { cc: { add: ['vic@example.com'], remove: [] } } });
    const gone = ['vic@example.com', 'ann@example.com'].map((address) => ({ address, says: '5.1.1' }));
    const say = { kind: 'bounce', message: { body: 'x' }, gone } as const;
    await room.desk.do(1, say);
    await room.desk.do(1, { ...say, returned: { ids: [room.ours, '1@example.com'], from: gone } });
    expect([await marked(room), await mails(room)]).toEqual([[], untouched]);
  });

  it('before it was sent', async () => {
    await using room = await answered();
    await room.desk.do(1, { kind: 'reply', message: { body: 'More.' } });
    const [row] = await room.desk.rows('SELECT message_id FROM outbox ORDER BY id DESC LIMIT 1');
    await room.take(bounce(String(row?.['message_id']), { mark: await markOf(room, 'ann@example.com') }));
    expect(await marked(room)).toEqual([]);
  });
});

it('a bounce of mail that is not ours opens no ticket', async () => {
  await using room = await answered();
  expect(await room.take(bounce('other@elsewhere.example'))).toMatchObject({
    did: 'ignored',
    ticket: null,
    why: 'a bounce about no mail of ours',
  });
  expect(await room.desk.rows('SELECT id FROM ticket')).toHaveLength(1);
});

it('a complaint about our mail is noted, and no more is sent', async () => {
  await using room = await answered();
  const complaint = [
    'From: feedback@provider.example',
    'To: help@desk.example',
    'Subject: complaint',
    'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
    '',
    '--b',
    'Content-Type: message/feedback-report',
    '',
    'Feedback-Type: abuse',
    'Original-Rcpt-To: ann@example.com',
    '--b',
    'Content-Type: message/rfc822',
    '',
    'To: ann@example.com',
    `Message-ID: <${room.ours}>`,
    `X-Deskhand-Id: <${await markOf(room, 'ann@example.com')}>`,
    '',
    '--b--',
  ].join('\n');
  expect(await room.take(complaint)).toMatchObject({ did: 'noted', ticket: 1, why: 'ann@example.com called a mail of ours unwanted' });
  expect(await marked(room)).toEqual([['ann@example.com', 'they called a mail of ours unwanted']]);
});

describe.skipIf(!hasRealData)('real bounces', { timeout: 60_000 }, () => {
  it('of others open no ticket, whoever wrote them', async () => {
    await using room = await mailroom();
    const counts: Record<string, number> = {};
    for (const path of realFiles('data/mail/bounces/lf')) {
      const { did } = await room.take(realBytes(path));
      counts[did] = (counts[did] ?? 0) + 1;
    }
    expect(await room.desk.rows(`SELECT requester FROM ticket WHERE requester LIKE '%daemon%' OR requester LIKE '%postmaster%'`)).toEqual(
      [],
    );
    // What a list, a shop's program and a mail system that does not say that it is one wrote.
    expect(counts).toEqual({ ignored: 307, created: 5 });
  });
});
