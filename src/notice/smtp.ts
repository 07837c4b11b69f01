import { Readable } from 'node:stream';
import SMTPConnection, { type SMTPError } from 'nodemailer/lib/smtp-connection';
import type { SmtpSettings } from '../around/mail-settings.ts';
import { whyNotReached } from '../around/network-words.ts';
import { DeskError } from '../errors.ts';
import { safe } from '../output/safe.ts';
import type { SealedMail } from './mime.ts';

/**
 * What a mail server made of a mail. `taken`: it said 2xx to all of it. `refused`: it said no, for good or for now. `barred`: it takes no mail at all from us. `lost`:
 * nothing was said; where it was `handed` over it may have arrived all the same. `kept`: it was not handed over, because whoever has it said so.
 */
export type Delivery =
  | { readonly came: 'taken'; readonly answer: string }
  | { readonly came: 'refused'; readonly answer: string; readonly permanent: boolean }
  | { readonly came: 'barred'; readonly answer: string }
  | { readonly came: 'lost'; readonly answer: string; readonly handed: boolean }
  | { readonly came: 'kept' };

/** A connection to a mail server. */
export interface Smtp {
  /** `handOver` is asked when all of a mail is on its way but the end: from then on it may arrive. False keeps the end back. */
  send(mail: SealedMail, handOver: () => Promise<boolean>): Promise<Delivery>;
  /** Whether another mail can be sent on it. */
  usable(): boolean;
  close(): void;
}

/** How long a server is waited for, in ms. */
export interface Patience {
  /** For its first word. */
  readonly greetingMs: number;
  /** For all that comes before a mail is handed over. */
  readonly beforeMs: number;
  /** For its answer to a mail (RFC 5321, 4.5.3.2.6). */
  readonly answerMs: number;
}
const usual: Patience = { greetingMs: 30_000, beforeMs: 300_000, answerMs: 600_000 };
const mostAnswer = 64 * 1024;
/** So much of an answer is kept. */
const keptAnswer = 500;

const oneLine = (text: string): string => safe(text, { lines: false }).trim().slice(0, keptAnswer);

/** Opens a connection, encrypted as the settings say, and signs in. Throws `unreachable`, and `settings` where the server takes neither user nor certificate. */
export async function openSmtp(
  where: SmtpSettings,
  password: string | undefined,
  signal: AbortSignal,
  patience: Patience = usual,
): Promise<Smtp> {
  const { host, port, security, user } = where;
  const connection = new SMTPConnection({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    connectionTimeout: patience.greetingMs,
    dnsTimeout: patience.greetingMs,
    greetingTimeout: patience.greetingMs,
    socketTimeout: patience.answerMs,
    maxResponseSize: mostAnswer,
    tls: { minVersion: 'TLSv1.2' },
  });
  const line = watched(connection, signal);
  try {
    signal.throwIfAborted();
    await line.step((done) => connection.connect(done));
    if (user !== undefined) await line.step((done) => connection.login({ user, pass: password ?? '' }, done));
  } catch (thrown) {
    line.close();
    throw told(thrown as SMTPError, where);
  }
  return {
    send: (mail, handOver) => deliver({ connection, line, patience }, mail, handOver),
    usable: () => !line.broken(),
    close: () => line.end(),
  };
}

interface Line {
  /** One step of the conversation; rejects with what broke it. */
  step<T>(start: (done: (error?: Error | null, result?: T) => void) => void): Promise<T | undefined>;
  broken(): boolean;
  /** At once: what is on its way is cut off. */
  close(): void;
  /** With a word of farewell. */
  end(): void;
}

/** Sees to it that no step waits for ever: what breaks the connection ends the step that is waiting. */
function watched(connection: SMTPConnection, signal: AbortSignal): Line {
  let broken: Error | undefined;
  let waiting: ((error: Error) => void) | undefined;
  const breaks = (error: Error): void => {
    broken ??= error;
    waiting?.(broken);
  };
  const close = (): void => {
    breaks(new Error('the connection was closed'));
    connection.close();
  };
  const aborted = (): void => close();
  connection.on('error', breaks);
  connection.on('end', () => breaks(new Error('the server closed the connection')));
  signal.addEventListener('abort', aborted, { once: true });
  return {
    step: (start) =>
      new Promise((resolve, reject) => {
        if (broken) return reject(broken);
        waiting = reject;
        start((error, result) => (error ? reject(error) : resolve(result)));
      }),
    broken: () => broken !== undefined,
    close,
    end() {
      signal.removeEventListener('abort', aborted);
      if (broken) connection.close();
      else connection.quit();
    },
  };
}

/** What went wrong before any mail was sent. */
function told(error: SMTPError, { host, port, user }: SmtpSettings): DeskError {
  const [code = ''] = /\bE[A-Z_]{4,}\b/.exec(error.message) ?? [];
  const what = whyNotReached[code] ?? oneLine(error.message);
  const place = `the mail server ${host}:${port}`;
  if (error.code === 'EAUTH' && (error.responseCode ?? 500) >= 500)
    return new DeskError('settings', `${place} does not take ${user} and the password: ${what}`, {
      hint: 'DESK_SMTP_PASSWORD, or the file that "mail.smtp.passwordFile" names, holds the password',
      cause: error,
    });
  const certificate = /certificate|self-signed|altnames/i.test(what);
  return new DeskError('unreachable', `${place} cannot be used: ${what}`, {
    hint: certificate
      ? 'a certificate of an authority of your own: NODE_EXTRA_CA_CERTS names its file'
      : 'the setting "mail.smtp" says which server it is; the mail waits until desk outbox send reaches it',
    cause: error,
  });
}

class NotHandedOver extends Error {
  override readonly name = 'NotHandedOver';
}

interface Way {
  readonly connection: SMTPConnection;
  readonly line: Line;
  readonly patience: Patience;
}

/** Of a mail that may be large, this much at once: the last of it is on its way before it is handed over. */
const pieceSize = 64 * 1024;

async function deliver({ connection, line, patience }: Way, mail: SealedMail, handOver: () => Promise<boolean>): Promise<Delivery> {
  let handed = false;
  let over = false;
  async function* content(): AsyncGenerator<Buffer> {
    for (let at = 0; at < mail.content.length; at += pieceSize) yield mail.content.subarray(at, at + pieceSize);
    // What ends the stream is the end of the mail: the line with the dot.
    if (over || !(await handOver()) || over) throw new NotHandedOver();
    handed = true;
  }
  const stream = Readable.from(content());
  const slow = setTimeout(() => !handed && line.close(), patience.beforeMs);
  const envelope = { from: mail.from, to: [mail.to], size: mail.content.length };
  try {
    const info = await line.step<SMTPConnection.SentMessageInfo>((done) => connection.send(envelope, stream, done));
    over = true;
    const answer = oneLine(info?.response ?? '');
    if (handed && /^2\d\d(?:[ -]|$)/.test(answer)) return { came: 'taken', answer };
    // It was answered before it had come to its end, or with what is no answer.
    line.close();
    return { came: 'lost', answer: answer || 'no answer', handed };
  } catch (thrown) {
    over = true;
    return await outcomeOf(thrown as SMTPError, { connection, line, handed });
  } finally {
    clearTimeout(slow);
    stream.destroy();
  }
}

interface Situation {
  readonly connection: SMTPConnection;
  readonly line: Line;
  readonly handed: boolean;
}

async function outcomeOf(error: SMTPError, { connection, line, handed }: Situation): Promise<Delivery> {
  const answer = oneLine(error.response ?? error.message);
  const { responseCode = 0, command } = error;
  if (error instanceof NotHandedOver) {
    line.close();
    return { came: 'kept' };
  }
  if (responseCode >= 400 && responseCode < 600) {
    // In the middle of a mail nothing else can be said; after it, or before it began, another one can.
    if (command === 'DATA' && !handed && error.code === 'EMESSAGE') line.close();
    else await line.step((done) => connection.reset(done)).catch(() => line.close());
    return isBarred(error) ? { came: 'barred', answer } : { came: 'refused', answer, permanent: responseCode >= 500 };
  }
  // The library itself has seen that it is larger than the server said that it takes.
  if (error.code === 'EMESSAGE' && command === 'MAIL FROM') return { came: 'refused', answer, permanent: true };
  line.close();
  return { came: 'lost', answer, handed };
}

/** What is refused before any recipient is named, for good and not for its size, would be refused for every mail; so is whoever did not sign in (530). */
const isBarred = ({ responseCode = 0, command }: SMTPError): boolean =>
  responseCode === 530 || (command === 'MAIL FROM' && responseCode >= 500 && responseCode !== 552);
