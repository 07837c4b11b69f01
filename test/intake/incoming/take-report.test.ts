import { describe, expect, it } from 'vitest';
import { hasRealData, realBytes, realFiles } from '../../real-data.ts';
import { letter, mailroom, type Mailroom } from './taking.ts';

interface Came {
  readonly to?: string;
  readonly failed?: string;
  readonly id?: string;
  readonly says?: string;
}

/** A bounce about our mail with that Message-ID. */
const bounce = ({ to = 'ann@example.com', failed, id = 'r1@desk.example', says = '550 5.1.1 User unknown' }: Came = {}): string =>
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
    '',
  ].join('\n');

/** A desk with one answered ticket of ann, with bob in copy. */
async function answered(): Promise<Mailroom> {
  const room = await mailroom();
  await room.take(letter({ id: '1@example.com', head: ['Cc: bob@example.com'] }));
  await room.desk.do(1, { kind: 'reply', message: { body: 'Done.', messageId: 'r1@desk.example' }, status: 'solved' });
  return room;
}

const marked = async ({ desk }: Mailroom): Promise<readonly unknown[]> =>
  (await desk.rows('SELECT address, bounce FROM person WHERE bounced IS NOT NULL ORDER BY address')).map(({ address, bounce: says }) => [
    address,
    says,
  ]);

describe('a bounce of our mail', () => {
  it('is a note on its ticket, which stays as it is, and marks the address', async () => {
    await using room = await answered();
    expect(await room.take(bounce())).toMatchObject({
      did: 'noted',
      ticket: 1,
      why: 'mail to ann@example.com did not arrive: nobody is there (5.1.1): <ann@example.com>: host mx.example said: 550 5.1.1 User unknown',
    });
    expect((await room.ticket(1)).status).toBe('solved');
    const note = (await room.thread(1)).at(-1);
    expect([note?.kind, note?.author]).toEqual(['note', 'mail']);
    expect(note?.body).toContain('nobody is there');
    expect(await marked(room)).toEqual([['ann@example.com', '<ann@example.com>: host mx.example said: 550 5.1.1 User unknown']]);
    expect(await room.brief(bounce())).toEqual(['again', 1]);
    expect((await room.ticket(1)).messages).toBe(3);
  });

  it.each([
    ['a full mailbox', '552 5.2.2 mailbox full'],
    ['a delay', '451 4.4.1 timed out'],
    ['a refusal of what it says', '554 5.7.1 looks like spam'],
  ])('for %s marks nobody', async (_, says) => {
    await using room = await answered();
    expect(await room.brief(bounce({ says }))).toEqual(['noted', 1]);
    expect(await marked(room)).toEqual([]);
  });

  it('from where it was handed on marks the address that we know', async () => {
    await using room = await answered();
    await room.take(bounce({ to: 'bob@example.com', failed: 'robert@elsewhere.example' }));
    expect((await marked(room)).map((each) => (each as string[])[0])).toEqual(['bob@example.com']);
  });

  it('that names somebody else marks nobody', async () => {
    await using room = await answered();
    await room.take(bounce({ to: 'eve@victim.example' }));
    expect(await marked(room)).toEqual([]);
  });

  it('is forgotten when they write again, and not when a machine of theirs does', async () => {
    await using room = await answered();
    await room.take(bounce());
    await room.take(letter({ id: '2@example.com', answers: 'r1@desk.example', head: ['Auto-Submitted: auto-replied'] }));
    expect(await marked(room)).toHaveLength(1);
    await room.take(letter({ id: '3@example.com', answers: 'r1@desk.example' }));
    expect(await marked(room)).toEqual([]);
    await room.take(bounce({ says: '550 5.1.1 User unknown again' }));
    await room.take(letter({ id: '4@example.com', subject: 'Another thing' }));
    expect(await marked(room)).toEqual([]);
  });
});

it('a bounce of mail that is not ours opens no ticket and marks nobody', async () => {
  await using room = await answered();
  expect(await room.take(bounce({ id: 'other@elsewhere.example' }))).toMatchObject({
    did: 'ignored',
    ticket: null,
    why: 'a bounce about no mail of ours',
  });
  expect(await marked(room)).toEqual([]);
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
    'Message-ID: <r1@desk.example>',
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
