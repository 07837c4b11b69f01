import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { later } from '../../src/model/time.ts';
import { mailbox, oddServer } from '../fakes/mailbox.ts';
import { serving } from '../fakes/listening.ts';
import { noon } from '../backend/sql/desk.ts';
import { office, opened, rita } from './sender.ts';

const solve = { kind: 'close', as: 'solved' } as const;
const minutes = (count: number): string => later(noon, count * 60_000);

describe('a mail', () => {
  it('is sent, and its answer is kept', async () => {
    await using box = await mailbox();
    await using desk = await office(box.port);
    await desk.desk.make({}, 'please');
    const [news, ...more] = await desk.send();
    expect(more).toEqual([]);
    expect(news).toMatchObject({ mail: { id: 1, kind: 'received' }, attempt: { came: 'sent', answer: '250 2.0.0 Ok: queued as 1' } });
    expect(await desk.states()).toEqual(['sent 250 2.0.0 Ok: queued as 1']);
    expect(box.arrived).toMatchObject([{ from: 'support@desk.example', to: [rita], secure: false }]);
    expect(await desk.send()).toEqual([]);
    expect(box.arrived).toHaveLength(1);
  });

  it('goes to each of its recipients by itself, hidden ones too, with the same head', async () => {
    await using box = await mailbox();
    await using desk = await office(box.port);
    const id = await desk.desk.make({ cc: ['boss@acme.com'] }, 'please');
    await desk.desk.do(id, { ...solve, message: { body: 'Done.', bcc: ['audit@z.com'] } });
    await desk.send();
    const replies = await Promise.all(box.arrived.slice(1).map(opened));
    expect(box.arrived.slice(1).map(({ to }) => to)).toEqual([[rita], ['boss@acme.com'], ['audit@z.com']]);
    expect(new Set(replies.map(({ messageId }) => messageId)).size).toBe(1);
    for (const each of replies) {
      expect(each).toMatchObject({ to: [rita], cc: ['boss@acme.com'] });
      expect(each.whole).not.toMatch(/audit@z\.com|^bcc/im);
    }
  });

  it('is sent on one connection with the next ones', async () => {
    let connections = 0;
    await using box = await mailbox({ onConnect: (_, done) => done(void (connections += 1) as never) });
    await using desk = await office(box.port);
    for (let n = 0; n < 5; n += 1) await desk.desk.make({ requester: `u${n}@acme.com` }, 'please', `u${n}@acme.com`);
    await desk.send();
    expect([box.arrived.length, connections]).toEqual([5, 1]);
  });

  it('with large files is sent whole', async () => {
    await using box = await mailbox();
    await using desk = await office(box.port);
    const id = await desk.desk.make({ requester: null, cc: [rita] });
    const content = Uint8Array.from({ length: 3_000_000 }, (_, n) => (n * 7919) % 251);
    await desk.desk.do(id, {
      kind: 'reply',
      message: { body: 'See there.', attachments: [{ name: 'účet „1“.bin', type: 'application/x-thing', content }] },
    });
    await desk.send();
    const [mail] = await Promise.all(box.arrived.map(opened));
    expect(mail?.attachments).toMatchObject([{ name: 'účet „1“.bin', type: 'application/x-thing' }]);
    expect(Buffer.compare(Buffer.from(mail?.attachments[0]?.content ?? []), Buffer.from(content))).toBe(0);
  });
});

describe('a mail that is refused', () => {
  it.each(['MAIL', 'RCPT', 'DATA'] as const)('for now, at %s, comes again later', async (at) => {
    await using box = await mailbox();
    await using desk = await office(box.port);
    box.refuse({ at, code: 451, says: '4.7.1 come back later', times: 2 });
    await desk.desk.make({}, 'please');
    await desk.send();
    expect(await desk.mails()).toMatchObject([{ state: 'waiting', next: minutes(1), answer: '451 4.7.1 come back later', attempts: 1 }]);
    expect(await desk.send()).toEqual([]);
    desk.desk.clock.now = minutes(1);
    await desk.send();
    expect(await desk.mails()).toMatchObject([{ state: 'waiting', next: minutes(6), attempts: 2 }]);
    // By hand it begins anew.
    expect(await desk.retry(1)).toMatchObject({ state: 'waiting', attempts: 0 });
    await desk.send();
    expect(await desk.states()).toEqual(['sent 250 2.0.0 Ok: queued as 1']);
  });

  it('for good has failed; others go on, on the same connection', async () => {
    let connections = 0;
    await using box = await mailbox({ onConnect: (_, done) => done(void (connections += 1) as never) });
    await using desk = await office(box.port);
    for (const name of ['a', 'b', 'c']) await desk.desk.make({ requester: `${name}@acme.com` }, 'please', `${name}@acme.com`);
    box.refuse({ at: 'RCPT', code: 550, says: '5.1.1 no such user', times: 1 });
    box.refuse({ at: 'DATA', code: 554, says: '5.7.1 looks like spam', times: 1 });
    await desk.send();
    expect(await desk.states()).toEqual([
      'failed 550 5.1.1 no such user',
      'failed 554 5.7.1 looks like spam',
      'sent 250 2.0.0 Ok: queued as 1',
    ]);
    expect(await desk.desk.rows('SELECT address, bounce FROM person WHERE bounced IS NOT NULL')).toEqual([
      { address: 'a@acme.com', bounce: '550 5.1.1 no such user' },
    ]);
    expect(connections).toBe(1);
  });

  it('because it is too large has failed', async () => {
    await using box = await mailbox({ size: 10_000 });
    await using desk = await office(box.port);
    const id = await desk.desk.make({ requester: null, cc: [rita] });
    const file = { name: 'a.bin', type: 'application/x-thing', content: Buffer.alloc(20_000) };
    await desk.desk.do(id, { kind: 'reply', message: { body: 'See there.', attachments: [file] } });
    await desk.desk.do(id, { kind: 'reply', message: { body: 'Or not.' } });
    await desk.send();
    expect(await desk.states()).toEqual([expect.stringMatching(/^failed .*size/i), expect.stringMatching(/^sent/)]);
  });

  it('as all mail from us is waits, and that is told', async () => {
    await using box = await mailbox();
    await using desk = await office(box.port);
    box.refuse({ at: 'MAIL', code: 530, says: '5.7.0 Authentication required', times: 1 });
    box.refuse({ at: 'MAIL', code: 550, says: '5.7.1 no such sender', times: 1 });
    await desk.desk.make({}, 'please');
    for (const says of ['530 5.7.0 Authentication required', '550 5.7.1 no such sender'])
      await expect(desk.send()).rejects.toMatchObject({ kind: 'settings', message: expect.stringContaining(says) });
    expect(await desk.mails()).toMatchObject([{ state: 'waiting', attempts: 0, next: noon, answer: '550 5.7.1 no such sender' }]);
    await desk.send();
    expect(box.arrived).toHaveLength(1);
  });
});

describe('a mail whose server goes away', () => {
  it('before it is there waits', async () => {
    await using gone = await serving(() => {});
    await using desk = await office(gone.port);
    await gone[Symbol.asyncDispose]();
    await desk.desk.make({}, 'please');
    await expect(desk.send()).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(/^the mail server 127\.0\.0\.1:\d+ cannot be used: nothing answers there$/),
      hint: expect.stringContaining('"mail.smtp"'),
    });
    const answer = expect.stringMatching(/cannot be used: nothing answers there$/);
    expect(await desk.mails()).toMatchObject([{ state: 'waiting', attempts: 0, next: noon, answer }]);
  });

  it.each([
    ['greets with garbage', { greeting: (socket: Socket) => void socket.write('SSH-2.0-OpenSSH\r\n') }],
    ['greets with no', { greeting: (socket: Socket) => void socket.write('554 no service\r\n') }],
    ['cuts without a greeting', { greeting: (socket: Socket) => void socket.destroy() }],
  ])('as it %s waits, and that is told', async (_, oddity) => {
    await using odd = await oddServer(oddity);
    await using desk = await office(odd.port);
    await desk.desk.make({}, 'please');
    await expect(desk.send()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(await desk.mails()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  });

  it('before it has all of it is sent again later', async () => {
    await using odd = await oddServer({ data: (socket) => void socket.destroy() });
    await using desk = await office(odd.port);
    await desk.desk.make({}, 'please');
    await desk.send();
    expect(await desk.mails()).toMatchObject([
      { state: 'waiting', attempts: 1, next: minutes(1), answer: expect.stringMatching(/closed|reset/i) },
    ]);
    expect(odd.ended()).toBe(0);
  });

  it('in the middle of a large one is sent again later', async () => {
    await using odd = await oddServer({ during: (socket) => void socket.destroy() });
    await using desk = await office(odd.port);
    const id = await desk.desk.make({ requester: null, cc: [rita] });
    const file = { name: 'a.bin', type: 'application/x-thing', content: Buffer.alloc(20_000_000) };
    await desk.desk.do(id, { kind: 'reply', message: { body: 'See there.', attachments: [file] } });
    await desk.send();
    expect(await desk.mails()).toMatchObject([{ state: 'waiting', attempts: 1 }]);
    expect(odd.ended()).toBe(0);
  });

  it.each<[string, (socket: Socket) => void]>([
    ['cuts the line', (socket) => void socket.destroy()],
    ['says goodbye', (socket) => void socket.end()],
    ['answers with garbage', (socket) => void socket.write('hello there\r\n')],
    ['answers half a word', (socket) => void socket.end('25')],
    ['answers with what is no end', (socket) => void socket.write('354 more\r\n')],
    ['answers with too much', (socket) => void socket.write(`250-${'x'.repeat(100_000)}\r\n`)],
  ])('after it has all of it is uncertain, and not sent again by itself, where it %s', async (_, end) => {
    await using odd = await oddServer({ end });
    await using desk = await office(odd.port);
    await desk.desk.make({}, 'please');
    await desk.send();
    expect(await desk.mails()).toMatchObject([{ state: 'uncertain', attempts: 1, next: null, answer: expect.any(String) }]);
    desk.desk.clock.now = later(noon, 30 * 24 * 3_600_000);
    expect(await desk.send()).toEqual([]);
    expect(odd.ended()).toBe(1);
    await desk.retry(1);
    await desk.send();
    expect(odd.ended()).toBe(2);
    const ids = [...odd.heard().matchAll(/^Message-ID: (.*)$/gim)].map(([, id]) => id);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  it.each([
    ['refuses it', '550 5.7.1 no\r\n', 'failed 550 5.7.1 no'],
    ['refuses it for now as it closes', '421 4.3.2 closing\r\n', 'waiting 421 4.3.2 closing'],
    ['takes it and closes at once', '250 2.0.0 taken\r\n', 'sent 250 2.0.0 taken'],
  ])('with an answer that %s has that answer', async (_, answer, state) => {
    await using odd = await oddServer({ end: (socket) => void socket.end(answer) });
    await using desk = await office(odd.port);
    await desk.desk.make({}, 'please');
    await desk.send();
    expect(await desk.states()).toEqual([state]);
  });

  it('before the answer could be heard that it gave too early is not taken for sent', async () => {
    await using odd = await oddServer({ data: (socket) => void socket.write('354 go on\r\n250 2.0.0 taken already\r\n') });
    await using desk = await office(odd.port);
    const id = await desk.desk.make({ requester: null, cc: [rita] });
    const file = { name: 'a.bin', type: 'application/x-thing', content: Buffer.alloc(20_000_000) };
    await desk.desk.do(id, { kind: 'reply', message: { body: 'See there.', attachments: [file] } });
    await desk.send();
    expect((await desk.mails())[0]?.state).not.toBe('sent');
  });
});

describe('sending that is to end', () => {
  it('lets go of a mail that is not handed over', async () => {
    const stop = new AbortController();
    await using odd = await oddServer({ data: () => stop.abort() });
    await using desk = await office(odd.port);
    await desk.desk.make({}, 'please');
    await desk.send(stop.signal);
    expect(await desk.mails()).toMatchObject([{ state: 'waiting', attempts: 0, next: noon }]);
  });

  it('waits for the answer to one that is', async () => {
    const stop = new AbortController();
    await using odd = await oddServer({
      end(socket) {
        stop.abort();
        void sleep(300).then(() => socket.write('250 2.0.0 after all\r\n'));
      },
    });
    await using desk = await office(odd.port);
    await desk.desk.make({}, 'please');
    await desk.desk.make({ requester: 'ben@acme.com' }, 'please');
    await desk.send(stop.signal);
    expect(await desk.states()).toEqual(['sent 250 2.0.0 after all', 'waiting']);
  });

  it('does not begin', async () => {
    await using box = await mailbox();
    await using desk = await office(box.port);
    await desk.desk.make({}, 'please');
    expect(await desk.send(AbortSignal.abort())).toEqual([]);
    expect(await desk.mails()).toMatchObject([{ state: 'waiting', attempts: 0 }]);
  });
});

it('two who send at once send each mail once', async () => {
  await using box = await mailbox();
  await using desk = await office(box.port);
  for (let n = 0; n < 30; n += 1) await desk.desk.make({ requester: `u${n}@acme.com` }, 'please', `u${n}@acme.com`);
  const { sendDue } = await import('../../src/notice/send.ts');
  const { collect } = await import('../../src/model/stream.ts');
  const sent = await Promise.all(
    ['one', 'other', 'third'].map((holder) => collect(sendDue({ ...desk.tools, holder }, AbortSignal.timeout(60_000)))),
  );
  expect(sent.flat()).toHaveLength(30);
  expect(new Set(box.arrived.map(({ to }) => to[0])).size).toBe(30);
  expect(box.arrived).toHaveLength(30);
});
