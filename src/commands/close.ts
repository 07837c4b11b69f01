import { arg } from './arg.ts';
import { command } from './command.ts';
import { flag } from './flag.ts';
import { outcomes } from './simple.ts';
import { messageFrom, preflightFlag, staysHere } from './texts.ts';

export default command({
  name: 'close',
  summary: 'Solve or close tickets',
  details: ['A solved ticket opens again when the requester writes; a closed one does not: a new ticket, linked to it, is opened instead.'],
  group: 'tickets',
  args: { tickets: arg.tickets('ids, ranges, - for standard input, or --where') },
  flags: {
    as: flag.choice('solved unless told otherwise', ['solved', 'closed'], 'end'),
    reply: flag.text('a last word to the requester'),
    preflight: preflightFlag,
  },
  needs: ['act', 'text', 'backend'],
  changes: true,
  output: outcomes,
  examples: [
    { run: 'desk close 12', says: 'solved' },
    { run: "desk close --where 'status:pending updated<-30d' --reply 'We have not heard from you.' --yes", says: 'the silent ones' },
  ],
  async *run({ tickets, as, reply, preflight }, { act, text, backend, say, dryRun }) {
    const sent = reply === undefined ? {} : { message: await messageFrom({ body: reply, 'body-file': undefined, attach: [] }, text, '') };
    yield* act.each(tickets, { kind: 'close', as: as ?? 'solved', ...sent }, { mode: preflight });
    if (reply !== undefined && !backend.can.mail && !dryRun) say(staysHere);
  },
});
