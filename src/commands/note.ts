import { arg } from './arg.ts';
import { command } from './command.ts';
import { outcomes } from './simple.ts';
import { messageFrom, textFlags } from './texts.ts';

export default command({
  name: 'note',
  summary: 'Write something for agents only',
  group: 'tickets',
  args: { tickets: arg.tickets('ids, ranges, - for standard input, or --where') },
  flags: textFlags,
  needs: ['act', 'text'],
  changes: true,
  output: outcomes,
  examples: [{ run: 'desk note 12 --body "called back, will send the bounce"', says: 'the requester does not see it' }],
  async *run(values, { act, text }) {
    yield* act.each(values.tickets, { kind: 'note', message: await messageFrom(values, text, '') });
  },
});
