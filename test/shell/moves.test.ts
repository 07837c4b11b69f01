import { describe, expect, it } from 'vitest';
import { DeskError } from '../../src/errors.ts';
import { awake, decide, type OwnChange, type Rules } from '../../src/model/decide.ts';
import { type Status, statuses, type Ticket } from '../../src/model/ticket.ts';
import { testDesk } from '../backend/sql/desk.ts';
import { type Becomes, moves } from '../../src/shell/moves.ts';

const now = '2026-11-21T12:00:00.000Z';
const hour = 3_600_000;
const rules: Rules = { answerWithinMs: { low: hour, normal: hour, high: hour, urgent: hour }, queue: 'support' };
const message = { body: 'Text' };

const ticketIn = (status: Status): Ticket => ({
  id: 12,
  version: 1,
  subject: 'Mail bounces',
  status,
  priority: 'normal',
  queue: 'support',
  owner: null,
  requester: 'ana@firma.example',
  cc: [],
  tags: [],
  channel: 'mail',
  category: null,
  side: null,
  place: null,
  language: null,
  created: '2026-11-20T12:00:00.000Z',
  updated: '2026-11-20T12:00:00.000Z',
  due: null,
  closed: status === 'solved' || status === 'closed' ? '2026-11-20T13:00:00.000Z' : null,
  firstReply: null,
  waitingSince: null,
  until: null,
  mergedInto: null,
  gone: null,
  messages: 1,
  links: 0,
  fields: {},
});

/** The status after a change, or how it was refused. */
function after(status: Status, change: OwnChange): Status | 'refused' {
  try {
    return decide(ticketIn(status), change, { by: 'ana', at: now }, rules).ticket.status;
  } catch (thrown) {
    if (thrown instanceof DeskError && thrown.kind === 'refused') return 'refused';
    throw thrown;
  }
}

/** One change for each thing that an event names. A change that takes a status is tried with one that moves the ticket. */
const changes: Readonly<Record<string, readonly ((before: Status) => OwnChange)[]>> = {
  'claim, assign': [() => ({ kind: 'claim', steal: false }), () => ({ kind: 'assign', to: 'marko' })],
  'our reply': [() => ({ kind: 'reply', message })],
  'our reply with --status': [(before) => ({ kind: 'reply', message, status: asSaid(before) })],
  'set status=…': [(before) => ({ kind: 'set', values: { status: asSaid(before) } })],
  wait: [() => ({ kind: 'wait', until: null })],
  close: [() => ({ kind: 'close', as: 'solved' }), () => ({ kind: 'close', as: 'solved', message })],
  'close --as closed': [() => ({ kind: 'close', as: 'closed' })],
  reopen: [() => ({ kind: 'reopen' })],
  'the requester writes': [() => ({ kind: 'receive', message: { ...message, author: 'ana@firma.example' } })],
  'release, route, prioritize, tag, note, link': [
    // A link concerns two tickets: the store is asked about it below.
    () => ({ kind: 'release' }),
    () => ({ kind: 'route', to: 'billing' }),
    () => ({ kind: 'prioritize', to: 'high' }),
    () => ({ kind: 'tag', add: ['vip'], remove: [] }),
    () => ({ kind: 'note', message }),
  ],
};

const asSaid = (before: Status): Status => (before === 'hold' ? 'open' : 'hold');

const wanted = (before: Status, cell: Becomes): string => (cell === 'stays' ? before : cell === 'as said' ? asSaid(before) : cell);

/** Told by the store: it concerns two tickets at once. */
const ofTheStore = ['merged into another'];

describe('the table of what moves the status', () => {
  for (const { event, becomes } of moves.filter((move) => !ofTheStore.includes(move.event))) {
    it(`tells the truth of: ${event}`, () => {
      const told = statuses.filter((before) => becomes[before] !== 'a new ticket');
      const found = told.flatMap((before) => outcomes(event, before).map((status) => ({ before, after: status })));
      const expected = told.flatMap((before) => outcomes(event, before).map(() => ({ before, after: wanted(before, becomes[before]) })));
      expect(found).toEqual(expected);
    });
  }
});

function outcomes(event: string, before: Status): readonly string[] {
  if (event === 'the time of --until comes') return [awake({ status: before, until: '2026-11-21T11:59:00.000Z' }, now).status];
  const made = changes[event];
  if (!made) throw new Error(`no change is known for: ${event}`);
  return made.map((change) => after(before, change(before)));
}

describe('the table of what moves the status, where two tickets are concerned', () => {
  it('tells the truth of merging and linking', async () => {
    await using desk = await testDesk();
    const other = await desk.make();
    const found = [];
    for (const status of statuses) {
      const id = await desk.make();
      if (status !== 'new') await desk.do(id, { kind: 'set', values: { status } });
      await desk.do(id, { kind: 'link', relation: 'related', to: other });
      const linked = (await desk.get(id)).status;
      await desk.do(id, { kind: 'merge', into: other });
      found.push({ linked, merged: (await desk.get(id)).status });
    }
    const cell = (event: RegExp, status: Status) =>
      wanted(status, moves.find((move) => event.test(move.event))?.becomes[status] ?? 'refused');
    expect(found).toEqual(statuses.map((status) => ({ linked: cell(/link/, status), merged: cell(/^merged/, status) })));
  });

  it('tells the truth of a requester who writes to a closed ticket', async () => {
    await using desk = await testDesk();
    const id = await desk.make();
    await desk.do(id, { kind: 'close', as: 'closed' });
    const { ticket } = await desk.do(id, { kind: 'receive', message: { ...message, author: 'ana@firma.example' } });
    expect(ticket).toMatchObject({ status: 'new', links: 1 });
    expect(ticket.id).not.toBe(id);
    expect(await desk.get(id)).toMatchObject({ status: 'closed', links: 1 });
  });
});
