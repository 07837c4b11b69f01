import type { Event } from '../../model/event.ts';
import type { Message, MessageDraft } from '../../model/message.ts';
import { normalName } from '../../model/name.ts';
import type { Ticket } from '../../model/ticket.ts';

/** Who gets the next reply and did not get the last one. */
export interface NewRecipients {
  /** Whom something from outside brought along, such as a mail with copies. */
  readonly brought: readonly string[];
  /** Whom agents named, or brought along with a ticket that they merged into this one. */
  readonly named: readonly string[];
}

const answers = ({ kind, message }: Event): boolean => kind === 'reply' || (kind === 'close' && message !== null);
const byAgents: ReadonlySet<Event['kind']> = new Set(['set', 'merged', 'create']);

const copies = ({ cc = [], bcc = [] }: Pick<MessageDraft, 'cc' | 'bcc'>): readonly string[] => [...cc, ...bcc].map(normalName);

/** Those who were added to a ticket's copies after our last reply, and those whom the next one names. Empty where we have not replied yet. */
export function newRecipients(
  { cc, requester }: Pick<Ticket, 'cc' | 'requester'>,
  thread: readonly Message[],
  history: readonly Event[],
  message: Pick<MessageDraft, 'cc' | 'bcc'>,
): NewRecipients {
  const last = history.findLastIndex(answers);
  const reply = thread.findLast(({ kind }) => kind === 'reply');
  const since = last < 0 ? [] : history.slice(last + 1);
  const added = (by: (kind: Event['kind']) => boolean): readonly string[] =>
    since
      .filter(({ kind }) => by(kind))
      .flatMap(({ before, after }) => (after.cc ?? []).filter((address) => !(before.cc ?? []).includes(address)))
      .filter((address) => cc.includes(address));
  const known = new Set([requester, ...cc, ...(reply ? copies(reply) : [])]);
  const typed = reply ? copies(message).filter((address) => !known.has(address)) : [];
  return {
    brought: [...new Set(added((kind) => !byAgents.has(kind)))],
    named: [...new Set([...added((kind) => byAgents.has(kind)), ...typed])],
  };
}
