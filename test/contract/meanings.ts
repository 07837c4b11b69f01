import type { Abilities } from '../../src/backend/backend.ts';
import type { ChangeKind, Change, ChangeOf } from '../../src/model/change.ts';
import type { MessageKind } from '../../src/model/message.ts';
import type { Status, Ticket, TicketId } from '../../src/model/ticket.ts';
import { after } from './desk.ts';

/** The kinds that a ticket which is there can go through. */
export type Mover = Exclude<ChangeKind, 'create' | 'delete'>;

/** What a change means: a suite that only compares what was returned with what is read next lets a `close` that does nothing pass. */
export interface Meaning {
  /** What has to have been done before. */
  readonly given?: (other: TicketId) => readonly Change[];
  readonly change: (other: TicketId) => Change;
  /** What any desk makes of it. */
  readonly becomes: (other: TicketId) => Partial<Ticket>;
  /** What a desk of our own makes of it beside that; all else stays as it is. */
  readonly byRules: Partial<Ticket>;
  readonly adds?: { readonly kind: MessageKind; readonly author: string; readonly body: string };
}

const answered = { due: null, waitingSince: null } as const;

/** Done by ana, an hour after rita wrote, on a new ticket of rita's that nobody owns, with the tag `old`, a copy for boss@acme.example and `field.plan` pro. */
export const meanings: Readonly<Record<Mover, Meaning>> = {
  claim: { change: () => ({ kind: 'claim', steal: false }), becomes: () => ({ owner: 'ana' }), byRules: { status: 'open' } },
  release: {
    given: () => [{ kind: 'claim', steal: false }],
    change: () => ({ kind: 'release' }),
    becomes: () => ({ owner: null }),
    byRules: {},
  },
  assign: { change: () => ({ kind: 'assign', to: 'ben' }), becomes: () => ({ owner: 'ben' }), byRules: { status: 'open' } },
  prioritize: { change: () => ({ kind: 'prioritize', to: 'high' }), becomes: () => ({ priority: 'high' }), byRules: {} },
  route: {
    change: () => ({ kind: 'route', to: 'billing', note: 'paid twice' }),
    becomes: () => ({ queue: 'billing' }),
    byRules: { messages: 2 },
    adds: { kind: 'note', author: 'ana', body: 'paid twice' },
  },
  tag: { change: () => ({ kind: 'tag', add: ['vip', 'late'], remove: ['old'] }), becomes: () => ({ tags: ['late', 'vip'] }), byRules: {} },
  set: {
    change: () => ({
      kind: 'set',
      values: {
        subject: 'Refund of May',
        status: 'hold',
        requester: 'jo@acme.example',
        cc: { add: ['jan@acme.example'], remove: ['boss@acme.example'] },
        channel: 'phone',
        category: 'studio',
        side: 'provider',
        place: '/checkout',
        language: 'sk',
        due: after(5),
        priority: 'low',
        queue: 'sales',
        owner: 'ben',
        tags: { add: ['new'], remove: ['old'] },
        fields: { plan: null, tier: 'gold' },
      },
    }),
    becomes: () => ({
      subject: 'Refund of May',
      status: 'hold',
      requester: 'jo@acme.example',
      cc: ['jan@acme.example'],
      channel: 'phone',
      category: 'studio',
      side: 'provider',
      place: '/checkout',
      language: 'sk',
      due: after(5),
      priority: 'low',
      queue: 'sales',
      owner: 'ben',
      tags: ['new'],
      fields: { tier: 'gold' },
    }),
    byRules: {},
  },
  reply: {
    change: () => ({ kind: 'reply', message: { body: 'It is on its way.', cc: ['jan@acme.example'], bcc: ['audit@us.example'] } }),
    becomes: () => ({ messages: 2 }),
    byRules: { ...answered, status: 'open', firstReply: after(1) },
    adds: { kind: 'reply', author: 'ana', body: 'It is on its way.' },
  },
  note: {
    change: () => ({ kind: 'note', message: { body: 'Seen before.' } }),
    becomes: () => ({ messages: 2 }),
    byRules: {},
    adds: { kind: 'note', author: 'ana', body: 'Seen before.' },
  },
  receive: {
    given: () => [{ kind: 'reply', message: { body: 'It is on its way.' } }],
    change: () => ({ kind: 'receive', message: { author: 'rita@acme.example', body: 'And now?' } }),
    becomes: () => ({ messages: 3 }),
    byRules: { due: after(49), waitingSince: after(1) },
    adds: { kind: 'request', author: 'rita@acme.example', body: 'And now?' },
  },
  bounce: {
    change: () => ({ kind: 'bounce', message: { body: 'Nobody is there.' }, gone: [{ address: 'rita@acme.example', says: '5.1.1' }] }),
    becomes: () => ({ messages: 2 }),
    byRules: {},
    adds: { kind: 'note', author: 'ana', body: 'Nobody is there.' },
  },
  link: { change: (other) => ({ kind: 'link', relation: 'blocks', to: other }), becomes: () => ({ links: 1 }), byRules: {} },
  unlink: {
    given: (other) => [{ kind: 'link', relation: 'blocks', to: other }],
    change: (other) => ({ kind: 'unlink', relation: 'blocks', to: other }),
    becomes: () => ({ links: 0 }),
    byRules: {},
  },
  merge: {
    change: (other) => ({ kind: 'merge', into: other }),
    becomes: (other) => ({ status: 'closed', mergedInto: other }),
    byRules: { ...answered, closed: after(1), messages: 0 },
  },
  wait: {
    change: () => ({ kind: 'wait', until: after(48) }),
    becomes: () => ({ status: 'pending' }),
    byRules: { until: after(48), waitingSince: null },
  },
  close: {
    change: () => ({ kind: 'close', as: 'solved' }),
    becomes: () => ({ status: 'solved', closed: after(1) }),
    byRules: answered,
  },
  reopen: {
    given: () => [{ kind: 'close', as: 'closed' }],
    change: () => ({ kind: 'reopen' }),
    becomes: () => ({ status: 'open', closed: null }),
    byRules: {},
  },
};

/** The same with what a desk can do of it: without copies, without a time, with the nearest status that it has. */
export function meaningOn(kind: Mover, can: Abilities): Meaning {
  const meaning = meanings[kind];
  if (kind === 'reply' && !can.copies) return { ...meaning, change: () => ({ kind, message: { body: meaning.adds?.body ?? '' } }) };
  if (kind === 'wait' && !can.until) return { ...meaning, change: () => ({ kind, until: null }) };
  if (kind === 'set' && !can.statuses.includes('hold')) {
    const { values } = meaning.change(0) as ChangeOf<'set'>;
    return {
      ...meaning,
      change: () => ({ kind, values: { ...values, status: 'pending' } }),
      becomes: (other) => ({ ...meaning.becomes(other), status: 'pending' }),
    };
  }
  return meaning;
}

/** What follows from a status by which change. */
export interface Move {
  readonly change: (other: TicketId) => Change;
  readonly to: Readonly<Record<Status, Status | 'refused'>>;
}

const said = (status: Status): Move['to'] => ({
  new: status,
  open: status,
  pending: status,
  hold: status,
  solved: status,
  closed: 'refused',
});
const stays: Move['to'] = { new: 'new', open: 'open', pending: 'pending', hold: 'hold', solved: 'solved', closed: 'closed' };
const taken: Move['to'] = { ...stays, new: 'open', closed: 'refused' };

/** The table of the manual (`desk help status`) for desks of our own. What the requester writes to a closed ticket opens another one. */
export const moves: Readonly<Record<Mover | 'reply with a status' | 'close for good', Move>> = {
  claim: { change: meanings.claim.change, to: taken },
  assign: { change: meanings.assign.change, to: taken },
  release: { change: meanings.release.change, to: stays },
  prioritize: { change: meanings.prioritize.change, to: stays },
  route: { change: meanings.route.change, to: stays },
  tag: { change: meanings.tag.change, to: stays },
  note: { change: meanings.note.change, to: stays },
  link: { change: meanings.link.change, to: stays },
  unlink: { change: meanings.unlink.change, to: stays },
  set: { change: () => ({ kind: 'set', values: { status: 'hold' } }), to: said('hold') },
  reply: { change: meanings.reply.change, to: { ...stays, new: 'open', pending: 'open', closed: 'refused' } },
  'reply with a status': { change: () => ({ kind: 'reply', message: { body: 'Yes?' }, status: 'pending' }), to: said('pending') },
  receive: { change: meanings.receive.change, to: { ...stays, pending: 'open', hold: 'open', solved: 'open' } },
  bounce: { change: meanings.bounce.change, to: stays },
  wait: { change: meanings.wait.change, to: said('pending') },
  close: { change: meanings.close.change, to: said('solved') },
  'close for good': { change: () => ({ kind: 'close', as: 'closed' }), to: { ...said('closed'), closed: 'closed' } },
  reopen: { change: meanings.reopen.change, to: { ...stays, pending: 'open', hold: 'open', solved: 'open', closed: 'open' } },
  merge: { change: meanings.merge.change, to: { ...said('closed'), closed: 'closed' } },
};
