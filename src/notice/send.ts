import { setTimeout as sleep } from 'node:timers/promises';
import type { Backend } from '../backend/backend.ts';
import type { HeldMail, Sending } from '../backend/outbox.ts';
import { restFor } from '../backend/follow.ts';
import type { MailSettings, SmtpSettings } from '../around/mail-settings.ts';
import { asDeskError, DeskError } from '../errors.ts';
import type { Attempt, Mailing } from '../model/mailing.ts';
import { type LetterTools, writeLetter } from './letter.ts';
import { sealed, type SealedMail } from './mime.ts';
import { attemptOf, postponed } from './patience.ts';
import { openSmtp, type Smtp } from './smtp.ts';
import type { Wording } from './wording.ts';

/** What sending takes. */
export interface SendingTools {
  /** The desk, where it lies. */
  readonly backend: Backend;
  readonly sending: Sending;
  readonly settings: MailSettings;
  readonly smtp: SmtpSettings;
  /** Read when it is needed. Throws `settings`. */
  readonly password: () => Promise<string | undefined>;
  readonly wording: Wording;
  /** Whether an answer of a mail server means that no such recipient is there. */
  readonly isGone: (answer: string) => boolean;
  /** Tells this sender from all others. */
  readonly holder: string;
}

/** What came of one mail. */
export interface SentMail {
  readonly mail: Mailing;
  readonly attempt: Attempt;
}

/** A mail is held on to this often, in ms. */
const holdEveryMs = 30_000;
/** So long is an answer waited for, in ms, when sending is to end. */
const graceMs = 10_000;

/**
 * Sends the mail that is due, one after the other, and yields what came of each; ends when none is due. Others may send at the same time. Throws `unreachable` and
 * `settings` for what concerns every mail; then nothing of them is lost.
 */
export async function* sendDue(tools: SendingTools, signal: AbortSignal): AsyncGenerator<SentMail, void> {
  const { sending, holder } = tools;
  const way = wayOut(tools);
  const end = (): void => way.end();
  signal.addEventListener('abort', end, { once: true });
  try {
    while (!signal.aborted) {
      const mail = await sending.next(holder);
      if (!mail) return;
      const { attempt, trouble } = await attempted(mail, way, tools, signal);
      await settled(mail, attempt, tools);
      if (trouble && !signal.aborted) throw trouble;
      if (attempt.came !== 'returned') yield { mail, attempt };
    }
  } finally {
    signal.removeEventListener('abort', end);
    way.close();
  }
}

/** The connection to the mail server, opened for the first mail and again when it broke. */
interface Way {
  open(): Promise<Smtp>;
  /** Whether a mail is handed over, and its answer not there. */
  handed: boolean;
  /** Breaks off what is being sent; an answer is waited for a little. */
  end(): void;
  close(): void;
}

function wayOut({ smtp, password }: SendingTools): Way {
  const cut = new AbortController();
  let open: Smtp | undefined;
  return {
    handed: false,
    async open() {
      if (!open?.usable()) open = await openSmtp(smtp, await password(), cut.signal);
      return open;
    },
    end() {
      if (this.handed) setTimeout(() => cut.abort(), graceMs).unref();
      else cut.abort();
    },
    close: () => open?.close(),
  };
}

interface Tried {
  readonly attempt: Attempt;
  /** What would happen to every other mail as well. */
  readonly trouble?: DeskError;
}

async function attempted(mail: HeldMail, way: Way, tools: SendingTools, signal: AbortSignal): Promise<Tried> {
  const written = await writtenFor(mail, tools, signal);
  if ('attempt' in written) return written;
  try {
    return await sent(mail, written, way, tools, signal);
  } catch (thrown) {
    const trouble = asDeskError(thrown);
    return { attempt: { came: 'returned', ...(!signal.aborted && { answer: trouble.message }) }, trouble };
  }
}

/** A mail that cannot be written is that mail's trouble: a template may be mended, another mail needs another one. */
async function writtenFor(mail: HeldMail, sender: SendingTools, signal: AbortSignal): Promise<SealedMail | Tried> {
  const { backend } = sender;
  const tools: LetterTools = { ...sender, signal };
  try {
    return await sealed(await writeLetter(mail, tools), mail);
  } catch (thrown) {
    const error = asDeskError(thrown);
    if (signal.aborted || error.kind === 'unreachable') return { attempt: { came: 'returned' }, trouble: error };
    if (error.kind === 'not-found') return { attempt: { came: 'failed', answer: error.message, gone: false } };
    return { attempt: postponed(mail, error.message, backend.now()) };
  }
}

async function sent(mail: Mailing, written: SealedMail, way: Way, tools: SendingTools, signal: AbortSignal): Promise<Tried> {
  const { sending, holder, isGone, backend, smtp } = tools;
  const line = await way.open();
  const held = setInterval(() => void sending.hold(mail.id, holder).catch(() => false), holdEveryMs);
  try {
    const delivery = await line.send(written, async () => (way.handed = !signal.aborted && (await sending.handOver(mail.id, holder))));
    if (signal.aborted && delivery.came === 'lost' && !delivery.handed) return { attempt: { came: 'returned' } };
    const attempt = attemptOf(mail, delivery, isGone, backend.now());
    return delivery.came === 'barred' ? { attempt, trouble: barred(smtp, delivery.answer) } : { attempt };
  } finally {
    way.handed = false;
    clearInterval(held);
  }
}

const barred = ({ host, port }: SmtpSettings, answer: string): DeskError =>
  new DeskError('settings', `the mail server ${host}:${port} takes no mail from this desk: ${answer}`, {
    hint: 'is "mail.from" an address that it knows, and does it want a user and a password?',
  });

/** So often is it tried to take down what came of a mail, and at what distance: what is not taken down stays uncertain. */
const tries = 5;
const betweenMs = 500;

async function settled(mail: Mailing, attempt: Attempt, { sending, holder }: SendingTools): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      return await sending.settle(mail.id, holder, attempt);
    } catch (thrown) {
      if (left <= 1) throw thrown;
    }
    await sleep(betweenMs);
  }
}

/** How often is looked for mail that is due, in ms, and how long is waited after trouble. */
const lookEveryMs = 1000;
const afterTroubleMs = 60_000;

/** Sends what comes due until the signal is aborted. `told` hears of each mail, and of what kept all of them. */
export async function keepSending(tools: SendingTools, told: (news: SentMail | DeskError) => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const news of sendDue(tools, signal)) told(news);
      await restFor(lookEveryMs, signal);
    } catch (thrown) {
      told(asDeskError(thrown));
      await restFor(afterTroubleMs, signal);
    }
  }
}
