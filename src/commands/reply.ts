import { DeskError } from '../errors.ts';
import { statuses } from '../model/ticket.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';
import { outcomes } from './simple.ts';
import { copyFlags, lastWords, messageFrom, preflightFlag, staysHere, textFlags } from './texts.ts';

export default command({
  name: 'reply',
  summary: 'Answer the requester',
  details: [
    'The text comes from --body, from --body-file, or from your editor. It is kept as a draft until it has arrived (desk drafts).',
    'A reply opens a new or pending ticket, unless --status says otherwise; --close solves it.',
  ],
  group: 'day',
  args: { tickets: arg.tickets('ids, ranges, - for standard input, or --where') },
  flags: {
    ...textFlags,
    ...copyFlags,
    status: flag.choice('the status after the reply', statuses, 'status'),
    close: flag.yes('solve it with this reply'),
    preflight: preflightFlag,
  },
  needs: ['act', 'text', 'backend'],
  changes: true,
  output: outcomes,
  examples: [
    { run: 'desk reply 12 --body "The relay setting is mended; please try again." --close', says: 'answer and solve' },
    { run: 'desk reply 12 --body-file answer.md --attach log.txt --status pending', says: 'with a file, and now it is their turn' },
  ],
  async *run(values, { act, text, backend, say, signal, dryRun }) {
    const { tickets, status, close } = values;
    if (close && status !== undefined) throw new DeskError('usage', 'give --close or --status, not both');
    const given = values.body !== undefined || values['body-file'] !== undefined;
    const message = await messageFrom(values, text, given ? '' : await lastWords(tickets, backend, signal));
    const after = close ? 'solved' : status;
    yield* act.each(
      tickets,
      { kind: 'reply', message, ...(after !== undefined && { status: after }) },
      { mode: values.preflight, begun: text.begun },
    );
    if (!backend.can.mail && !dryRun) say(staysHere);
  },
});
