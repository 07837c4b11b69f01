import type { Task } from '../action/action.ts';
import { parseTargets } from '../action/select.ts';
import { DeskError } from '../errors.ts';
import { type Relation, relations, type TicketId } from '../model/ticket.ts';
import { arg } from './arg.ts';
import { type AnyCommand, command } from './command.ts';
import { outcomes } from './simple.ts';

const names = Object.keys(relations) as Relation[];

const args = {
  ticket: arg.ticket('the ticket that is linked'),
  relation: arg.choice(`what it is to the others: ${names.join(', ')}`, names, 'relation'),
  others: {
    ...arg.words('the tickets that it is linked to', 'ticket'),
    parse: (words: readonly string[]) => parseTargets(words).map(({ ticket }) => ticket),
  },
} as const;

function tasks(
  kind: 'link' | 'unlink',
  { ticket, relation, others }: { readonly ticket: TicketId; readonly relation: Relation; readonly others: readonly TicketId[] },
): readonly Task[] {
  if (others.includes(ticket)) throw new DeskError('usage', `${ticket} cannot be linked to itself`);
  return others.map((to) => ({ ref: ticket, change: { kind, relation, to } }));
}

/** One link is one change; several are bulk. */
const linking = (kind: 'link' | 'unlink', summary: string, says: string): AnyCommand =>
  command({
    name: kind,
    summary,
    group: 'tickets',
    args,
    flags: {},
    needs: ['act'],
    changes: true,
    output: outcomes,
    examples: [{ run: `desk ${kind} 12 duplicates 15`, says }],
    async *run(values, { act }) {
      const [first, ...more] = tasks(kind, values);
      if (first && more.length === 0) yield (await act.one(first)).row;
      else yield* act.all(tasks(kind, values));
    },
  });

export const link = linking('link', 'Link a ticket to others', '12 is about the same as 15');
export const unlink = linking('unlink', 'Take links away', 'it was not the same after all');
