import { readFile } from 'node:fs/promises';
import { readMail } from '../../src/intake/mime.ts';
import type { Mail } from '../../src/intake/mail.ts';
import { headOf, type Head } from '../../src/intake/head.ts';
import { mailSettings } from '../../src/around/mail-settings.ts';
import { outboxOf, sendingOf } from '../../src/backend/sql/keeper.ts';
import { sqlStore } from '../../src/backend/sql/store.ts';
import type { Mailing } from '../../src/model/mailing.ts';
import { collect } from '../../src/model/stream.ts';
import { sendDue, type SendingTools, type SentMail } from '../../src/notice/send.ts';
import { wordingOf } from '../../src/run/mailing.ts';
import { mail as mailRules, mailingDesk, never, rules, type TestDesk } from '../backend/sql/desk.ts';
import type { Arrived, Mailbox } from '../fakes/mailbox.ts';

export const rita = 'rita@acme.com';

/** A desk and what sends its mail to a port of this machine. */
export interface Office extends AsyncDisposable {
  readonly desk: TestDesk;
  readonly tools: SendingTools;
  send(signal?: AbortSignal): Promise<readonly SentMail[]>;
  mails(): Promise<readonly Mailing[]>;
  /** As `state answer`, in order. */
  states(): Promise<readonly string[]>;
  retry(mail: number): Promise<Mailing>;
}

export interface OfficeOptions {
  readonly smtp?: Readonly<Record<string, unknown>>;
  readonly password?: string;
  /** Further settings, such as those of templates. */
  readonly raw?: Readonly<Record<string, unknown>>;
  readonly from?: string;
}

let senders = 0;

export async function office(
  port: number,
  { smtp, password, raw = {}, from = 'Podpora <support@desk.example>' }: OfficeOptions = {},
): Promise<Office> {
  const desk = await mailingDesk();
  const settings = mailSettings({ from, smtp: { host: '127.0.0.1', port, ...smtp } });
  if (!settings?.smtp) throw new Error('no mail server');
  const now = (): string => desk.clock.now;
  const backend = sqlStore('embedded', desk.engine, { me: 'ann', now, rules: { ...rules, mail: mailRules } }, async () => 0);
  const tools: SendingTools = {
    backend,
    sending: sendingOf(desk.engine, now),
    settings,
    smtp: settings.smtp,
    password: async () => password,
    wording: wordingOf({ raw }, { env: {}, home: '/nowhere' }),
    isGone: (answer) => / 5\.1\.1 /.test(answer),
    holder: `sender ${(senders += 1)}`,
  };
  const outbox = outboxOf({ engine: desk.engine, me: 'ann', now: now });
  const mails = (): Promise<readonly Mailing[]> => collect(outbox.list({}, never));
  return {
    desk,
    tools,
    send: (signal = never) => collect(sendDue(tools, signal)),
    mails,
    states: async () => (await mails()).map(({ state, answer }) => `${state} ${answer ?? ''}`.trim()),
    retry: (mail) => outbox.retry(mail, never),
    [Symbol.asyncDispose]: () => desk[Symbol.asyncDispose](),
  };
}

/** A mail that arrived, as it is read: by our own intake and by its head. */
export async function opened({ raw }: Arrived): Promise<Mail & { readonly head: Head; readonly html: string; readonly whole: string }> {
  const whole = raw.toString('latin1');
  const [, encoded = ''] = /Content-Type: text\/html[^]*?\r\n\r\n([^]*?)\r\n--/.exec(whole) ?? [];
  const transfer = /Content-Type: text\/html[^]*?Content-Transfer-Encoding: (\S+)/.exec(whole)?.[1];
  const html =
    transfer === 'base64'
      ? Buffer.from(encoded, 'base64').toString()
      : transfer === 'quoted-printable'
        ? Buffer.from(
            encoded
              .replaceAll(/=\r\n/g, '')
              .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
            'latin1',
          ).toString()
        : encoded;
  return { ...(await readMail(raw)), head: headOf(raw), html, whole };
}

export const fixture = (name: string): Promise<Buffer> => readFile(new URL(`../fakes/tls/${name}`, import.meta.url));

/** An office, and its mails as they arrive in a box; those of others are there already. */
export const arrivalsAt =
  (box: () => Mailbox) =>
  async (options?: OfficeOptions): Promise<Office & { readonly arrived: () => Promise<readonly Awaited<ReturnType<typeof opened>>[]> }> => {
    const before = box().arrived.length;
    const made = await office(box().port, options);
    return {
      ...made,
      arrived: async () => {
        await made.send();
        return Promise.all(box().arrived.slice(before).map(opened));
      },
    };
  };
