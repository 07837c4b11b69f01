import type { Count } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import { fieldNamed, fieldset } from '../model/field.ts';
import { type AnyFieldName, ticketFields } from '../model/ticket-fields.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';

const countFields = fieldset<Count>('count', [
  { name: 'value', type: 'word', says: 'the value counted; none for tickets without one', from: 'stranger', of: (row) => row.value },
  { name: 'count', type: 'number', says: 'how many tickets', of: (row) => row.count },
]);

function countable(name: string | undefined): AnyFieldName | undefined {
  if (name === undefined || fieldNamed(ticketFields, name)) return name as AnyFieldName | undefined;
  throw new DeskError('usage', `there is no field "${name}"`, { hint: 'desk help fields lists them' });
}

export default command({
  name: 'count',
  summary: 'Count the tickets that match a query',
  details: ['Counts all tickets, finished ones too, unless the query says otherwise.'],
  group: 'day',
  args: { query: arg.query('which tickets; all if left out') },
  flags: { by: flag.text('count for each value of a field', 'field', 'field') },
  needs: ['backend', 'plan'],
  output: {
    kind: 'rows',
    fields: countFields,
    columns: ['value', 'count'],
    standard: ({ by }) => (by === undefined ? { template: '{count}' } : {}),
  },
  examples: [
    { run: 'desk count status:new', says: 'how many nobody has looked at' },
    { run: 'desk count created:2026-11 --by queue', says: 'what came in this month, by department' },
  ],
  async *run({ query, by }, { backend, plan, signal }) {
    yield* await backend.count(await plan(query), countable(by), signal);
  },
});
