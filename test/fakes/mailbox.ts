import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { collect } from '../../src/model/stream.ts';
import { listen, type Listening } from './listening.ts';

/** A mail that a server has taken: it has said 250 to it. */
export interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  /** Whether it came encrypted, and who signed in. */
  readonly secure: boolean;
  readonly user: string | undefined;
}

/** What a server says no with: to a recipient, or to the whole mail. */
export interface Refusal {
  readonly at: 'MAIL' | 'RCPT' | 'DATA';
  readonly code: number;
  readonly says: string;
  /** How many times; for ever where it is not said. */
  readonly times?: number;
}

export interface Mailbox extends Listening {
  readonly arrived: readonly Arrived[];
  /** The next mails meet this. */
  refuse(refusal: Refusal): void;
  /** A way to it that is cut after so many bytes, of both sides together; later connections go through. */
  through(bytes: number): Promise<Listening>;
}

export interface MailboxOptions extends SMTPServerOptions {
  /** How long it thinks about each mail that it has in full. */
  readonly delayMs?: number;
}

const refusalError = ({ code, says }: Refusal): Error => Object.assign(new Error(says), { responseCode: code });

/** A real mail server on this machine, that keeps what it takes. */
export async function mailbox({ delayMs = 0, ...options }: MailboxOptions = {}): Promise<Mailbox> {
  const arrived: Arrived[] = [];
  const refusals: { readonly refusal: Refusal; left: number }[] = [];
  const refused = (at: Refusal['at']): Error | null => {
    const found = refusals.find(({ refusal, left }) => refusal.at === at && left > 0);
    if (!found) return null;
    found.left -= 1;
    return refusalError(found.refusal);
  };
  const server = new SMTPServer({
    authOptional: true,
    disableReverseLookup: true,
    disabledCommands: options.key ? [] : ['STARTTLS'],
    onMailFrom: (_, __, done) => done(refused('MAIL')),
    onRcptTo: (_, __, done) => done(refused('RCPT')),
    onAuth: ({ username = '', password }, _, done) =>
      password === 'right'
        ? done(null, { user: username })
        : done(Object.assign(new Error('no such user or password'), { responseCode: 535 })),
    onData(stream, session, done) {
      const taken = async (): Promise<void> => {
        const raw = Buffer.concat(await collect(stream as AsyncIterable<Buffer>));
        await sleep(delayMs);
        const no = refused('DATA');
        if (no) return done(no);
        const { mailFrom, rcptTo } = session.envelope;
        const to = rcptTo.map(({ address }) => address);
        const user = typeof session.user === 'string' ? session.user : undefined;
        arrived.push({ from: mailFrom ? mailFrom.address : '', to, raw, secure: session.secure, user });
        done(null, `2.0.0 Ok: queued as ${arrived.length}`);
      };
      taken().catch(done); // cut off in the middle: it is not taken
    },
    ...options,
  });
  server.on('error', () => {});
  const listening = await listen(server.server);
  return {
    ...listening,
    arrived,
    refuse: (refusal) => void refusals.push({ refusal, left: refusal.times ?? Infinity }),
    through: (bytes) => cutAfter(bytes, listening.port),
    async [Symbol.asyncDispose]() {
      await listening[Symbol.asyncDispose]();
    },
  };
}

function cutAfter(bytes: number, port: number): Promise<Listening> {
  let left = bytes;
  let cut = false;
  const server = createServer((client) => {
    const there = connect(port, '127.0.0.1');
    const ends: readonly (readonly [Socket, Socket])[] = [
      [client, there],
      [there, client],
    ];
    for (const [from, to] of ends) {
      from.on('data', (chunk: Buffer) => {
        if (cut || chunk.length <= left) {
          left -= chunk.length;
          to.write(chunk);
          return;
        }
        cut = true;
        // What came before the cut arrives.
        to.end(chunk.subarray(0, left));
        from.destroy();
      });
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
  });
  return listen(server);
}

/** A server that is none: it says what it is told to, and hears everything. */
export interface OddServer extends Listening {
  /** All that came, of every connection. */
  readonly heard: () => string;
  /** How many mails came to their end: the line with the dot. */
  readonly ended: () => number;
}

/** How it behaves at a moment; it may answer, cut the connection, or do nothing. */
export interface Oddity {
  readonly greeting?: (socket: Socket) => void;
  readonly data?: (socket: Socket) => void;
  /** As the bytes of a mail come. */
  readonly during?: (socket: Socket) => void;
  readonly end?: (socket: Socket) => void;
}

/** Speaks just enough SMTP to come to the moment at which it is odd. */
export async function oddServer(oddity: Oddity): Promise<OddServer> {
  let all = '';
  let ends = 0;
  const server = createServer((socket) => {
    let mail = false;
    let rest = '';
    const say = (text: string): void => void socket.write(`${text}\r\n`);
    if (oddity.greeting) oddity.greeting(socket);
    else say('220 odd.example');
    const line = (text: string): void => {
      if (mail) {
        if (text !== '.') return;
        mail = false;
        ends += 1;
        if (oddity.end) oddity.end(socket);
        else say('250 2.0.0 Ok');
        return;
      }
      const word = text.slice(0, 4).toUpperCase();
      if (word === 'EHLO') say('250-odd.example\r\n250 8BITMIME');
      else if (word === 'DATA') {
        if (oddity.data) return oddity.data(socket);
        mail = true;
        say('354 go on');
      } else if (word === 'QUIT') socket.end('221 bye\r\n');
      else say('250 ok');
    };
    socket.on('data', (chunk: Buffer) => {
      all += chunk.toString('latin1');
      rest += chunk.toString('latin1');
      if (mail) oddity.during?.(socket);
      const lines = rest.split('\r\n');
      rest = lines.pop() ?? '';
      for (const each of lines) line(each);
    });
  });
  return { ...(await listen(server)), heard: () => all, ended: () => ends };
}
