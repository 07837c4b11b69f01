import type { Event } from '../../model/event.ts';
import type { Ticket } from '../../model/ticket.ts';

/** Who gets the next reply and did not get the last one, without an agent having named them. */
export interface NewRecipients {
  /** Whom a mail from outside brought along. */
  readonly copied: readonly string[];
  /** Who came with a ticket that was merged into this one. */
  readonly merged: readonly string[];
}

const answers = ({ kind, message }: Event): boolean => kind === 'reply' || (kind === 'close' && message !== null);

/** Those who were added to a ticket's copies after our last reply. Empty where we have not replied yet: then nobody expects who reads it. */
export function newRecipients({ cc }: Pick<Ticket, 'cc'>, history: readonly Event[]): NewRecipients {
  const last = history.findLastIndex(answers);
  const since = last < 0 ? [] : history.slice(last + 1);
  const added = (kind: Event['kind']): readonly string[] => [
    ...new Set(
      since
        .filter((event) => event.kind === kind)
        .flatMap(({ before, after }) => (after.cc ?? []).filter((address) => !(before.cc ?? []).includes(address)))
        .filter((address) => cc.includes(address)),
    ),
  ];
  return { copied: added('receive'), merged: added('merged') };
}
