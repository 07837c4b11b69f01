import type { Message } from '../../model/message.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { RtDesk } from './desk.ts';
import { readOne, readWhole, threadsOf, type Whole, type WithThread } from './whole.ts';

/** What `get` has read of a ticket is what its thread and links are made of when they are asked for right after it, once each. */
const freshMs = 500;
/** What was read ahead of somebody who goes through a list, ticket by ticket. */
const aheadMs = 5000;
const together = 25;

interface Kept extends WithThread {
  readonly at: number;
  readonly left: Set<'thread' | 'links'>;
}

interface Batch {
  readonly at: number;
  readonly wholes: Map<TicketId, Whole>;
  threads: Promise<ReadonlyMap<TicketId, readonly Message[]>> | undefined;
}

/** How tickets are read whole: one by one, or, where each one of a list is asked for in turn (an export), many by the same three requests. */
export interface Reads {
  /** A page of a list was read; what is asked for may come from it. */
  passes(ids: readonly TicketId[]): void;
  get(id: TicketId, signal: AbortSignal): Promise<Whole>;
  thread(id: TicketId, signal: AbortSignal): Promise<readonly Message[]>;
  links(id: TicketId, signal: AbortSignal): Promise<Whole>;
  /** What was read of a ticket a moment ago. */
  recent(id: TicketId): Whole | undefined;
  /** Something is changed: nothing that was read before is told any more. */
  forget(): void;
}

export function readsOf(desk: RtDesk): Reads {
  let kept: Kept | undefined;
  let page: readonly TicketId[] = [];
  let last: TicketId | undefined;
  let batch: Batch | undefined;

  const fromBatch = (id: TicketId): Whole | undefined =>
    batch && performance.now() - batch.at < aheadMs ? batch.wholes.get(id) : undefined;
  const keep = (read: WithThread): Whole => {
    kept = { ...read, at: performance.now(), left: new Set(['thread', 'links']) };
    last = read.whole.ticket.id;
    return read.whole;
  };
  const keptOf = (id: TicketId): Kept | undefined =>
    kept && kept.whole.ticket.id === id && performance.now() - kept.at < freshMs ? kept : undefined;
  const keptFor = (part: 'thread' | 'links', id: TicketId): Kept | undefined => {
    const found = keptOf(id);
    return found?.left.delete(part) === true ? found : undefined;
  };
  /** The messages of a batch are asked for together, when the first are. */
  const inBatch = (read: Batch, whole: Whole, signal: AbortSignal): WithThread => ({
    whole,
    thread: async () => (await (read.threads ??= threadsOf(desk, [...read.wholes.values()], signal))).get(whole.ticket.id) ?? [],
  });

  async function readAhead(at: number, signal: AbortSignal): Promise<void> {
    const wholes = await readWhole(desk, page.slice(at, at + together), signal);
    batch = { at: performance.now(), wholes: new Map(wholes), threads: undefined };
  }

  return {
    passes: (ids) => void (page = ids),
    async get(id, signal) {
      const at = page.indexOf(id);
      const inTurn = at > 0 && page[at - 1] === last;
      if (inTurn && !fromBatch(id)) await readAhead(at, signal);
      const whole = inTurn ? fromBatch(id) : undefined;
      return keep(whole && batch ? inBatch(batch, whole, signal) : await readOne(desk, id, signal));
    },
    thread: async (id, signal) => (keptFor('thread', id) ?? (await readOne(desk, id, signal))).thread(),
    links: async (id, signal) => (keptFor('links', id) ?? (await readOne(desk, id, signal))).whole,
    recent: (id) => keptOf(id)?.whole,
    forget() {
      kept = undefined;
      batch = undefined;
      page = [];
    },
  };
}
