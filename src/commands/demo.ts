import { command } from './command.ts';
import { flag } from './flag.ts';

export default command({
  name: 'demo',
  summary: 'A guided tour on a throw-away desk',
  details: [
    'It fills a desk of its own with two hundred tickets, types the daily commands and shows what they answer. Your own desk, settings and drafts stay out of it.',
  ],
  group: 'day',
  args: {},
  flags: { keep: flag.text('no tour: make such a desk in this folder, to play with', 'folder', 'folder') },
  needs: ['tour'],
  output: { kind: 'raw' },
  examples: [
    { run: 'desk demo', says: 'the tour; it takes some seconds' },
    { run: 'desk demo --keep tour', says: 'a desk to try things on' },
  ],
  async *run({ keep }, { tour }) {
    yield* tour(keep);
  },
});
