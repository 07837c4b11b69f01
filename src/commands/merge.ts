import { DeskError } from '../errors.ts';
import { parseTicketId } from '../action/select.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';
import { outcomes } from './simple.ts';

export default command({
  name: 'merge',
  summary: 'Merge tickets into one',
  details: ['Threads, people, tags, links and attachments move to the surviving ticket; the merged ones are closed and point to it.'],
  group: 'tickets',
  args: { tickets: arg.tickets('the tickets that go: ids, ranges, - for standard input, or --where') },
  flags: {
    into: {
      ...flag.text('the ticket that stays', 'ticket', 'ticket'),
      parse: ([word]: readonly string[]) => (word === undefined ? undefined : parseTicketId(word)),
    },
  },
  needs: ['act'],
  changes: true,
  output: outcomes,
  examples: [{ run: 'desk merge 14 15 --into 12', says: 'three reports of one outage become one' }],
  async *run({ tickets, into }, { act }) {
    if (into === undefined) throw new DeskError('usage', 'say which ticket stays', { hint: 'as in: desk merge 14 15 --into 12' });
    yield* act.each(tickets, { kind: 'merge', into });
  },
});
