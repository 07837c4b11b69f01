import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { asDeskError, DeskError } from '../../errors.ts';
import type { TicketId } from '../../model/ticket.ts';
import { type Instant, later } from '../../model/time.ts';
import type { RtDesk } from './desk.ts';
import { numberOf, textOf } from './json.ts';
import { bodiesBy, bodiesOf } from './thread.ts';
import { bothSql, quoted } from './ticket-sql.ts';

/** A message as it is looked for: RT may change the ends of its lines and what blanks stand last. */
const digest = (body: string): string => hash('sha256', body.replaceAll(/\r\n?/g, '\n').trimEnd());

/** What was sent and may have arrived. */
export interface Sent {
  /** RT's name of who sent it. */
  readonly me: string;
  /** Not before this moment of RT's clock. */
  readonly since: Instant;
  readonly body: string;
}

/** RT's clock shows whole seconds, and may be read a moment earlier than it writes. */
const slackMs = 2000;

/** The transaction by which a reply or a note has arrived: by its author, its time and its text; undefined where there is none. */
export async function arrivedMessage(
  desk: RtDesk,
  id: TicketId,
  type: 'Correspond' | 'Comment',
  sent: Sent,
  signal: AbortSignal,
): Promise<number | undefined> {
  const since = later(sent.since, -slackMs);
  const asked = { fields: ['Creator', 'Created', 'Type'], within: { Creator: ['Name'] }, order: ['-id'], perPage: 50 };
  const { items } = await desk.calls.transactions(
    `ObjectType = 'RT::Ticket' AND TicketId = ${id} AND Type = '${type}' AND Creator = ${quoted(sent.me)}`,
    asked,
    signal,
  );
  const candidates = items
    .filter((json) => Date.parse(textOf(json['Created']) ?? '') >= Date.parse(since))
    .flatMap((json) => numberOf(json['id']) ?? []);
  const bodies = await bodiesBy(desk, candidates, signal);
  return candidates.findLast((transaction) => digest(bodies.get(transaction) ?? '') === digest(sent.body));
}

/** Messages that are there, by number, with the tickets that they stand on. */
export type There = ReadonlyMap<number, TicketId>;

/** The tickets on which these messages stand: to know that one has arrived, nothing else of its ticket has to be read. Those that are not shown are absent. */
export async function ticketsOf(desk: RtDesk, messages: readonly number[], signal: AbortSignal): Promise<There> {
  if (messages.length === 0) return new Map();
  const sql = `ObjectType = 'RT::Ticket' AND (${messages.map((id) => `id = ${id}`).join(' OR ')})`;
  const { items } = await desk.calls.transactions(sql, { fields: ['ObjectId'] }, signal);
  return new Map(items.flatMap((json) => [[numberOf(json['id']) ?? 0, numberOf(json['ObjectId']) ?? 0] as const]));
}

/** The ticket that was opened: by whom, when, with what subject and text. */
export async function arrivedTicket(
  desk: RtDesk,
  subject: string,
  queue: string,
  sent: Sent,
  signal: AbortSignal,
): Promise<TicketId | undefined> {
  const since = Date.parse(sent.since) - slackMs;
  const sql = bothSql(`Creator = ${quoted(sent.me)}`, bothSql(`Queue = ${quoted(queue)}`, `Subject = ${quoted(subject)}`));
  const { items } = await desk.calls.search(sql, { fields: ['Created'], order: ['-id'], perPage: 50 }, signal);
  const candidates = items
    .filter((json) => Date.parse(textOf(json['Created']) ?? '') >= since)
    .flatMap((json) => numberOf(json['id']) ?? []);
  const bodies = await bodiesOf(desk, candidates, signal);
  return candidates.findLast((id) => digest(bodies.get(id)?.[0] ?? '') === digest(sent.body));
}

/** How long is waited for a request whose answer was lost to come to its end. */
const waits: readonly number[] = [200, 1000, 3000];

/**
 * After a lost answer: what came of it. It is looked for some times, because RT may still be at work. Throws `uncertain` when it is not there or cannot be
 * looked for: it is never sent again blindly.
 */
export async function lookFor<T>(look: () => Promise<T | undefined>, lost: DeskError, check: string): Promise<T> {
  let blind: DeskError | undefined;
  for (const ms of waits) {
    await sleep(ms);
    try {
      const found = await look();
      if (found !== undefined) return found;
      blind = undefined;
    } catch (thrown) {
      blind = asDeskError(thrown);
    }
  }
  throw new DeskError('uncertain', `${lost.message}; ${blind ? 'it cannot be looked for now' : 'it is not there yet'}`, {
    hint: check,
    cause: blind ?? lost,
  });
}

/** Whether the server is gone, and not only one answer of it: what would be sent next would meet the same. */
export const isAway = ({ kind, cause }: DeskError): boolean =>
  kind === 'unreachable' || (kind === 'uncertain' && cause instanceof DeskError && cause.kind === 'unreachable');
