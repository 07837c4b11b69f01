import { fieldset } from '../model/field.ts';
import { type Status, statuses } from '../model/ticket.ts';

/** What becomes of a ticket's status: another one, none of it (`stays`), or what is said. */
export type Becomes = Status | 'stays' | 'refused' | 'as said' | 'a new ticket';

/** What happens to a ticket, and what its status is after it, for each status before it. */
export interface Move {
  readonly event: string;
  readonly becomes: Readonly<Record<Status, Becomes>>;
}

const move = (event: string, ...cells: readonly [Becomes, Becomes, Becomes, Becomes, Becomes, Becomes]): Move => ({
  event,
  becomes: Object.fromEntries(statuses.map((status, at) => [status, cells[at] ?? 'stays'])) as Move['becomes'],
});

/** What moves the status on a desk of our own. `model/decide.ts` does it; a test holds every cell against it. */
export const moves: readonly Move[] = [
  move('claim, assign', 'open', 'stays', 'stays', 'stays', 'stays', 'refused'),
  move('our reply', 'open', 'stays', 'open', 'stays', 'stays', 'refused'),
  move('our reply with --status', 'as said', 'as said', 'as said', 'as said', 'as said', 'refused'),
  move('set status=…', 'as said', 'as said', 'as said', 'as said', 'as said', 'refused'),
  move('wait', 'pending', 'pending', 'stays', 'pending', 'pending', 'refused'),
  move('close', 'solved', 'solved', 'solved', 'solved', 'stays', 'refused'),
  move('close --as closed', 'closed', 'closed', 'closed', 'closed', 'closed', 'stays'),
  move('reopen', 'stays', 'stays', 'open', 'open', 'open', 'open'),
  move('the requester writes', 'stays', 'stays', 'open', 'open', 'open', 'a new ticket'),
  move('the time of --until comes', 'stays', 'stays', 'open', 'open', 'stays', 'stays'),
  move('release, route, prioritize, tag, note, link', 'stays', 'stays', 'stays', 'stays', 'stays', 'stays'),
  move('merged into another', 'closed', 'closed', 'closed', 'closed', 'closed', 'closed'),
];

/** The moves as a table: what happens, then a column for each status before it. */
export const moveFields = fieldset<Move>('move', [
  { name: 'event', type: 'text', says: 'what happens', of: (row) => row.event, flexible: true },
  ...statuses.map((status) => ({
    name: status,
    type: 'word' as const,
    says: `what becomes of a ticket that is ${status}`,
    of: ({ becomes }: Move) => (becomes[status] === 'stays' ? '–' : becomes[status]),
  })),
]);

/** What moves the status, in words. */
export const moveRules: readonly string[] = [
  'For each status before it, what it is after: – means that it stays. Desks of other makers keep rules of their own.',
  'A closed ticket that the requester writes to stays closed; a new one, linked as its child, is opened. A merged ticket is closed for good and points to the one that stays.',
  "due is set when a ticket comes in, by its priority; our reply takes it away, and the requester's next message sets it again. desk set due=… overrides.",
];
