import { Interrupted } from '../around/world.ts';
import { DeskError } from '../errors.ts';
import { type Mailing, mailStates, type MailState } from '../model/mailing.ts';
import { collect } from '../model/stream.ts';
import { oneOf } from './arg.ts';
import { parseTicketId } from '../action/select.ts';
import { command, type Flag } from './command.ts';
import { leftBy, mailingFields } from './mail-rows.ts';
import { flag } from './flag.ts';

const columns = ['id', 'ticket', 'kind', 'to', 'state', 'attempts', 'next', 'answer'];
const output = (none: string) => ({ kind: 'rows', fields: mailingFields, columns, none }) as const;

/** What may still come of a mail, or has to be looked at. */
const left: readonly MailState[] = ['waiting', 'sending', 'failed', 'uncertain'];

const stateFlag: Flag<readonly MailState[]> = {
  ...flag.texts(`in this state: ${mailStates.join(', ')}; those that were not sent unless told otherwise`, 'state', mailStates),
  parse: (words) => words.flatMap((word) => word.split(',')).map((word) => oneOf(word, mailStates, 'state')),
};

const ticketFlag: Flag<number | undefined> = {
  ...flag.text('about this ticket', 'id', 'ticket'),
  parse: ([word]) => (word === undefined ? undefined : parseTicketId(word)),
};

export const list = command({
  name: 'outbox list',
  summary: 'List the mail that has not gone out yet, and what kept it',
  details: [
    'Changes put mail there with themselves: replies, and what requesters are told of their tickets (desk help mail). A server of the desk sends it, or desk outbox send.',
  ],
  group: 'desk',
  args: {},
  flags: { state: stateFlag, ticket: ticketFlag, all: flag.yes('also what was sent, and what was no longer to be sent') },
  needs: ['keeper'],
  output: output('no mail waits'),
  examples: [
    { run: 'desk outbox list', says: 'what waits, was refused, or may not have arrived' },
    { run: 'desk outbox list --all --ticket 12', says: 'all mail about a ticket' },
  ],
  async *run({ state, ticket, all }, { keeper, signal }) {
    if (all && state.length > 0) throw new DeskError('usage', 'give --all or --state, not both');
    const states = state.length > 0 ? state : left;
    yield* keeper.outbox.list({ ...(!all && { states }), ...(ticket !== undefined && { ticket }) }, signal);
  },
});

/** Ends a command that sent mail. */
function unlessAllWent(bad: number, all: number): void {
  if (bad > 0)
    throw new DeskError('partial', `${bad} of ${all} ${all === 1 ? 'mail' : 'mails'} did not go out`, {
      hint: 'the rows say why; desk outbox retry sends one again',
    });
}

export const send = command({
  name: 'outbox send',
  summary: 'Send the mail that is due, where no server of the desk does it',
  details: [
    'Several may send at once: each mail is sent by one of them. What is refused for now is tried again later, by whoever sends then. What was handed over and got no answer may have arrived: it is uncertain, and not sent again by itself.',
    'The exit code is 8 when a mail was refused for good or is uncertain, 9 when the mail server cannot be reached; then nothing was sent and nothing is lost.',
  ],
  group: 'desk',
  args: {},
  flags: {},
  needs: ['keeper', 'store', 'mailing'],
  changes: true,
  output: output('no mail is due'),
  examples: [{ run: 'desk outbox send', says: 'from a timer, say' }],
  async *run(_, { keeper, mailing, signal, now, dryRun, say }): AsyncIterable<Mailing> {
    if (dryRun) {
      const due = (await collect(keeper.outbox.list({ states: ['waiting'] }, signal))).filter(({ next }) => next !== null && next <= now);
      say(`would send ${due.length} ${due.length === 1 ? 'mail' : 'mails'}`);
      return yield* due;
    }
    const { sendDue } = await import('../notice/send.ts');
    const tools = await mailing();
    let [all, bad] = [0, 0];
    for await (const { mail, attempt } of sendDue(tools, signal)) {
      all += 1;
      if (attempt.came === 'failed' || attempt.came === 'uncertain') bad += 1;
      yield leftBy(mail, attempt, tools.backend.now());
    }
    if (signal.aborted) throw new Interrupted(`stopped after ${all} ${all === 1 ? 'mail' : 'mails'}; the others wait`);
    unlessAllWent(bad, all);
  },
});
