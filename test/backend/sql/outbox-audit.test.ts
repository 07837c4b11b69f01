import { describe, expect, test } from 'vitest';
import { bounced } from '../../../src/backend/sql/bounce.ts';
import { outboxOf, sendingOf } from '../../../src/backend/sql/keeper.ts';
import type { Engine } from '../../../src/backend/sql/engine.ts';
import type { Attempt } from '../../../src/model/mailing.ts';
import { collect } from '../../../src/model/stream.ts';
import { after, mailingDesk, never, noon, type TestDesk, testDesk } from './desk.ts';

const rita = 'rita@acme.com';
const solve = { kind: 'close', as: 'solved' } as const;
const sent: Attempt = { came: 'sent', answer: '250 ok' };

/** Sends what is due; every answer is the same. */
async function send(desk: TestDesk, attempt: Attempt = sent): Promise<void> {
  const sending = sendingOf(desk.engine, () => desk.clock.now);
  for (let mail = await sending.next('a'); mail; mail = await sending.next('a')) {
    await sending.handOver(mail.id, 'a');
    await sending.settle(mail.id, 'a', attempt);
  }
}

const found = async (desk: TestDesk, since = after(-24)): Promise<readonly string[]> =>
  (await collect(outboxOf({ engine: desk.engine, me: 'ann', now: () => desk.clock.now }).audit(since, never))).map(
    ({ lapse, ticket, recipient, says }) => `${lapse} ${ticket} ${recipient}: ${says}`,
  );

describe('an audit', () => {
  test('finds nothing where all was told', async () => {
    await using desk = await mailingDesk();
    const [noticed, replied, open] = [await desk.make({}, 'please'), await desk.make({}, 'please'), await desk.make({}, 'please')];
    await desk.do(noticed, solve);
    await desk.do(noticed, { kind: 'reopen' });
    await desk.do(noticed, solve);
    await desk.do(noticed, { kind: 'set', values: { status: 'closed' } });
    await desk.do(replied, { kind: 'reply', message: { body: 'Done' }, status: 'solved' });
    await desk.do(replied, { kind: 'reply', message: { body: 'And one word more' } });
    await desk.do(open, { kind: 'claim', steal: false });
    expect(await found(desk)).toEqual([]);
    desk.clock.now = after(0.5);
    await send(desk);
    expect(await found(desk)).toEqual([]);
  });

  test('finds what was closed without a word, and why', async () => {
    await using desk = await mailingDesk(['received', 'taken']);
    const ids = [
      await desk.make({}, 'please'),
      await desk.make({ requester: '+421 905 123 456' }, 'please'),
      await desk.make({}, 'please'),
    ];
    await send(desk);
    await desk.do(ids[2] ?? 0, { kind: 'reply', message: { body: 'Is it well now?' } });
    await send(desk);
    desk.clock.now = after(1);
    for (const id of ids) await desk.do(id, solve);
    const unheard = [
      'silent 1 rita@acme.com: no mail was written when it was closed',
      'silent 2 +421 905 123 456: has no mail address: tell them another way',
    ];
    expect(await found(desk)).toEqual([...unheard, 'silent 3 rita@acme.com: no mail was written when it was closed']);
    expect(await found(desk, after(2))).toEqual([]);
    await desk.do(3, { kind: 'reply', message: { body: 'It is solved.' } });
    expect(await found(desk)).toEqual(unheard);
    await desk.do(1, { kind: 'reopen' });
    await desk.do(2, { kind: 'delete', as: 'deleted' });
    expect(await found(desk)).toEqual([]);
  });

  test('finds nothing in what was made finished, came from an import, was merged away, or is from nobody', async () => {
    await using desk = await testDesk();
    await desk.make({ status: 'solved' }, 'told by phone');
    await desk.make({ requester: null });
    await desk.do(2, solve);
    const past = (hours: number) => ({ forever: true, as: { by: rita, at: after(hours) } });
    const create = { kind: 'create', ticket: { subject: 'Old', requester: rita }, message: { author: rita, body: 'old' } } as const;
    await desk.do('new', create, past(-3));
    await desk.do(3, solve, past(-2));
    await desk.make({}, 'please');
    await desk.make({}, 'again');
    await desk.do(5, { kind: 'merge', into: 4 });
    await desk.make({ requester: 'noreply@shop.example' }, 'beep', 'noreply@shop.example');
    await desk.do(6, solve);
    expect(await found(desk)).toEqual([]);
    // What was imported and is closed here is ours to tell.
    desk.clock.now = after(1);
    await desk.do(3, { kind: 'reopen' });
    await desk.do(3, solve);
    expect(await found(desk)).toEqual(['silent 3 rita@acme.com: no mail was written when it was closed']);
  });

  test('finds what failed, what is uncertain, and what waits for too long', async () => {
    await using desk = await mailingDesk();
    for (const name of ['a', 'b', 'c']) await desk.make({ requester: `${name}@acme.com` }, 'please', `${name}@acme.com`);
    const sending = sendingOf(desk.engine, () => desk.clock.now);
    await sending.next('x');
    await sending.settle(1, 'x', { came: 'failed', answer: '550 5.7.1 spam', gone: false });
    await sending.next('x');
    await sending.handOver(2, 'x');
    expect(await found(desk)).toEqual(['failed 1 a@acme.com: 550 5.7.1 spam']);
    desk.clock.now = after(1);
    const all = [
      'failed 1 a@acme.com: 550 5.7.1 spam',
      'uncertain 2 b@acme.com: whoever sent it was cut off before the answer',
      'late 3 c@acme.com: nobody has sent it yet',
    ];
    expect(await found(desk)).toEqual(all);
    await sending.next('x');
    await sending.settle(3, 'x', { came: 'later', answer: '450 greylisted', next: after(2) });
    expect(await found(desk)).toEqual([...all.slice(0, 2), 'late 3 c@acme.com: 450 greylisted']);
    desk.clock.now = after(2);
    await send(desk);
    await outboxOf({ engine: desk.engine, me: 'ann', now: () => desk.clock.now }).retry(1, never);
    await send(desk);
    expect(await found(desk)).toEqual([all[1]]);
    expect(await found(desk, after(3))).toEqual([]);
  });

  test('finds a closing whose mail was refused or let go', async () => {
    await using desk = await mailingDesk(['solved']);
    await desk.make({}, 'please');
    await desk.do(1, solve);
    await send(desk, { came: 'failed', answer: '550 5.1.1 unknown', gone: true });
    await desk.make({}, 'please');
    await desk.do(2, solve);
    expect(await found(desk)).toEqual([
      'silent 1 rita@acme.com: 550 5.1.1 unknown',
      'silent 2 rita@acme.com: the address takes no mail',
      'failed 1 rita@acme.com: 550 5.1.1 unknown',
    ]);
    await bounced(desk.engine, 'else@acme.com', 'x', noon);
    expect(await found(desk)).toHaveLength(3);
  });

  test('finds what may have been told twice, and what was', async () => {
    await using desk = await mailingDesk(['taken', 'solved']);
    await desk.make({}, 'please');
    await desk.do(1, { kind: 'claim', steal: false });
    await desk.do(1, solve);
    const sending = sendingOf(desk.engine, () => desk.clock.now);
    await sending.next('x');
    await sending.handOver(1, 'x');
    await sending.settle(1, 'x', { came: 'uncertain', answer: 'cut off' });
    await outboxOf({ engine: desk.engine, me: 'ann', now: () => desk.clock.now }).retry(1, never);
    await send(desk);
    const perhaps = 'twice 1 rita@acme.com: sent again after its first answer was lost: they may have it twice';
    expect(await found(desk)).toEqual([perhaps]);
    // As a desk might have it whose outbox was tampered with.
    await desk.plant(`INSERT INTO outbox SELECT 9, ticket, '1:solved:99', kind, status, message, 'other@x', recipient, role, state, due, holder, attempts, 0, created, settled, answer, mark
      FROM outbox WHERE kind = 'solved'`);
    expect(await found(desk)).toEqual([perhaps, 'twice 1 rita@acme.com: told "solved" before, in mail 2']);
    expect(await found(desk, after(1))).toEqual([]);
  });

  test('asks the database as often for many tickets as for one', async () => {
    await using desk = await mailingDesk(['received']);
    const asked = async (): Promise<number> => {
      let times = 0;
      const engine: Engine = { ...desk.engine, all: (statement) => ((times += 1), desk.engine.all(statement)) };
      await collect(outboxOf({ engine, me: 'ann', now: () => desk.clock.now }).audit(after(-24), never));
      return times;
    };
    const close = async (): Promise<unknown> => desk.do(await desk.make({}, 'please'), solve);
    await close();
    const once = await asked();
    for (let more = 0; more < 5; more += 1) await close();
    expect(await found(desk)).toHaveLength(6);
    expect(await asked()).toBe(once);
  });

  test('goes through many mails once', async () => {
    await using desk = await mailingDesk();
    await desk.plant(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO outbox (ticket, key, kind, status, message_id, recipient, role, state, due, attempts, resent, created, settled, answer)
      SELECT i, i || ':taken', 'taken', 'open', 'm@x', '${rita}', 'to', 'sent', '${noon}', 1, 1, '${noon}', '${noon}', '250 ok' FROM n`);
    expect(await found(desk)).toHaveLength(20_000);
  }, 5000);
});
