import { describe, expect, it } from 'vitest';
import { sqlStore } from '../../../src/backend/sql/store.ts';
import type { Taking } from '../../../src/intake/incoming/take.ts';
import { collect } from '../../../src/model/stream.ts';
import { each, never, rules } from '../../backend/sql/desk.ts';
import { letter, mailroom, type Mailroom } from './taking.ts';

const mail = { domain: 'desk.example', own: ['help@desk.example'], notices: ['received', 'taken', 'solved'] } as const;

interface Post {
  readonly room: Mailroom;
  readonly with: Partial<Taking>;
  /** What is on its way out: kind and recipient. */
  letters(): Promise<readonly string[]>;
  idOf(nth: number): Promise<string>;
}

/** A desk from which mail leaves. */
async function answering(): Promise<Post & AsyncDisposable> {
  const room = await mailroom();
  const backend = sqlStore(
    'embedded',
    room.desk.engine,
    { me: 'mail', now: () => room.desk.clock.now, rules: { ...rules, mail } },
    async () => 0,
  );
  const rows = () => room.desk.rows('SELECT kind, recipient, message_id, state FROM outbox ORDER BY id');
  return {
    room,
    with: { backend },
    letters: async () => (await rows()).map(({ kind, recipient, state }) => `${String(kind)} ${String(recipient)} ${String(state)}`),
    idOf: async (nth) => String((await rows())[nth]?.['message_id']),
    [Symbol.asyncDispose]: () => room[Symbol.asyncDispose](),
  };
}

const away = { head: ['Auto-Submitted: auto-replied'], subject: 'Automatic reply: Refund' };

describe('a desk that answers', () => {
  it('sends a receipt to who writes, and none to a machine', async () => {
    await using post = await answering();
    await post.room.take(letter({ id: '1@example.com' }), post.with);
    await post.room.take(letter({ id: '2@example.com', from: 'cron@example.com', head: ['Auto-Submitted: auto-generated'] }), post.with);
    expect(await post.letters()).toEqual(['received ann@example.com waiting']);
  });

  it('ends a conversation of machines: what answers a receipt is noted, and answered by nothing', async () => {
    await using post = await answering();
    await post.room.take(letter({ id: '1@example.com' }), post.with);
    const receipt = await post.idOf(0);
    expect(await post.room.brief(letter({ id: '2@example.com', answers: receipt, ...away }), post.with)).toEqual(['noted', 1]);
    expect(await post.letters()).toHaveLength(1);
  });

  it('stops a machine that does not say that it is one', async () => {
    await using post = await answering();
    const some = { ...post.with, perHour: 3 };
    for (let nth = 0; nth < 10; nth += 1)
      await post.room.take(letter({ id: `${nth}@example.com`, text: `Thank you for your mail ${nth}` }), some);
    expect(await post.letters()).toHaveLength(3);
  });

  it('knows a receipt that comes back, and one that came to nobody', async () => {
    await using post = await answering();
    await post.room.take(letter({ id: '1@example.com' }), post.with);
    const receipt = await post.idOf(0);
    expect(await post.room.brief(letter({ from: 'help@desk.example', id: receipt, text: 'Received.' }), post.with)).toEqual(['ignored', 1]);
    await post.room.desk.plant(`UPDATE outbox SET state = 'sent'`);
    const bounce = [
      'From: MAILER-DAEMON@mx.example',
      'To: help@desk.example',
      'Subject: Undelivered Mail Returned to Sender',
      '',
      '<ann@example.com>: 550 5.1.1 User unknown',
      '',
      'From: help@desk.example',
      'To: ann@example.com',
      'Subject: [#1] Refund',
      `Message-ID: <${receipt}>`,
    ];
    expect(await post.room.brief(bounce.join('\n'), post.with)).toEqual(['noted', 1]);
    const { backend } = post.with;
    if (!backend) throw new Error('a mailroom has a desk');
    const claim = { ref: 1, change: { kind: 'claim', steal: false }, terms: { once: 'claim', operation: 'op' } } as const;
    const [outcome] = await collect(backend.apply(each([claim]), never));
    expect(outcome).toMatchObject({ did: 'done' });
    expect(await post.letters()).toEqual(['received ann@example.com failed', 'taken ann@example.com dropped']);
  });
});
