import { DeskError } from '../errors.ts';
import { statuses } from '../model/ticket.ts';
import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';
import { beginning, replies, withFlag } from './reply-parts.ts';
import { outcomes } from './simple.ts';
import { copyFlags, lastWords, messageFrom, preflightFlag, staysHere, textFlags } from './texts.ts';

export default command({
  name: 'reply',
  summary: 'Answer the requester',
  details: [
    'The text comes from --body, from --body-file, or from your editor. It is kept as a draft until it has arrived (desk drafts).',
    'A reply opens a new or pending ticket, unless --status says otherwise; --close solves it.',
    "--with puts evidence into it, after the text and in the order given: log:1-3 are lines that desk logs last showed for this ticket, kb:118 is an article, billing says whose billing center took the money, tpl:name is a template in the requester's language (desk help templates). Data of others is masked; --unmasked-note keeps what is masked in a note for agents.",
    "Before a reply goes out it is looked at (desk help preflight): new recipients, another language or script than the requester's, data of others, an attachment that is missing, a question about what was given, and what came in since the text was begun. At a terminal you are asked then; elsewhere, and where many are answered, such a reply is refused and its draft kept, unless --preflight warn says otherwise.",
  ],
  group: 'day',
  args: { tickets: arg.tickets('ids, ranges, - for standard input, or --where') },
  flags: {
    ...textFlags,
    ...copyFlags,
    with: withFlag,
    'unmasked-note': flag.yes('what --with masks, as it is, in a note for agents'),
    status: flag.choice('the status after the reply', statuses, 'status'),
    close: flag.yes('solve it with this reply'),
    preflight: preflightFlag,
  },
  needs: ['act', 'text', 'backend', 'compose'],
  changes: true,
  output: outcomes,
  examples: [
    { run: 'desk reply 12 --body "The relay setting is mended; please try again." --close', says: 'answer and solve' },
    { run: 'desk reply 12 --body-file answer.md --attach log.txt --status pending', says: 'with a file, and now it is their turn' },
    { run: 'desk reply 12 --with tpl:greeting --with tpl:ask-for-details --status pending', says: 'from templates, in their language' },
  ],
  async *run(values, context) {
    const { act, text, backend, say, signal, dryRun } = context;
    const { tickets, with: parts, close, preflight: mode } = values;
    if (close && values.status !== undefined) throw new DeskError('usage', 'give --close or --status, not both');
    const given = values.body !== undefined || values['body-file'] !== undefined;
    const aside = given ? '' : await lastWords(tickets, backend, signal);
    const status = close ? 'solved' : values.status;
    if (parts.length === 0) {
      const message = await messageFrom(values, text, aside);
      yield* act.each(tickets, { kind: 'reply', message, ...(status !== undefined && { status }) }, { mode, begun: text.begun });
    } else {
      const message = await messageFrom(values, text, aside, beginning(tickets, parts, context));
      yield* replies(tickets, { message, parts, status, mode, masksAside: values['unmasked-note'] }, context);
    }
    if (!backend.can.mail && !dryRun) say(staysHere);
  },
});
