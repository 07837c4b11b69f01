import { describe, expect, it } from 'vitest';
import { DeskError } from '../../src/errors.ts';
import { memoryDesk } from '../fakes/memory-desk.ts';
import { bodies, brief, mail, mbox, now, run } from './importing.ts';

it('sends nothing on a dry run, and says what it would', async () => {
  const desk = memoryDesk();
  await run(desk, 'a.eml', mail({ id: '1' }));
  const rows = await run(desk, 'b.mbox', mbox(mail({ id: '2', refers: ['1'] }), mail({ id: '3' })), { dryRun: true });
  expect(rows).toEqual([
    { at: 'message 1', did: 'would', ticket: 1, message: 'add: Refund' },
    { at: 'message 2', did: 'would', ticket: null, message: 'create: Refund' },
  ]);
  expect(desk.tickets.size).toBe(1);
});

describe('mails', () => {
  it('open a ticket with all that they bring', async () => {
    const desk = memoryDesk();
    await run(desk, 'a.eml', mail({ id: '1', from: 'Ann Lee <Ann@Example.com>' }));
    expect(desk.tickets.get(1)).toMatchObject({
      subject: 'Refund',
      requester: 'ann@example.com',
      channel: 'mail',
      created: '2026-01-01T10:00:00.000Z',
    });
    expect(desk.messages.get(1)).toMatchObject([
      { kind: 'request', author: 'ann@example.com', authorName: 'Ann Lee', messageId: '1', body: 'text of 1' },
    ]);
  });

  it('join the ticket of the mail that they answer, now and in later runs', async () => {
    const desk = memoryDesk();
    expect(brief(await run(desk, 'a.mbox', mbox(mail({ id: '1' }), mail({ id: '2', refers: ['1'], day: 2 }), mail({ id: '9' }))))).toEqual([
      ['message 1', 'created', 1],
      ['message 2', 'added', 1],
      ['message 3', 'created', 2],
    ]);
    expect(brief(await run(desk, 'b.eml', mail({ id: '3', refers: ['0', '2'], day: 3 })))).toEqual([['b.eml', 'added', 1]]);
    expect(bodies(desk, 1)).toEqual(['text of 1', 'text of 2', 'text of 3']);
    expect(brief(await run(desk, 'b.eml', mail({ id: '3', refers: ['0', '2'], day: 3 })))).toEqual([['b.eml', 'again', 1]]);
  });

  it('join it also when they come before it', async () => {
    const desk = memoryDesk();
    const rows = await run(
      desk,
      'a.mbox',
      mbox(mail({ id: '3', refers: ['1', '2'], day: 3 }), mail({ id: '2', refers: ['1'], day: 2 }), mail({ id: '1' })),
    );
    expect(brief(rows)).toEqual([
      ['message 1', 'added', 1],
      ['message 2', 'added', 1],
      ['message 3', 'created', 1],
    ]);
    expect(bodies(desk, 1)).toEqual(['text of 1', 'text of 2', 'text of 3']);
  });

  it('join it when a whole batch lies between, and the answer came first', async () => {
    const desk = memoryDesk();
    const others = Array.from({ length: 1200 }, (_, n) => mail({ id: `other-${n}` }));
    const rows = await run(desk, 'a.mbox', mbox(mail({ id: '2', refers: ['1'], day: 2 }), ...others, mail({ id: '1' })));
    expect([rows[0], rows.at(-1)].map((row) => [row?.did, row?.ticket])).toEqual([
      ['created', rows[0]?.ticket],
      ['added', rows[0]?.ticket],
    ]);
  });

  it('of a folder are taken oldest first, whatever their names', async () => {
    const desk = memoryDesk();
    const rows = await run(desk, 'in', {
      'in/a.eml': mail({ id: '2', refers: ['1'], day: 2 }),
      'in/new/z.eml': mail({ id: '1' }),
      'in/notes.txt': 'Once upon',
      'in/none.eml': '',
    });
    expect(rows.map(({ at, did }) => [at, did])).toEqual([
      ['notes.txt', 'refused'],
      ['none.eml', 'refused'],
      ['new/z.eml', 'created'],
      ['a.eml', 'added'],
    ]);
  });

  it('that came back join the ticket of the reply', async () => {
    const desk = memoryDesk({ agents: ['bob@desk.example'] });
    await run(
      desk,
      'a.mbox',
      mbox(mail({ id: '1' }), mail({ id: 'reply', from: 'bob@desk.example', to: 'ann@example.com', refers: ['1'], day: 2 })),
    );
    const bounce = [
      'From: MAILER-DAEMON@x',
      'Content-Type: multipart/report; boundary=b',
      '',
      '--b',
      'Content-Type: message/delivery-status',
      '',
      'Status: 5.1.1',
      '--b',
      'Content-Type: message/rfc822',
      '',
      'Message-ID: <reply>',
      '',
      '--b--',
    ];
    expect(brief(await run(desk, 'b.eml', bounce.join('\n')))).toEqual([['b.eml', 'added', 1]]);
  });

  it('of an agent are replies', async () => {
    const desk = memoryDesk({ agents: ['bob@desk.example'] });
    const ours = mail({ id: '2', from: 'Bob@desk.example', to: 'ann@example.com', refers: ['1'], day: 2 });
    await run(
      desk,
      'a.mbox',
      mbox(mail({ id: '1' }), ours, mail({ id: '5', from: 'bob@desk.example', to: 'carl@example.com', subject: 'News' })),
    );
    expect(desk.messages.get(1)).toMatchObject([{ kind: 'request' }, { kind: 'reply', author: 'bob@desk.example', messageId: '2' }]);
    expect(desk.tickets.get(2)).toMatchObject({ subject: 'News', requester: 'carl@example.com', status: 'open' });
    expect(desk.messages.get(2)).toMatchObject([{ kind: 'reply', body: 'text of 5' }]);
  });

  it('about a closed ticket open one of their own', async () => {
    const desk = memoryDesk();
    await run(desk, 'a.eml', mail({ id: '1' }));
    const ticket = desk.tickets.get(1);
    if (ticket) desk.tickets.set(1, { ...ticket, status: 'closed' });
    expect(brief(await run(desk, 'b.eml', mail({ id: '2', refers: ['1'] })))).toEqual([['b.eml', 'created', 2]]);
  });

  it('without a sender are taken, and it is said', async () => {
    const desk = memoryDesk();
    const rows = await run(desk, 'a.eml', 'Subject: hello\n\nhi');
    expect(rows).toEqual([{ at: 'a.eml', did: 'created', ticket: 1, message: 'hello; it does not say who wrote it' }]);
    expect(desk.tickets.get(1)?.requester).toBeNull();
  });

  it('that belong to one which the desk refused are refused with it', async () => {
    const desk = memoryDesk();
    desk.before = ({ change }) => {
      if (change.kind === 'create') throw new DeskError('refused', 'too long');
    };
    const rows = await run(desk, 'a.mbox', mbox(mail({ id: '1' }), mail({ id: '2', refers: ['1'], day: 2 })));
    expect(rows.map(({ did, message }) => [did, message])).toEqual([
      ['refused', 'too long'],
      ['refused', 'the mail that opens its ticket was refused'],
    ]);
  });
});

describe('mail that comes in now', () => {
  const tagged = (from: string, subject: string): string => mail({ id: `${from}-${subject}`, from, subject });

  it('is dated now, by whoever takes it in', async () => {
    const desk = memoryDesk();
    await run(desk, '-', mail({ id: '1' }), { live: true });
    expect(desk.events).toEqual([{ ticket: 1, kind: 'create', by: 'ann', at: now }]);
  });

  it('finds its ticket by the number in its subject, if its writer has to do with it', async () => {
    const desk = memoryDesk();
    await run(desk, 'a.eml', mail({ id: '1' }));
    expect(brief(await run(desk, '-', tagged('ann@example.com', 'Re: [#1] Refund'), { live: true }))).toEqual([['message 1', 'added', 1]]);
    expect(brief(await run(desk, '-', tagged('mallory@example.com', 'Re: [#1] Refund'), { live: true }))).toEqual([
      ['message 1', 'created', 2],
    ]);
    expect(brief(await run(desk, '-', tagged('ann@example.com', 'Re: [#99] Refund'), { live: true }))).toEqual([
      ['message 1', 'created', 3],
    ]);
  });

  it('is not asked for numbers in an archive: they are those of another desk', async () => {
    const desk = memoryDesk();
    await run(desk, 'a.eml', mail({ id: '1' }));
    expect(brief(await run(desk, 'b.eml', tagged('ann@example.com', 'Re: [#1] Refund')))).toEqual([['b.eml', 'created', 2]]);
  });
});
