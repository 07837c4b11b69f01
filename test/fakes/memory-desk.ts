import type { Outcome, Work } from '../../src/backend/backend.ts';
import { asDeskError, DeskError } from '../../src/errors.ts';
import type { Desk } from '../../src/intake/plan.ts';
import type { Change } from '../../src/model/change.ts';
import { decide, received, type Rules } from '../../src/model/decide.ts';
import type { Message, MessageDraft, MessageKind } from '../../src/model/message.ts';
import type { Ticket, TicketId } from '../../src/model/ticket.ts';
import type { Instant } from '../../src/model/time.ts';

const rules: Rules = { answerWithinMs: { low: 1e9, normal: 1e8, high: 1e7, urgent: 1e6 }, queue: 'general' };

/** What a desk in memory did, for tests to look at. */
export interface MemoryDesk extends Desk {
  readonly tickets: Map<TicketId, Ticket>;
  readonly messages: Map<TicketId, Message[]>;
  /** What happened, in order. */
  readonly events: { readonly ticket: TicketId; readonly kind: Change['kind']; readonly by: string; readonly at: Instant }[];
  /** How often `apply` was called, and how many pieces of work came. */
  readonly calls: { apply: number; work: number };
  /** Called before each piece of work: throws to refuse it, aborts to stop the desk. */
  before: (work: Work) => void;
}

/** As much of a desk as imports need, in memory and without its refinements; statuses move as they do on any desk of ours. */
export function memoryDesk({
  agents = [],
  now = '2026-11-21T12:00:00.000Z',
}: { readonly agents?: readonly string[]; readonly now?: Instant } = {}): MemoryDesk {
  const once = new Map<string, { readonly ticket: TicketId; readonly message: number | null }>();
  let lastMessage = 0;
  const desk: MemoryDesk = {
    tickets: new Map(),
    messages: new Map(),
    events: [],
    calls: { apply: 0, work: 0 },
    before: () => undefined,
    whoami: async () => ({ name: 'ann', role: 'agent', queues: [] }),
    async *agents() {
      for (const name of ['ann', ...agents]) yield { name, role: 'agent', queues: [] };
    },
    async get(id) {
      return found(id);
    },
    async *thread(id) {
      yield* desk.messages.get(Number(id)) ?? [];
    },
    async threads(ids) {
      const wanted = new Set(ids);
      const all = [...desk.messages.values()].flat().filter(({ messageId }) => messageId !== null && wanted.has(messageId));
      return new Map(all.map(({ messageId, ticket }) => [messageId ?? '', ticket]));
    },
    async *apply(work, signal) {
      desk.calls.apply += 1;
      for await (const piece of work) {
        if (signal.aborted) return;
        desk.calls.work += 1;
        const outcome = outcomeOf(piece);
        if (signal.aborted) return;
        yield outcome;
      }
    },
  };

  function found(id: TicketId): Ticket {
    const ticket = desk.tickets.get(id);
    if (!ticket) throw new DeskError('not-found', `there is no ticket ${id}`);
    return ticket;
  }

  function outcomeOf(work: Work): Outcome {
    const before = once.get(work.terms.once);
    if (before) return { did: 'again', work, ticket: found(before.ticket), message: before.message };
    try {
      desk.before(work);
      const { ticket, message } = doing(work);
      once.set(work.terms.once, { ticket: ticket.id, message });
      return { did: 'done', work, ticket, message };
    } catch (error) {
      return { did: 'failed', work, error: asDeskError(error) };
    }
  }

  function doing({ ref, change, terms }: Work): { readonly ticket: Ticket; readonly message: number | null } {
    const stamp = terms.as ?? { by: 'ann', at: now };
    if (change.kind === 'create') return made(change, stamp);
    const ticket = found(ref === 'new' ? -1 : ref);
    if (change.kind === 'receive' && ticket.status === 'closed') {
      return made({ kind: 'create', ticket: { subject: ticket.subject, requester: ticket.requester }, message: change.message }, stamp);
    }
    if (change.kind === 'link' || change.kind === 'unlink' || change.kind === 'merge') throw new DeskError('unsupported', change.kind);
    if (change.kind === 'set' && change.values.owner && !['ann', ...agents].includes(change.values.owner))
      throw noAgent(change.values.owner);
    const decision =
      change.kind === 'receive'
        ? { ticket: received(ticket, stamp.at, rules), message: { kind: 'request' as const, draft: change.message } }
        : decide(ticket, change, stamp, rules);
    const author = change.kind === 'receive' ? change.message.author : stamp.by;
    const message = decision.message ? add(ticket.id, decision.message.kind, author, stamp.at, decision.message.draft) : null;
    const after = {
      ...decision.ticket,
      version: ticket.version + 1,
      updated: stamp.at,
      messages: desk.messages.get(ticket.id)?.length ?? 0,
    };
    desk.tickets.set(ticket.id, after);
    desk.events.push({ ticket: ticket.id, kind: change.kind, ...stamp });
    return { ticket: after, message };
  }

  function made(
    { ticket: draft, message }: Extract<Change, { kind: 'create' }>,
    stamp: { readonly by: string; readonly at: Instant },
  ): { readonly ticket: Ticket; readonly message: number | null } {
    if (draft.owner && !['ann', ...agents].includes(draft.owner)) throw noAgent(draft.owner);
    const given = { ...draft, requesterName: undefined };
    const id = desk.tickets.size + 1;
    const status = draft.status ?? 'new';
    const finished = status === 'solved' || status === 'closed';
    const plain = {
      version: 1,
      priority: 'normal',
      queue: 'general',
      owner: null,
      requester: null,
      cc: [],
      tags: [],
      channel: 'api',
      category: null,
    } as const;
    const none = {
      side: null,
      place: null,
      language: null,
      due: null,
      firstReply: null,
      waitingSince: null,
      until: null,
      mergedInto: null,
      gone: null,
    } as const;
    const ticket: Ticket = {
      ...plain,
      ...none,
      ...given,
      id,
      status,
      closed: finished ? (draft.closed ?? stamp.at) : null,
      created: stamp.at,
      updated: stamp.at,
      messages: 0,
      links: 0,
      fields: draft.fields ?? {},
    };
    desk.tickets.set(id, ticket);
    desk.messages.set(id, []);
    desk.events.push({ ticket: id, kind: 'create', ...stamp });
    const number = message ? add(id, 'request', message.author, stamp.at, message) : null;
    const after = { ...ticket, messages: message ? 1 : 0 };
    desk.tickets.set(id, after);
    return { ticket: after, message: number };
  }

  const noAgent = (name: string): DeskError => new DeskError('not-found', `there is no agent ${name}`);

  function add(
    ticket: TicketId,
    kind: MessageKind,
    author: string,
    at: Instant,
    draft: MessageDraft & { readonly authorName?: string },
  ): number {
    const thread = desk.messages.get(ticket) ?? [];
    const id = (lastMessage += 1);
    const attachments = (draft.attachments ?? []).map(({ name, type, content }, index) => ({
      id: `${id}-${index}`,
      name,
      type,
      size: content.byteLength,
      hash: null,
    }));
    thread.push({
      id,
      ticket,
      kind,
      author,
      authorName: draft.authorName ?? null,
      at,
      body: draft.body,
      cc: draft.cc ?? [],
      bcc: draft.bcc ?? [],
      messageId: draft.messageId ?? null,
      sender: null,
      proof: null,
      actingFor: null,
      attachments,
    });
    desk.messages.set(
      ticket,
      thread.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id - b.id)),
    );
    return id;
  }

  return desk;
}
