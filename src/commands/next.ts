import { DeskError } from '../errors.ts';
import type { Query } from '../query/query.ts';
import { parse } from '../query/parse.ts';
import { wholeTicketFields } from '../model/whole-ticket.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { besideOf, wholeTicket } from './show.ts';
import { showPage } from './show-page.ts';

const unowned = (query: Query): Query => ({ kind: 'and', of: [parse('owner:none'), query] });

export default command({
  name: 'next',
  summary: 'Claim the most pressing ticket that nobody owns, and show it',
  details: ['Two agents never get the same one. When there is none left the exit code is 5.'],
  group: 'day',
  args: { query: arg.query('only among these') },
  flags: {},
  needs: ['backend', 'plan', 'act'],
  changes: true,
  output: { kind: 'page', fields: wholeTicketFields, page: showPage },
  examples: [{ run: 'desk next queue:billing', says: 'of one department' }],
  async *run({ query }, { backend, plan, act, wanted, signal, dryRun, say }) {
    const cut = await plan(unowned(query), { unfinished: true });
    for (;;) {
      const id = await act.claimFirst(cut);
      if (id !== undefined) {
        if (dryRun) say(`would claim ${id}`);
        return yield await wholeTicket(backend, id, besideOf(wanted), signal);
      }
      const [left] = await backend.count(cut, undefined, signal);
      if (!left?.count || signal.aborted)
        throw new DeskError('not-found', 'there is no ticket left that nobody owns', { hint: 'desk list shows what is in work' });
    }
  },
});
