import type { Backend } from '../../../src/backend/backend.ts';
import { sendingOf } from '../../../src/backend/sql/keeper.ts';
import { sqlStore } from '../../../src/backend/sql/store.ts';
import { type Taking, takeMail } from '../../../src/intake/incoming/take.ts';
import type { Taken } from '../../../src/intake/incoming/taken.ts';
import type { ChangeOf } from '../../../src/model/change.ts';
import type { Message } from '../../../src/model/message.ts';
import { collect } from '../../../src/model/stream.ts';
import type { Ticket, TicketId } from '../../../src/model/ticket.ts';
import { never, rules, type TestDesk, testDesk } from '../../backend/sql/desk.ts';

/** A desk on the engine under test that mail comes in to. */
export interface Mailroom extends AsyncDisposable {
  readonly desk: TestDesk;
  readonly backend: Backend;
  take(raw: string | Uint8Array, some?: Partial<Taking>): Promise<Taken>;
  /** What came of it, and the ticket. */
  brief(raw: string | Uint8Array, some?: Partial<Taking>): Promise<readonly [Taken['did'], TicketId | null]>;
  /** An agent answers, and the mail server takes it: its Message-ID. */
  answer(ticket: TicketId, status?: ChangeOf<'reply'>['status']): Promise<string>;
  ticket(id: TicketId): Promise<Ticket>;
  thread(id: TicketId): Promise<readonly Message[]>;
}

/** Replies are sent. */
const mail = { domain: 'desk.example', own: ['help@desk.example'], notices: [] } as const;

export async function mailroom(): Promise<Mailroom> {
  const desk = await testDesk(undefined, { mail });
  await desk.plant(`INSERT INTO agent (name, role, queues) VALUES ('ann', 'admin', '[]'), ('mail', 'lead', '[]')`);
  const backend = sqlStore('embedded', desk.engine, { me: 'mail', now: () => desk.clock.now, rules }, async () => 0);
  const take: Mailroom['take'] = (raw, some = {}) =>
    takeMail(typeof raw === 'string' ? Buffer.from(raw) : raw, {
      backend,
      operation: 'op',
      signal: never,
      dryRun: false,
      categories: ['user', 'model', 'studio'],
      isOurs: (address) => address === 'help@desk.example',
      perHour: 30,
      checkedBy: [],
      isRegistrable: async () => true,
      languageOf: async () => undefined,
      mayActFor: async () => false,
      ...some,
    });
  const sending = sendingOf(desk.engine, () => desk.clock.now);
  return {
    desk,
    backend,
    take,
    async answer(ticket, status) {
      await desk.do(ticket, { kind: 'reply', message: { body: 'Done.' }, ...(status && { status }) });
      let id = '';
      for (let held = await sending.next('a'); held; held = await sending.next('a')) {
        await sending.handOver(held.id, 'a');
        await sending.settle(held.id, 'a', { came: 'sent', answer: '250 ok' });
        id = held.messageId;
      }
      return id;
    },
    async brief(raw, some) {
      const { did, ticket } = await take(raw, some);
      return [did, ticket];
    },
    ticket: (id) => backend.get(id, never),
    thread: (id) => collect(backend.thread(id, never)),
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  };
}

export interface Letter {
  readonly from?: string;
  readonly subject?: string;
  readonly id?: string;
  readonly answers?: string;
  readonly head?: readonly string[];
  readonly text?: string;
}

/** A mail as a mail server hands it over. */
export const letter = ({
  from = 'Ann <ann@example.com>',
  subject = 'Refund',
  id,
  answers,
  head = [],
  text = 'Where is it?',
}: Letter = {}): string =>
  [
    'Return-Path: <ann@example.com>',
    'Delivered-To: help@desk.example',
    `From: ${from}`,
    'To: help@desk.example',
    `Subject: ${subject}`,
    ...(id === undefined ? [] : [`Message-ID: <${id}>`]),
    ...(answers === undefined ? [] : [`In-Reply-To: <${answers}>`]),
    ...head,
    '',
    text,
    '',
  ].join('\n');
