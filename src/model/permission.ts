import { DeskError } from '../errors.ts';
import type { Change, ChangeKind } from './change.ts';
import { type Agent, type Role, roles } from './person.ts';
import type { Proof } from './sender.ts';
import type { Gone, TicketId } from './ticket.ts';

/** The least role for each thing that can be done on a desk of our own: the one table that every route and every change is checked by. */
export const leastRole = {
  read: 'viewer',
  /** Changes of tickets. */
  work: 'agent',
  /** Taking tickets out of every list. */
  remove: 'lead',
  /** Saying that something was done by somebody else, or at another time, or what a mail server or a site proved of its author: imports, and what brings mail in. */
  'write for others': 'lead',
  /** Articles, contacts on file, notices that went wrong. */
  curate: 'lead',
  erase: 'admin',
  /** Agents, their tokens, the keys of sites. */
  administer: 'admin',
} as const satisfies Readonly<Record<string, Role>>;

export type Permission = keyof typeof leastRole;

const needed: Readonly<Record<ChangeKind, Permission>> = {
  create: 'work',
  claim: 'work',
  release: 'work',
  assign: 'work',
  prioritize: 'work',
  route: 'work',
  tag: 'work',
  set: 'work',
  reply: 'work',
  note: 'work',
  receive: 'work',
  bounce: 'work',
  link: 'work',
  unlink: 'work',
  merge: 'work',
  wait: 'work',
  close: 'work',
  reopen: 'work',
  delete: 'remove',
};

/** What one must at least be allowed for changes of that kind. */
export const leastPermissionFor = (kind: ChangeKind): Permission => needed[kind];

/** What one must be allowed to make that change. */
export const permissionFor = (change: Change): Permission =>
  change.kind === 'delete' && change.as === 'erased' ? 'erase' : needed[change.kind];

/** Whether the agent's role is enough. */
export const may = ({ role }: Pick<Agent, 'role'>, permission: Permission): boolean =>
  roles.indexOf(role) >= roles.indexOf(leastRole[permission]);

/** Whether somebody may say that this proved who wrote a message. That they made sure themselves all agents may. */
export const mayVouch = (agent: Pick<Agent, 'role'>, proof: Proof): boolean => proof === 'agent' || may(agent, 'write for others');

/** Throws `denied` unless the agent's role is enough. */
export function allow(agent: Pick<Agent, 'name' | 'role'>, permission: Permission): void {
  if (may(agent, permission)) return;
  throw new DeskError(
    'denied',
    `${agent.name} is ${agent.role === 'admin' || agent.role === 'agent' ? 'an' : 'a'} ${agent.role} here: this takes ${leastRole[permission]}`,
    {
      hint: 'ask somebody who looks after the desk: desk agent list shows them',
    },
  );
}

/** There is no such ticket; said in the same words of one that whoever asks may not see. */
export const noTicket = (id: TicketId): DeskError => new DeskError('not-found', `there is no ticket ${id}`);

const went: Readonly<Record<Gone, string>> = { deleted: 'was deleted', spam: 'was deleted as spam', erased: 'was erased' };

/** A ticket that is out of every list; not said to who may not see all queues, since of one that is gone nobody says in which it was. */
export const goneTicket = (id: TicketId, gone: Gone): DeskError => new DeskError('not-found', `${id} ${went[gone]}`);

/** Whether an agent who may be held to queues sees what lies in that queue. */
export const sees = ({ queues }: Pick<Agent, 'queues'>, queue: string): boolean => queues.length === 0 || queues.includes(queue);
