import { describe, expect, it } from 'vitest';
import { takeMail } from '../../src/intake/incoming/take.ts';
import type { Taken } from '../../src/intake/incoming/taken.ts';
import { outboxOf } from '../../src/backend/sql/keeper.ts';
import { collect } from '../../src/model/stream.ts';
import { after, never } from '../backend/sql/desk.ts';
import { type Arrived, mailbox, type Mailbox } from '../fakes/mailbox.ts';
import { letter } from '../intake/incoming/taking.ts';
import { office, type Office, opened } from './sender.ts';

const ann = 'ann@example.com';

interface Circle extends AsyncDisposable {
  readonly box: Mailbox;
  readonly office: Office;
  take(raw: string | Uint8Array): Promise<Taken>;
  /** Sends what is due; resolves with what arrived by that. */
  send(): Promise<readonly Arrived[]>;
  audit(): Promise<readonly string[]>;
}

/** A desk that mail comes in to and goes out of, and a customer's mailbox. */
async function circle(): Promise<Circle> {
  const box = await mailbox();
  const made = await office(box.port);
  await made.desk.plant(`INSERT INTO agent (name, role, queues) VALUES ('ann', 'admin', '[]')`);
  const now = (): string => made.desk.clock.now;
  return {
    box,
    office: made,
    take: (raw) =>
      takeMail(typeof raw === 'string' ? Buffer.from(raw) : raw, {
        backend: made.tools.backend,
        operation: 'op',
        signal: never,
        dryRun: false,
        categories: [],
        isOurs: (address) => address === 'support@desk.example',
        perHour: 30,
        checkedBy: [],
        isRegistrable: async () => true,
        languageOf: async () => undefined,
        mayActFor: async () => false,
      }),
    async send() {
      const before = box.arrived.length;
      await made.send();
      return box.arrived.slice(before);
    },
    audit: async () =>
      (await collect(outboxOf({ engine: made.desk.engine, me: 'ann', now }).audit(after(-24), never))).map(
        ({ lapse, ticket, says }) => `${lapse} ${ticket}: ${says}`,
      ),
    async [Symbol.asyncDispose]() {
      await made[Symbol.asyncDispose]();
      await box[Symbol.asyncDispose]();
    },
  };
}

/** What a mail system sends back when a mail did not arrive after all. */
const returned = (id: string, says: string): string =>
  [
    'Return-Path: <>',
    'From: MAILER-DAEMON@mx.example',
    'To: support@desk.example',
    'Subject: Undelivered Mail Returned to Sender',
    '',
    `<${ann}>: host mx.example said: ${says}`,
    '',
    '--- Below this line is a copy of the message.',
    '',
    'From: support@desk.example',
    `To: ${ann}`,
    'Subject: [#1] Refund',
    `Message-ID: <${id}>`,
    '',
  ].join('\n');

describe('mail that comes in and goes out', () => {
  it('stays in one ticket: receipt, answer, reply, answer to a notice', async () => {
    await using desk = await circle();
    expect(await desk.take(letter({ id: '1@example.com' }))).toMatchObject({ did: 'created', ticket: 1 });
    const [receipt] = await Promise.all((await desk.send()).map(opened));
    expect(receipt).toMatchObject({ to: [ann], subject: '[#1] We have your message', references: ['1@example.com'] });
    // By its Message-ID, and where a program drops that, by the number in its subject.
    expect(
      await desk.take(
        letter({ id: '2@example.com', answers: receipt?.messageId ?? '', subject: 'Re: something', text: 'And one thing more.' }),
      ),
    ).toMatchObject({
      did: 'added',
      ticket: 1,
    });
    expect(await desk.take(letter({ id: '3@example.com', subject: `Re: ${receipt?.subject}`, text: 'And another.' }))).toMatchObject({
      did: 'added',
      ticket: 1,
    });
    expect(await desk.send()).toEqual([]);
    await desk.office.desk.do(1, { kind: 'close', as: 'solved', message: { body: 'Done.' } });
    const [reply] = await Promise.all((await desk.send()).map(opened));
    expect(reply?.text).toContain('Done.');
    expect(await desk.take(letter({ id: '4@example.com', answers: reply?.messageId ?? '', text: 'Not quite.' }))).toMatchObject({
      did: 'added',
      ticket: 1,
    });
    expect((await desk.office.desk.get(1)).status).toBe('open');
    expect(await desk.audit()).toEqual([]);
  });

  it('that came back after it was taken was not told, and goes out again when somebody says so', async () => {
    await using desk = await circle();
    await desk.take(letter({ id: '1@example.com' }));
    await desk.office.desk.do(1, { kind: 'close', as: 'solved' });
    const [, solved] = await Promise.all((await desk.send()).map(opened));
    expect(await desk.audit()).toEqual([]);
    expect(await desk.take(returned(solved?.messageId ?? '', '450 4.2.2 mailbox full, will try again'))).toMatchObject({ did: 'noted' });
    expect(await desk.audit()).toEqual([]);
    await desk.take(returned('unknown@desk.example', '550 5.7.1 spam'));
    expect(await desk.audit()).toEqual([]);
    await desk.take(returned(solved?.messageId ?? '', '550 5.7.1 looks like spam'));
    const says = expect.stringMatching(/: it came back: .*550 5\.7\.1 looks like spam/) as string;
    expect(await desk.office.states()).toEqual([expect.stringMatching(/^sent/), expect.stringMatching(/^failed it came back/)]);
    expect(await desk.audit()).toEqual([says, says]);
    await desk.office.retry(2);
    const [again] = await Promise.all((await desk.send()).map(opened));
    expect(again?.messageId).toBe(solved?.messageId);
    expect(await desk.audit()).toEqual([]);
  });

  it('to several that comes back to us marks whose copy it was, as its own head says', async () => {
    await using desk = await circle();
    await desk.take(letter({ id: '1@example.com', head: ['Cc: bob@example.com'] }));
    await desk.send();
    await desk.office.desk.do(1, { kind: 'reply', message: { body: 'Try again.' } });
    const copies = new Map((await desk.send()).map(({ to, raw }) => [to[0], raw.toString().split('\r\n\r\n')[0] ?? '']));
    const bounced = (head = '', who = ann): string =>
      `From: MAILER-DAEMON@mx.example\nTo: support@desk.example\nSubject: Undelivered Mail Returned to Sender\n\n<${who}>: 550 5.1.1 User unknown\n\n${head.replaceAll('\r\n', '\n')}\n`;
    const gone = () => desk.office.desk.rows('SELECT address FROM person WHERE bounced IS NOT NULL');
    expect([...copies.keys()].toSorted()).toEqual([ann, 'bob@example.com']);
    expect(await desk.take(bounced(copies.get('bob@example.com')))).toMatchObject({ did: 'noted' });
    expect(await gone()).toEqual([]);
    expect(await desk.take(bounced(copies.get(ann)))).toMatchObject({ did: 'noted' });
    expect(await gone()).toEqual([{ address: ann }]);
  });

  it('meets no answering machine and no other desk for long', async () => {
    await using desk = await circle();
    await desk.take(letter({ id: '1@example.com' }));
    const [receipt] = await desk.send();
    // Our own mail, sent back to us as it is.
    expect(await desk.take(receipt?.raw ?? '')).toMatchObject({ did: 'ignored' });
    // A machine that answers, with or without a trace of ours.
    const { messageId = '' } = await opened(receipt as Arrived);
    await desk.take(letter({ id: '2@example.com', answers: messageId, head: ['Auto-Submitted: auto-replied'], text: 'I am away.' }));
    await desk.take(letter({ id: '3@example.com', subject: 'I am away', head: ['Auto-Submitted: auto-generated'], text: 'I am away.' }));
    expect(await desk.send()).toEqual([]);
    // A desk that opens a ticket for each of our receipts, and says nothing of being a machine.
    let sent = 0;
    for (let n = 0; n < 25; n += 1) {
      await desk.take(letter({ id: `loop${n}@example.com`, subject: `Ticket ${n} received`, text: 'We have received your message.' }));
      sent += (await desk.send()).length;
    }
    expect(sent).toBeLessThanOrEqual(10);
  });
});
