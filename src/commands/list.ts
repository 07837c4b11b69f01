import { DeskError } from '../errors.ts';
import { ticketFields } from '../model/ticket-fields.ts';
import type { Plan, Want } from '../backend/backend.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import type { Base } from './needs.ts';
import { flag } from './flag.ts';

function wantFor({ wanted, signal }: Base, plan: Plan, limit: number | undefined): Want {
  const order = wanted.sort ?? (plan.query.searches ? 'newest' : 'pressing');
  return { fields: wanted.fields, order, signal, ...(limit !== undefined && { limit }) };
}

export default command({
  name: 'list',
  summary: 'List the tickets that match a query',
  details: [
    'Without a status in the query only tickets that are not solved or closed are listed. The most pressing comes first; a query with bare words lists the newest first.',
    'desk help query is the manual of the query language.',
  ],
  group: 'day',
  args: { query: arg.query('which tickets; all unfinished ones if left out') },
  flags: {
    limit: flag.int('at most this many', 50),
    all: flag.yes('all that match'),
    total: flag.yes('say how many match'),
  },
  needs: ['backend', 'plan'],
  output: {
    kind: 'rows',
    fields: ticketFields,
    columns: ['id', 'priority', 'status', 'age', 'owner', 'requester', 'subject'],
    sorted: true,
  },
  examples: [
    { run: 'desk list', says: 'what is to be done, the most pressing first' },
    { run: "desk list 'status:new age>2d' --sort created", says: 'what has waited too long' },
    { run: 'desk list owner:me -tag:spam', says: 'mine, but for spam' },
    { run: 'desk list racun --format ids', says: 'the numbers of tickets that speak of a račun or рачун' },
  ],
  async bytes({ query, all, total }, { backend, plan, ...base }) {
    const { format, defuse } = base.wanted;
    if (!all || total || (format !== 'ndjson' && format !== 'csv')) return undefined;
    const cut = await plan(query, { unfinished: true });
    return backend.rows?.(cut, wantFor(base, cut, undefined), format, { defuse });
  },
  async *run({ query, limit, all, total }, { backend, plan, ...base }) {
    if (limit < 1) throw new DeskError('usage', '--limit is at least 1', { hint: 'desk count counts without listing' });
    const cut = await plan(query, { unfinished: true });
    let shown = 0;
    for await (const ticket of backend.find(cut, wantFor(base, cut, all ? undefined : limit + 1))) {
      if (!all && shown === limit) {
        if (!total) base.say(`the first ${limit}; more match (--all lists them, --total counts)`);
        break;
      }
      shown += 1;
      yield ticket;
    }
    if (shown === 0 && base.wanted.format === 'table')
      base.say(
        cut.query.namesStatus ? 'no ticket matches' : 'no unfinished ticket matches; a query that names a status looks at others too',
      );
    if (!total) return;
    const [counted] = await backend.count(cut, undefined, base.signal);
    base.say(`${shown} of ${counted?.count ?? shown}`);
  },
});
