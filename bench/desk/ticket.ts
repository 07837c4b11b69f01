import { channels, type Status } from '../../src/model/ticket.ts';
import { type Instant, later, toInstant } from '../../src/model/time.ts';
import type { Random } from './random.ts';
import { type Language, marksOf } from './words.ts';

/** The moment at which the desk was made; a program that reads it may freeze its clock there. */
export const madeAt: Instant = '2026-11-21T12:00:00.000Z';
const years = 3;
const hour = 3_600_000;

export const agents = ['ana', 'boris', 'chris', 'dana', 'emil', 'franz', 'goran', 'hana', 'ivo', 'jana', 'karl', 'lena'] as const;
export const queues = ['support', 'billing', 'abuse', 'technical', 'sales'] as const;
const tags = ['vip', 'refund', 'spam-report', 'chargeback', 'login', 'urgent-call', 'bug', 'waiting-bank', 'dmca', 'payout'] as const;

export interface MadeMessage {
  readonly kind: 'request' | 'reply';
  readonly author: string;
  readonly at: Instant;
  readonly body: string;
}

export interface MadeTicket {
  readonly id: number;
  readonly subject: string;
  readonly status: Status;
  readonly priority: number;
  readonly queue: string;
  readonly owner: string | null;
  readonly requester: number;
  readonly channel: string;
  readonly language: string;
  readonly created: Instant;
  readonly updated: Instant;
  readonly due: Instant | null;
  readonly closed: Instant | null;
  readonly firstReply: Instant | null;
  readonly waitingSince: Instant | null;
  readonly until: Instant | null;
  readonly tags: readonly string[];
  readonly messages: readonly MadeMessage[];
  /** Folded words, as the index of words wants them. */
  readonly words: { readonly subject: string; readonly text: string };
}

/** Some 85 of 100 are finished; what is not is mostly new. */
function statusAt(share: number, { chance, pick }: Random): Status {
  if (!chance(share > 0.8 ? 0.65 : 0.025)) return chance(0.7) ? 'solved' : 'closed';
  return pick(['new', 'new', 'open', 'open', 'open', 'open', 'pending', 'pending', 'hold']);
}

/** One of a few who write often, or of many who seldom do. */
const writer = (people: number, { below, chance }: Random): number => (chance(0.2) ? below(Math.ceil(people / 100)) : below(people));

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

interface Made {
  readonly message: MadeMessage;
  readonly folded: string;
}

function request(at: Instant, language: Language, by: Random): Made {
  const { text, folded } = language.words(8 + by.below(24));
  const marked = marksOf(by);
  const order = by.chance(0.1) ? ` order ${100_000 + by.below(900_000)}` : '';
  const more = `${marked && ` ${marked}`}${order}`;
  return { message: { kind: 'request', author: '', at, body: `${capital(text)}${more}.` }, folded: folded + more };
}

function reply(at: Instant, language: Language, by: Random): Made {
  const { text, folded } = language.words(6 + by.below(20));
  return { message: { kind: 'reply', author: by.pick(agents), at, body: `${capital(text)}.` }, folded };
}

/** The ticket of that number out of `count`; called once for each, in order. */
export function ticketAt(id: number, count: number, language: Language, by: Random): MadeTicket {
  const age = (1 - id / count) * years * 365 * 24 * hour;
  const created = toInstant(Date.parse(madeAt) - Math.floor(age) - by.below(hour));
  const status = statusAt(id / count, by);
  const finished = status === 'solved' || status === 'closed';
  const replied = finished || status === 'pending' || by.chance(0.3);
  const answered = later(created, by.below(8) * hour + by.below(hour));
  const ended = later(created, 9 * hour + by.below(100) * hour);
  const waits = !finished && !replied;
  const subject = language.words(3 + by.below(6));
  const made = [
    request(created, language, by),
    ...(replied ? [reply(answered, language, by)] : [request(later(created, hour), language, by)]),
    ...(by.chance(0.1) ? [reply(later(answered, hour), language, by)] : []),
  ];
  return {
    id,
    subject: capital(subject.text),
    status,
    priority: by.pick([0, 1, 1, 1, 1, 1, 1, 2, 2, 3]),
    queue: by.pick(queues),
    owner: finished || (status !== 'new' && by.chance(0.8)) ? by.pick(agents) : null,
    requester: writer(Math.ceil(count / 5), by),
    channel: by.chance(0.8) ? 'mail' : by.pick(channels),
    language: language.name,
    created,
    updated: finished ? ended : replied ? answered : created,
    due: waits ? later(created, (1 + by.below(3)) * 24 * hour) : null,
    closed: finished ? ended : null,
    firstReply: replied ? answered : null,
    waitingSince: waits ? created : null,
    until: status === 'pending' && by.chance(0.5) ? later(madeAt, (by.below(200) - 60) * hour) : null,
    tags: by.chance(0.4) ? [...new Set([tags[Math.floor(by.below(100) ** 2 / 1000)] ?? 'vip', by.pick(tags)])] : [],
    messages: made.map(({ message }) => message),
    words: { subject: subject.folded, text: made.map(({ folded }) => folded).join(' \uE000 ') },
  };
}
