import type { Backend } from '../../backend/backend.ts';
import type { TicketId } from '../../model/ticket.ts';
import { later } from '../../model/time.ts';
import type { Condition, Resolved } from '../../query/query.ts';

type Desk = Pick<Backend, 'count' | 'find' | 'plan' | 'thread' | 'now'>;

const hourMs = 3_600_000;

/** How many mails of a sender came within the hour: the messages on a ticket, or else the tickets that they opened. */
export async function countWithinHour(desk: Desk, sender: string, ticket: TicketId | undefined, signal: AbortSignal): Promise<number> {
  const since = later(desk.now(), -hourMs);
  if (ticket === undefined) {
    const opened = all(by(sender), { kind: 'between', field: 'created', from: since, to: undefined });
    return (await desk.count(desk.plan(opened), undefined, signal))[0]?.count ?? 0;
  }
  let count = 0;
  for await (const { author, at } of desk.thread(ticket, signal)) if (author === sender && at > since) count += 1;
  return count;
}

/** The newest ticket of a sender, where there is one. */
export async function newestOf(desk: Desk, sender: string, signal: AbortSignal): Promise<TicketId | undefined> {
  for await (const { id } of desk.find(desk.plan(all(by(sender))), { fields: [], order: 'newest', limit: 1, signal })) return id;
  return undefined;
}

const by = (sender: string): Condition => ({ kind: 'is', field: 'requester', values: [sender] });

const all = (...of: readonly Condition[]): Resolved => ({
  condition: of.length === 1 && of[0] ? of[0] : { kind: 'and', of },
  searches: false,
  namesStatus: false,
});
