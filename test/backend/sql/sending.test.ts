import { describe, expect, test } from 'vitest';
import { outboxOf, sendingOf } from '../../../src/backend/sql/keeper.ts';
import type { Mailing } from '../../../src/model/mailing.ts';
import { collect } from '../../../src/model/stream.ts';
import { later } from '../../../src/model/time.ts';
import { after, mailingDesk, never, noon, type TestDesk } from './desk.ts';

const rita = 'rita@acme.com';
const solve = { kind: 'close', as: 'solved' } as const;
const on = (desk: TestDesk) => ({
  sending: sendingOf(desk.engine, () => desk.clock.now),
  outbox: outboxOf({ engine: desk.engine, me: 'ann', now: () => desk.clock.now }),
});
const mails = (desk: TestDesk): Promise<readonly Mailing[]> => collect(on(desk).outbox.list({}, never));
const only = async (desk: TestDesk): Promise<Mailing | undefined> => (await mails(desk))[0];
/** Milliseconds later. */
const wait = (desk: TestDesk, ms: number): void => {
  desk.clock.now = later(desk.clock.now, ms);
};

describe('a mail', () => {
  test('is its holder\u2019s alone, and is sent with the answer kept', async () => {
    await using desk = await mailingDesk();
    const { sending } = on(desk);
    expect(await sending.next('a')).toBeUndefined();
    await desk.make({}, 'please');
    expect(await sending.next('a')).toMatchObject({ id: 1, kind: 'received', state: 'sending', attempts: 1, recipient: rita });
    expect(await sending.next('b')).toBeUndefined();
    expect(await sending.handOver(1, 'b')).toBe(false);
    await sending.settle(1, 'b', { came: 'sent', answer: '250 forged' });
    expect(await only(desk)).toMatchObject({ state: 'sending', next: null });
    expect(await sending.handOver(1, 'a')).toBe(true);
    expect(await sending.handOver(1, 'a')).toBe(false);
    expect(await only(desk)).toMatchObject({ state: 'sending' });
    wait(desk, 1000);
    await sending.settle(1, 'a', { came: 'sent', answer: '250 2.0.0 queued as X' });
    expect(await only(desk)).toMatchObject({ state: 'sent', answer: '250 2.0.0 queued as X', settled: later(noon, 1000), next: null });
    wait(desk, 10 * 24 * 3_600_000);
    expect(await sending.next('a')).toBeUndefined();
  });

  test('whose holder dies before it is handed over is somebody else\u2019s after two minutes', async () => {
    await using desk = await mailingDesk();
    const { sending } = on(desk);
    await desk.make({}, 'please');
    await sending.next('a');
    wait(desk, 119_000);
    expect(await sending.next('b')).toBeUndefined();
    expect(await sending.hold(1, 'a')).toBe(true);
    wait(desk, 119_000);
    expect(await sending.next('b')).toBeUndefined();
    wait(desk, 2000);
    expect(await only(desk)).toMatchObject({ state: 'waiting' });
    expect(await sending.next('b')).toMatchObject({ id: 1, attempts: 2 });
    // Whoever had it comes back too late.
    expect(await sending.hold(1, 'a')).toBe(false);
    expect(await sending.handOver(1, 'a')).toBe(false);
    expect(await sending.handOver(1, 'b')).toBe(true);
  });

  test('whose holder dies after it was handed over is uncertain, and nobody sends it', async () => {
    await using desk = await mailingDesk();
    const { sending, outbox } = on(desk);
    await desk.make({}, 'please');
    await sending.next('a');
    await sending.handOver(1, 'a');
    wait(desk, 659_000);
    expect(await only(desk)).toMatchObject({ state: 'sending' });
    wait(desk, 2000);
    const lost = { state: 'uncertain', answer: 'whoever sent it was cut off before the answer', next: null };
    expect(await only(desk)).toMatchObject(lost);
    expect(await sending.next('b')).toBeUndefined();
    expect(await only(desk)).toMatchObject(lost);
    wait(desk, 30 * 24 * 3_600_000);
    expect(await sending.next('b')).toBeUndefined();
    expect(await collect(outbox.list({ states: ['uncertain'] }, never))).toHaveLength(1);
    expect(await collect(outbox.list({ states: ['waiting', 'sending', 'sent'] }, never))).toHaveLength(0);
    // Its answer comes after all.
    await sending.settle(1, 'a', { came: 'sent', answer: '250 late' });
    expect(await only(desk)).toMatchObject({ state: 'sent', answer: '250 late' });
  });

  test('goes out again by hand, under its Message-ID, and tells that it may be there twice', async () => {
    await using desk = await mailingDesk();
    const { sending, outbox } = on(desk);
    await desk.make({}, 'please');
    const first = await sending.next('a');
    await sending.handOver(1, 'a');
    await expect(outbox.retry(1, never)).rejects.toMatchObject({ kind: 'refused', message: 'mail 1 is just being sent' });
    await sending.settle(1, 'a', { came: 'uncertain', answer: 'connection lost' });
    expect(await only(desk)).toMatchObject({ state: 'uncertain', answer: 'connection lost' });
    expect(await outbox.retry(1, never)).toMatchObject({ state: 'waiting', resent: 1, next: noon });
    await sending.settle(1, 'a', { came: 'sent', answer: '250 too late' });
    const again = await sending.next('b');
    expect(again).toMatchObject({ id: 1, attempts: 1, messageId: first?.messageId });
    await sending.handOver(1, 'b');
    await sending.settle(1, 'b', { came: 'sent', answer: '250 ok' });
    await expect(outbox.retry(1, never)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(/^mail 1 was sent at .*: 250 ok$/),
    });
    await expect(outbox.retry(2, never)).rejects.toMatchObject({ kind: 'not-found' });
  });

  test('that is refused for now comes again at its time, at once when somebody says so', async () => {
    await using desk = await mailingDesk();
    const { sending, outbox } = on(desk);
    await desk.make({}, 'please');
    await sending.next('a');
    await sending.settle(1, 'a', { came: 'later', answer: '450 greylisted', next: after(1) });
    expect(await only(desk)).toMatchObject({ state: 'waiting', next: after(1), answer: '450 greylisted', attempts: 1 });
    expect(await sending.next('a')).toBeUndefined();
    await outbox.retry(1, never);
    expect(await sending.next('a')).toMatchObject({ id: 1, attempts: 1, resent: 0 });
    await sending.settle(1, 'a', { came: 'returned' });
    expect(await only(desk)).toMatchObject({ state: 'waiting', attempts: 0, next: noon, answer: '450 greylisted' });
    await sending.next('a');
    await sending.settle(1, 'a', { came: 'returned', answer: 'nothing answers there' });
    expect(await only(desk)).toMatchObject({ state: 'waiting', attempts: 0, next: noon, answer: 'nothing answers there' });
  });

  test('that is refused because nobody is there marks the address, until a mail arrives', async () => {
    await using desk = await mailingDesk();
    const { sending, outbox } = on(desk);
    const id = await desk.make({}, 'please');
    const marks = () => desk.rows('SELECT bounced, bounce FROM person');
    await sending.next('a');
    await sending.settle(1, 'a', { came: 'failed', answer: '550 5.7.1 spam', gone: false });
    expect(await marks()).toEqual([{ bounced: null, bounce: null }]);
    await outbox.retry(1, never);
    await sending.next('a');
    await sending.settle(1, 'a', { came: 'failed', answer: '550 5.1.1 unknown', gone: true });
    expect(await marks()).toEqual([{ bounced: noon, bounce: '550 5.1.1 unknown' }]);
    await desk.do(id, solve);
    expect((await mails(desk)).map(({ state }) => state)).toEqual(['failed', 'dropped']);
    await outbox.retry(2, never);
    await sending.next('a');
    await sending.settle(2, 'a', { came: 'sent', answer: '250 ok' });
    expect(await marks()).toEqual([{ bounced: null, bounce: null }]);
  });

  test('waits for those before it about the same ticket, and for no others', async () => {
    await using desk = await mailingDesk();
    const { sending } = on(desk);
    const id = await desk.make({}, 'please');
    await desk.do(id, { kind: 'close', as: 'solved', message: { body: 'Done', cc: ['boss@acme.com'] } });
    await desk.make({}, 'something else');
    const [first, second, third] = [await sending.next('a'), await sending.next('b'), await sending.next('c')];
    expect([first, second, third].map((mail) => mail && `${mail.ticket} ${mail.kind} ${mail.recipient}`)).toEqual([
      `1 received ${rita}`,
      '1 reply boss@acme.com',
      `2 received ${rita}`,
    ]);
    expect(await sending.next('d')).toBeUndefined();
    await sending.settle(1, 'a', { came: 'failed', answer: '550 no', gone: false });
    expect(await sending.next('d')).toMatchObject({ ticket: 1, kind: 'reply', recipient: rita });
  });

  test('of a ticket that is taken off the desk is not handed over any more, nor sent again', async () => {
    await using desk = await mailingDesk();
    const { sending, outbox } = on(desk);
    const id = await desk.make({}, 'please');
    await sending.next('a');
    await desk.do(id, { kind: 'delete', as: 'deleted' });
    expect(await sending.handOver(1, 'a')).toBe(false);
    await sending.settle(1, 'a', { came: 'returned' });
    expect(await only(desk)).toMatchObject({ state: 'dropped' });
    await expect(outbox.retry(1, never)).rejects.toMatchObject({ kind: 'refused', message: expect.stringMatching(/taken off the desk/) });
  });

  test('that was handed over when its ticket was erased keeps that it was sent, and nothing that was said', async () => {
    await using desk = await mailingDesk();
    const { sending } = on(desk);
    const id = await desk.make({}, 'please');
    await sending.next('a');
    await sending.handOver(1, 'a');
    await desk.do(id, { kind: 'delete', as: 'erased' });
    await sending.settle(1, 'a', { came: 'sent', answer: `250 ok ${rita}` });
    expect(await only(desk)).toMatchObject({ state: 'sent', answer: null, recipient: '', settled: noon });
  });
});

test('many who send at once have each mail once', async () => {
  await using desk = await mailingDesk();
  for (let n = 0; n < 40; n += 1) await desk.make({ requester: `user${n}@acme.com` }, 'please', `user${n}@acme.com`);
  const { sending } = on(desk);
  const taken: number[] = [];
  await Promise.all(
    Array.from({ length: 8 }, async (_, n) => {
      for (let idle = 0; idle < 5;) {
        const mail = await sending.next(`holder ${n}`);
        if (!mail) idle += 1;
        else taken.push(mail.id);
      }
    }),
  );
  expect(taken.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
});
