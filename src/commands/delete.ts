import { DeskError } from '../errors.ts';
import { Interrupted } from '../around/world.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';
import { outcomes } from './simple.ts';

export default command({
  name: 'delete',
  summary: 'Take tickets out of every list',
  details: [
    'No command brings them back; a backup of before has them.',
    'With --erase the texts, people and attachments are taken away for good; the fact that there was a ticket stays.',
  ],
  group: 'tickets',
  args: { tickets: arg.tickets('ids, ranges, - for standard input, or --where') },
  flags: { spam: flag.yes('because it is spam'), erase: flag.yes('take texts and people away for good') },
  needs: ['act', 'world'],
  changes: true,
  output: outcomes,
  examples: [{ run: "desk delete --spam --where 'tag:spam' --yes", says: 'out of sight' }],
  async *run({ tickets, spam, erase }, { act, world, yes, dryRun }) {
    if (spam && erase) throw new DeskError('usage', 'give --spam or --erase, not both', { hint: 'erase takes spam away as well' });
    if (erase && !yes && !dryRun) {
      const prompt = await world.prompt();
      if (!prompt.able)
        throw new DeskError('usage', 'erasing takes texts, people and attachments away for good', {
          hint: 'say --yes if you mean it, or --dry-run to see it first',
        });
      if (!(await prompt.confirm('Erase texts, people and attachments for good?'))) throw new Interrupted('nothing was erased');
    }
    yield* act.each(tickets, { kind: 'delete', as: erase ? 'erased' : spam ? 'spam' : 'deleted' });
  },
});
