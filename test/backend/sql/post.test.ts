import { describe, expect, test } from 'vitest';
import { threads } from '../../../src/backend/sql/around.ts';
import { bounced } from '../../../src/backend/sql/bounce.ts';
import { outboxOf } from '../../../src/backend/sql/keeper.ts';
import type { Mailing } from '../../../src/model/mailing.ts';
import { collect } from '../../../src/model/stream.ts';
import { after, mailingDesk, never, noon, testDesk, type TestDesk } from './desk.ts';

const rita = 'rita@acme.com';
const mails = (desk: TestDesk): Promise<readonly Mailing[]> =>
  collect(outboxOf({ engine: desk.engine, me: 'ann', now: () => desk.clock.now }).list({}, never));
const kinds = async (desk: TestDesk): Promise<readonly string[]> =>
  (await mails(desk)).map(({ ticket, kind, state }) => `${ticket} ${kind} ${state}`);
const reply = { kind: 'reply', message: { body: 'Try again.' } } as const;
const solve = { kind: 'close', as: 'solved' } as const;
const claim = { kind: 'claim', steal: false } as const;

describe('the outbox', () => {
  test('has a mail for each step that is told, and none for what is not', async () => {
    await using desk = await mailingDesk();
    const id = await desk.make({}, 'please refund');
    desk.clock.now = after(1);
    await desk.do(id, claim);
    await desk.do(id, { kind: 'note', message: { body: 'hm' } });
    await desk.do(id, { kind: 'prioritize', to: 'high' });
    await desk.do(id, { kind: 'release' });
    await desk.do(id, claim);
    await desk.do(id, solve);
    await desk.do(id, { kind: 'reopen' });
    await desk.do(id, solve);
    expect(await kinds(desk)).toEqual([
      '1 received waiting',
      '1 taken waiting',
      '1 solved waiting',
      '1 reopened waiting',
      '1 solved waiting',
    ]);
    const [first, second] = await mails(desk);
    expect(first).toEqual({
      id: 1,
      ticket: 1,
      kind: 'received',
      status: 'new',
      message: 1,
      messageId: expect.stringMatching(/^desk\.[0-9a-f]{32}@desk\.example$/),
      recipient: rita,
      role: 'to',
      state: 'waiting',
      attempts: 0,
      resent: 0,
      created: noon,
      next: noon,
      settled: null,
      answer: null,
    });
    expect(second).toMatchObject({ kind: 'taken', status: 'open', message: null, created: after(1) });
    expect(new Set((await mails(desk)).map(({ messageId }) => messageId)).size).toBe(5);
  });

  test('has a reply for each of its recipients under the Message-ID of its message, and an answer finds the ticket by it', async () => {
    await using desk = await mailingDesk();
    const id = await desk.make({ cc: ['boss@acme.com'] }, 'please refund');
    await desk.do(id, {
      kind: 'close',
      as: 'solved',
      message: { body: 'Done.', cc: ['x@y.com'], bcc: ['audit@z.com'], messageId: 'forged@elsewhere' },
    });
    const rows = (await mails(desk)).filter(({ kind }) => kind !== 'received');
    expect(rows.map(({ kind, status, recipient, role }) => [kind, status, recipient, role])).toEqual([
      ['reply', 'solved', rita, 'to'],
      ['reply', 'solved', 'boss@acme.com', 'cc'],
      ['reply', 'solved', 'x@y.com', 'cc'],
      ['reply', 'solved', 'audit@z.com', 'bcc'],
    ]);
    const messageId = rows[0]?.messageId ?? '';
    expect(new Set(rows.map((row) => row.messageId))).toEqual(new Set([messageId]));
    expect(await desk.rows(`SELECT id, message_id FROM message WHERE kind = 'reply'`)).toEqual([
      { id: rows[0]?.message, message_id: messageId },
    ]);
    expect([...(await threads(desk.engine, desk.engine.dialect, [messageId, 'other@x']))]).toEqual([[messageId, id]]);
  });

  test('an answer to a notice finds its ticket, and after a merge the survivor', async () => {
    await using desk = await mailingDesk();
    const [one, other] = [await desk.make({}, 'please refund'), await desk.make({}, 'again')];
    const ids = (await mails(desk)).map(({ messageId }) => messageId);
    const found = async () => [...(await threads(desk.engine, desk.engine.dialect, ids)).values()];
    expect(await found()).toEqual([one, other]);
    await desk.do(other, { kind: 'merge', into: one });
    expect(await found()).toEqual([one, one]);
    await desk.do(one, { kind: 'delete', as: 'deleted' });
    expect(await found()).toEqual([]);
  });

  test('has nothing twice: the same work again, and work that was refused, write nothing', async () => {
    await using desk = await mailingDesk();
    const id = await desk.make({}, 'please refund');
    await desk.do(id, solve, { once: 'same' });
    expect(await desk.do(id, solve, { once: 'same' })).toMatchObject({ did: 'again' });
    expect(await desk.do(id, solve)).toMatchObject({ did: 'unchanged' });
    await desk.refused(id, { kind: 'reopen' }, { seen: 1 });
    await desk.refused(id, { kind: 'assign', to: 'nobody' });
    expect(await kinds(desk)).toEqual(['1 received waiting', '1 solved waiting']);
  });

  test('a follow-up of a closed ticket has a receipt of its own; what comes to an open one has none', async () => {
    await using desk = await mailingDesk(['received']);
    const id = await desk.make({}, 'please refund');
    const message = { author: rita, body: 'more' };
    await desk.do(id, { kind: 'receive', message });
    await desk.do(id, { kind: 'close', as: 'closed' });
    await desk.do(id, { kind: 'receive', message });
    await desk.do(id, { kind: 'receive', message: { ...message, automatic: true } });
    expect(await kinds(desk)).toEqual(['1 received waiting', '2 received waiting']);
  });

  test('stays empty where no mail leaves, and of what an import brings', async () => {
    await using silent = await testDesk();
    const id = await silent.make({}, 'please refund');
    await silent.do(id, { kind: 'close', as: 'solved', message: { body: 'Done.', messageId: 'kept@elsewhere' } }, { forever: true });
    expect(await mails(silent)).toEqual([]);
    expect(await silent.rows(`SELECT message_id FROM message WHERE kind = 'reply'`)).toEqual([{ message_id: 'kept@elsewhere' }]);

    await using desk = await mailingDesk();
    const old = { forever: true, as: { by: rita, at: '2020-02-29T12:00:00.000Z' } };
    const create = { kind: 'create', ticket: { subject: 'Old', requester: rita }, message: { author: rita, body: 'old' } } as const;
    const { ticket } = await desk.do('new', create, old);
    await desk.do(ticket.id, solve, old);
    await desk.do(ticket.id, { kind: 'reopen' }, { as: { by: 'ann', at: after(-25) } });
    expect(await mails(desk)).toEqual([]);
    // A mail that was some hours on its way is news.
    await desk.do('new', create, { as: { by: rita, at: after(-2) } });
    expect(await kinds(desk)).toEqual(['2 received waiting']);
  });

  test('lets go what is no longer to be sent: of a ticket that is deleted, spam or merged away', async () => {
    await using desk = await mailingDesk();
    const [spam, merged, survivor] = [await desk.make({}, 'win'), await desk.make({}, 'again'), await desk.make({}, 'please')];
    await desk.do(merged, claim);
    await desk.do(merged, reply);
    await desk.do(spam, { kind: 'delete', as: 'spam' });
    await desk.do(merged, { kind: 'merge', into: survivor });
    expect((await mails(desk)).map(({ ticket, kind, state, answer }) => [ticket, kind, state, answer])).toEqual([
      [spam, 'received', 'dropped', 'the ticket was taken off the desk'],
      [survivor, 'received', 'waiting', null],
      [survivor, 'received', 'waiting', null],
      [survivor, 'taken', 'dropped', `the ticket was merged into ${survivor}`],
      [survivor, 'reply', 'waiting', null],
    ]);
  });

  test('keeps no address and no answer of an erased ticket', async () => {
    await using desk = await mailingDesk();
    const id = await desk.make({ requester: 'secret@acme.com', cc: ['boss@acme.com'] }, 'please refund');
    await desk.do(id, reply);
    await desk.plant(`UPDATE outbox SET state = 'sent', answer = '250 ok secret@acme.com', settled = '${noon}' WHERE kind = 'received'`);
    await desk.do(id, { kind: 'delete', as: 'erased' });
    expect((await mails(desk)).map(({ kind, state, recipient, answer }) => [kind, state, recipient, answer])).toEqual([
      ['received', 'sent', '', null],
      ['reply', 'dropped', '', null],
      ['reply', 'dropped', '', null],
    ]);
    expect(JSON.stringify(await desk.rows('SELECT * FROM outbox'))).not.toMatch(/acme/);
  });

  test('sends no notice to an address that takes no mail, and shows a reply to it as failed', async () => {
    await using desk = await mailingDesk();
    const id = await desk.make({}, 'please refund');
    await bounced(desk.engine, rita, '550 5.1.1 no such user', noon);
    await desk.do(id, claim);
    await desk.do(id, reply);
    expect((await mails(desk)).map(({ kind, state, answer }) => [kind, state, answer])).toEqual([
      ['received', 'waiting', null],
      ['taken', 'dropped', 'the address takes no mail'],
      ['reply', 'failed', 'the address takes no mail'],
    ]);
  });

  test('keeps a machine that answers every receipt no company', async () => {
    await using desk = await mailingDesk();
    for (let n = 0; n < 12; n += 1) await desk.make({}, 'I am away');
    await desk.make({ requester: 'ben@acme.com' }, 'please', 'ben@acme.com');
    const states = (await mails(desk)).map(({ state }) => state);
    expect(states).toEqual([...Array<string>(10).fill('waiting'), 'dropped', 'dropped', 'waiting']);
    desk.clock.now = after(2);
    await desk.make({}, 'I am still away');
    expect((await mails(desk)).at(-1)?.state).toBe('waiting');
  });

  test(
    'has one mail for each of a thousand tickets that are closed at once, whatever of it is done again',
    { timeout: 60_000 },
    async () => {
      await using desk = await mailingDesk(['solved']);
      const create = (n: number) => ({ kind: 'create', ticket: { subject: `Ticket ${n}`, requester: `user${n}@acme.com` } }) as const;
      const all = Array.from({ length: 1000 }, (_, n) => n + 1);
      await desk.run(all.map((n) => ({ ref: 'new', change: create(n), terms: { once: `make:${n}`, operation: 'op' } })));
      const closing = all.map((n) => ({ ref: n, change: solve, terms: { once: `close:${n}`, operation: 'op' } }));
      await desk.run(closing.slice(0, 400));
      const dids = (await desk.run(closing)).map(({ did }) => did);
      expect([dids.filter((did) => did === 'again').length, dids.filter((did) => did === 'done').length]).toEqual([400, 600]);
      const sent = await mails(desk);
      expect(sent).toHaveLength(1000);
      expect(new Set(sent.map(({ ticket, recipient }) => `${ticket} ${recipient}`)).size).toBe(1000);
    },
  );
});
