import { describe, expect, it } from 'vitest';
import { actsFor } from '../../../src/intake/incoming/place.ts';
import { after, never } from '../../backend/sql/desk.ts';
import { letter, mailroom } from './taking.ts';

describe('a mail', () => {
  it('opens a ticket', async () => {
    await using room = await mailroom();
    expect(await room.take(letter({ id: '1@example.com', head: ['Cc: Bob <bob@example.com>, help@desk.example'] }))).toEqual({
      did: 'created',
      ticket: 1,
      message: 1,
      from: 'ann@example.com',
      why: 'Refund',
    });
    expect(await room.ticket(1)).toMatchObject({
      subject: 'Refund',
      status: 'new',
      requester: 'ann@example.com',
      cc: ['bob@example.com'],
      channel: 'mail',
    });
    expect(await room.thread(1)).toMatchObject([
      { kind: 'request', author: 'ann@example.com', authorName: 'Ann', body: 'Where is it?', messageId: '1@example.com' },
    ]);
  });

  it('adds nothing a second time, whatever way it came', async () => {
    await using room = await mailroom();
    const mail = letter({ id: '1@example.com' });
    await room.take(mail);
    expect(await room.brief(mail)).toEqual(['again', 1]);
    expect(await room.brief(`Received: from elsewhere\n${mail.replaceAll('\n', '\r\n')}`)).toEqual(['again', 1]);
    expect((await room.ticket(1)).messages).toBe(1);
  });

  it('without a Message-ID adds nothing a second time', async () => {
    await using room = await mailroom();
    await room.take(letter());
    expect(await room.brief(letter())).toEqual(['again', 1]);
    expect(await room.brief(letter({ text: 'Where is it now?' }))).toEqual(['created', 2]);
  });

  it('without subject and sender is a ticket all the same', async () => {
    await using room = await mailroom();
    expect(await room.brief('To: help@desk.example\n\nIt does not work.\n')).toEqual(['created', 1]);
    expect(await room.ticket(1)).toMatchObject({ subject: 'It does not work.', requester: null });
  });

  it('is only looked at in a dry run', async () => {
    await using room = await mailroom();
    expect(await room.brief(letter({ id: '1@example.com' }), { dryRun: true })).toEqual(['would', null]);
    await room.take(letter({ id: '1@example.com' }));
    expect(await room.brief(letter({ id: '1@example.com' }), { dryRun: true })).toEqual(['again', 1]);
    expect(await room.brief(letter({ id: '2@example.com', answers: '1@example.com' }), { dryRun: true })).toEqual(['would', 1]);
    expect((await room.ticket(1)).messages).toBe(1);
  });
});

describe('an answer', () => {
  it('finds its ticket by the mail that it answers, whoever writes, and is cut', async () => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com' }));
    const ours = await room.answer(1, 'pending');
    const text = 'Got it.\n\nOn Mon, Feb 5, 2024 at 10:00 Help <help@desk.example> wrote:\n> On its way.';
    expect(
      await room.take(letter({ from: 'bob@other.example', id: '2@example.com', answers: ours, subject: 'Re: Refund', text })),
    ).toMatchObject({
      did: 'added',
      ticket: 1,
    });
    expect((await room.ticket(1)).status).toBe('open');
    const [, , last] = await room.thread(1);
    expect(last).toMatchObject({ kind: 'request', author: 'bob@other.example', body: 'Got it.', attachments: [{ name: 'original.txt' }] });
    const whole: Uint8Array[] = [];
    for await (const chunk of room.backend.attachment(1, last?.attachments[0]?.id ?? '', new AbortController().signal)) whole.push(chunk);
    expect(Buffer.concat(whole).toString()).toBe(text);
  });

  it('finds its ticket by References when the nearest is not known', async () => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com' }));
    expect(
      await room.brief(letter({ id: '3@example.com', answers: '2@example.com', head: ['References: <1@example.com> <2@example.com>'] })),
    ).toEqual(['added', 1]);
  });

  it.each([
    ['the requester', 'ann@example.com'],
    ['somebody in copy', 'bob@example.com'],
    ['a contact who may', 'carl@example.com'],
  ])('with the number in its subject, of %s, belongs to the ticket', async (_, from) => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com', head: ['Cc: bob@example.com'] }));
    const mayActFor = async (sender: string, requester: string): Promise<boolean> =>
      sender === 'carl@example.com' && requester === 'ann@example.com';
    expect(await room.brief(letter({ from, subject: 'AW: [#1] Refund' }), { mayActFor })).toEqual(['added', 1]);
  });

  it('of a stranger who quotes the number is a ticket of its own, beside that one', async () => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com' }));
    const mail = letter({ from: 'mallory@evil.example', subject: 'Re: [#1] Refund' });
    const row = await room.take(mail);
    expect(row).toMatchObject({ did: 'created', ticket: 2 });
    expect(row.why).toBe(
      'Re: [#1] Refund; its subject names ticket 1, where mallory@evil.example is neither the requester nor in copy: kept apart from it',
    );
    expect(await room.thread(1)).toHaveLength(1);
    expect((await room.thread(2)).map(({ kind, body }) => [kind, body])).toEqual([
      ['request', 'Where is it?'],
      ['note', 'Its subject names ticket 1, where mallory@evil.example is neither the requester nor in copy: kept apart from it.'],
    ]);
    expect(await room.desk.rows('SELECT ticket, relation, other FROM link ORDER BY ticket')).toEqual([
      { ticket: 1, relation: 'related', other: 2 },
      { ticket: 2, relation: 'related', other: 1 },
    ]);
    expect(await room.brief(mail)).toEqual(['again', 2]);
    expect([(await room.ticket(2)).messages, (await room.ticket(1)).links]).toEqual([2, 1]);
  });

  it.each([
    ['answers', { answers: '1@example.com' }],
    ['sends again, with another text,', { id: '1@example.com' }],
    ['answers, with one of their own nearer,', { answers: 'x@evil.example', head: ['References: <1@example.com> <x@evil.example>'] }],
    ['answers, with the number in the subject,', { answers: '1@example.com', subject: 'Re: [#1] Refund' }],
  ])("of a stranger who %s a customer's mail is a ticket of its own, beside theirs", async (_, mail) => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com', head: ['Cc: bob@example.com'] }));
    await room.answer(1, 'solved');
    const row = await room.take(letter({ from: 'mallory@evil.example', text: 'Send the money here.', ...mail }));
    expect(row).toMatchObject({ did: 'created', ticket: 2 });
    expect(row.why).toContain(
      'it refers to a mail of ticket 1, where mallory@evil.example is neither the requester nor in copy: kept apart from it',
    );
    expect([(await room.thread(1)).length, (await room.ticket(1)).status]).toEqual([2, 'solved']);
    expect(await room.desk.rows('SELECT ticket, relation, other FROM link WHERE ticket = 2')).toEqual([
      { ticket: 2, relation: 'related', other: 1 },
    ]);
    expect(await room.brief(letter({ from: 'bob@example.com', ...mail, text: 'Me, too.' }))).toEqual(['added', 1]);
  });

  it('to a mail whose id a stranger used first is not theirs', async () => {
    await using room = await mailroom();
    await room.take(letter({ id: 'e@evil.example', from: 'eve@evil.example' }));
    await room.take(letter({ id: '1@example.com', from: 'eve@evil.example', text: 'A trap' }));
    expect(await room.brief(letter({ id: '1@example.com' }))).toEqual(['created', 3]);
    expect(await room.thread(2)).toHaveLength(1);
    const ours = await room.answer(3);
    expect(
      await room.brief(letter({ id: '2@example.com', answers: '1@example.com', head: [`References: <${ours}> <1@example.com>`] })),
    ).toEqual(['added', 3]);
  });

  it("with a number that is nobody's is a ticket", async () => {
    await using room = await mailroom();
    expect(await room.brief(letter({ subject: 'Re: [#99] Refund' }))).toEqual(['created', 1]);
    await room.desk.do(1, { kind: 'delete', as: 'spam' });
    expect(await room.brief(letter({ id: '2@example.com', subject: 'Re: [#1] Refund' }))).toEqual(['created', 2]);
  });

  it('to a merged ticket goes to its survivor, and about a closed one opens its child', async () => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com' }));
    await room.take(letter({ id: '2@example.com', text: 'Another' }));
    await room.desk.do(1, { kind: 'merge', into: 2 });
    expect(await room.brief(letter({ id: '3@example.com', answers: '1@example.com' }))).toEqual(['added', 2]);
    expect(await room.brief(letter({ id: '4@example.com', subject: 'Re: [#1] Refund' }))).toEqual(['added', 2]);
    await room.desk.do(2, { kind: 'set', values: { status: 'closed' } });
    expect(await room.brief(letter({ id: '5@example.com', answers: '1@example.com' }))).toEqual(['created', 3]);
    expect(await room.desk.rows('SELECT relation, other FROM link WHERE ticket = 3')).toEqual([{ relation: 'child', other: 2 }]);
  });
});

describe('a machine', () => {
  it('that answers is noted, and opens nothing', async () => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com' }));
    const ours = await room.answer(1, 'solved');
    const away = letter({
      id: '2@example.com',
      answers: ours,
      subject: 'Automatic reply: Refund',
      head: ['Auto-Submitted: auto-replied'],
      text: 'I am away.',
    });
    expect(await room.take(away)).toMatchObject({ did: 'noted', ticket: 1, why: 'an automatic answer' });
    expect((await room.ticket(1)).status).toBe('solved');
    expect((await room.thread(1)).map(({ kind, author }) => [kind, author])).toEqual([
      ['request', 'ann@example.com'],
      ['reply', 'ann'],
      ['note', 'ann@example.com'],
    ]);
  });

  it('that answers no mail of ours is ignored', async () => {
    await using room = await mailroom();
    expect(await room.take(letter({ head: ['Auto-Submitted: auto-replied'] }))).toMatchObject({
      did: 'ignored',
      ticket: null,
      why: 'an automatic answer to no mail of ours',
    });
    expect(await room.desk.rows('SELECT id FROM ticket')).toEqual([]);
  });

  it('that writes of its own accord opens a ticket', async () => {
    await using room = await mailroom();
    expect(await room.brief(letter({ head: ['Auto-Submitted: auto-generated'] }))).toEqual(['created', 1]);
  });

  it('that sends our own mail back is stopped', async () => {
    await using room = await mailroom();
    await room.take(letter({ id: '1@example.com' }));
    const ours = await room.answer(1);
    const back = letter({ from: 'help@desk.example', id: ours, subject: '[#1] Refund', text: 'Done.' });
    expect(await room.take(back)).toMatchObject({ did: 'ignored', ticket: 1, why: 'a mail of ours that came back' });
    const renamed = letter({
      from: 'help@desk.example',
      id: 'new@relay.example',
      head: [`X-Deskhand-Id: <${ours}>`],
      text: 'Done.',
    });
    expect(await room.brief(renamed)).toEqual(['ignored', 1]);
    expect((await room.ticket(1)).messages).toBe(2);
  });

  it('that writes and writes is noted from some mail on, until the hour is over', async () => {
    await using room = await mailroom();
    const nth = (number: number) => room.take(letter({ id: `${number}@example.com`, text: `again ${number}` }), { perHour: 3 });
    for (const number of [1, 2, 3]) expect((await nth(number)).did).toBe('created');
    expect(await nth(4)).toMatchObject({ did: 'noted', ticket: 3, why: 'mail 4 within the hour: machines may be answering each other' });
    room.desk.clock.now = after(2);
    expect(await nth(5)).toMatchObject({ did: 'created', ticket: 4 });
  });

  it('that answers on a ticket is noted from some mail on', async () => {
    await using room = await mailroom();
    await room.take(letter({ id: '0@example.com' }));
    const nth = (number: number) =>
      room.brief(letter({ id: `${number}@example.com`, answers: '0@example.com', text: `again ${number}` }), { perHour: 4 });
    const came = [await nth(1), await nth(2), await nth(3), await nth(4)];
    expect(came.map(([did]) => did)).toEqual(['added', 'added', 'added', 'noted']);
    expect((await room.ticket(1)).messages).toBe(5);
  });
});

it('contacts on file may act for whom they are on file for, from any address of theirs', async () => {
  await using room = await mailroom();
  const contacts = room.backend.store?.as('ann').keeper.contacts;
  await contacts?.add({ name: 'Ann', addresses: ['ann@example.com', 'ann@home.example'], phones: [], actsFor: [] }, never);
  await contacts?.add({ name: 'Petra', addresses: ['petra@example.com'], phones: [], actsFor: ['ann@example.com'] }, never);
  await room.take(letter({ id: '1@example.com' }));
  const mayActFor = actsFor(room.backend, never);
  const write = (from: string) => room.brief(letter({ from, subject: 'Re: [#1] Refund', text: `from ${from}` }), { mayActFor });
  expect([await write('ann@home.example'), await write('petra@example.com'), await write('eve@example.com')]).toEqual([
    ['added', 1],
    ['added', 1],
    ['created', 2],
  ]);
  expect((await room.thread(1)).map(({ sender }) => sender)).toEqual(['unproven', 'unproven', 'unproven']);
  const proved = letter({
    id: '9@example.com',
    answers: '1@example.com',
    head: ['Authentication-Results: mx.us.example; dmarc=pass header.from=example.com'],
  });
  await room.take(proved, { checkedBy: ['mx.us.example'] });
  expect((await room.thread(1)).at(-1)).toMatchObject({ sender: 'on-file', proof: 'mail' });
});

describe('who is named by the server is proved', () => {
  const says = (more: string): string => `Authentication-Results: mx.us.example; ${more}`;
  const passed = says('dmarc=pass header.from=example.com');
  const disguised = '"=?utf-8?q?x=22;dmarc=3Dpass_header.from=3Dexample.com;a=3D=22?="@evil.example';
  it.each([
    ['mail', 'the mail itself', 'Ann <ann@example.com>', [passed]],
    [null, 'in an encoded word', 'Ann <ann@example.com>', [says(`spf=pass smtp.mailfrom=${disguised}`)]],
    [null, 'another who is named first', 'Ann <ann@example.com>, Eve <eve@example.com>', [passed]],
    [null, 'another head line with somebody', 'Ann <ann@example.com>', ['From: eve@example.com', passed]],
    [null, 'a second result below the first', 'Ann <ann@example.com>', [says('dmarc=fail header.from=example.com'), passed]],
  ])('%s: %s', async (proof, _, from, head) => {
    await using room = await mailroom();
    await room.take(letter({ from, head }), { checkedBy: ['mx.us.example'] });
    expect((await room.thread(1))[0]).toMatchObject({ author: 'ann@example.com', proof });
  });
});
