import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';
import { outcomes } from './simple.ts';
import { ahead } from './times.ts';

export default command({
  name: 'wait',
  summary: 'Let tickets rest until the requester answers, or a time comes',
  group: 'tickets',
  args: { tickets: arg.tickets('ids, ranges, - for standard input, or --where') },
  flags: { until: flag.text('open again then: 2d, monday, 2026-12-01 9:00', 'time', 'time') },
  needs: ['act'],
  changes: true,
  output: outcomes,
  examples: [{ run: 'desk wait 12 --until 3d', says: 'pending, and open again in three days' }],
  async *run({ tickets, until }, { act, now }) {
    yield* act.each(tickets, { kind: 'wait', until: until === undefined ? null : ahead(until, now) });
  },
});
