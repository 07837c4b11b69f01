import { DeskError } from '../errors.ts';
import { fieldset } from '../model/field.ts';
import { type Mailing, whyNotAgain } from '../model/mailing.ts';
import { letterKinds } from '../model/notice.ts';
import { allow } from '../model/permission.ts';
import { collect } from '../model/stream.ts';
import { arg } from './arg.ts';
import { type Arg, command } from './command.ts';
import type { Base, Needs } from './needs.ts';

const mailArg: Arg<readonly number[]> = {
  ...arg.words('their numbers, as desk outbox list shows them', 'text'),
  parse: (words) => words.map(mailNumber),
};

function mailNumber(word: string): number {
  if (/^\d{1,15}$/.test(word)) return Number(word);
  throw new DeskError('usage', `"${word}" is not the number of a mail`, { hint: 'desk outbox list shows them' });
}

/** What came of one that is to go out again; `error` keeps it from that. */
interface Retried {
  readonly id: number;
  readonly mail: Mailing | undefined;
  readonly did: 'again' | 'would' | 'failed';
  readonly error: DeskError | undefined;
}

const retriedFields = fieldset<Retried>('mail', [
  { name: 'id', type: 'number', says: 'its number', of: (row) => row.id, tone: () => 'id' },
  { name: 'ticket', type: 'number', says: 'the ticket that it is about', of: (row) => row.mail?.ticket ?? null, tone: () => 'id' },
  { name: 'kind', type: 'word', says: 'what it tells', values: letterKinds, of: (row) => row.mail?.kind ?? null },
  { name: 'to', type: 'text', says: 'its recipient', from: 'stranger', of: (row) => row.mail?.recipient ?? null },
  {
    name: 'did',
    type: 'word',
    says: 'again (it goes out as soon as somebody sends), would (in a dry run) or failed',
    values: ['again', 'would', 'failed'],
    of: (row) => row.did,
    tone: (value) => (value === 'failed' ? 'alarm' : 'plain'),
  },
  { name: 'message', type: 'text', says: 'why it failed', from: 'stranger', of: (row) => row.error?.message ?? null, flexible: true },
]);

type Retrying = Pick<Needs, 'backend' | 'keeper'> & Pick<Base, 'signal' | 'now'>;

/** What would be refused, by the rule of the store. */
async function foretell(ids: readonly number[], { backend, keeper, signal, now }: Retrying): Promise<readonly Retried[]> {
  allow(await backend.whoami(signal), 'curate');
  const known = new Map((await collect(keeper.outbox.list({ ids }, signal))).map((mail) => [mail.id, mail]));
  const isGone = async ({ ticket }: Mailing): Promise<boolean> => (await backend.get(ticket, signal).catch(unlessMissing)) === undefined;
  const one = async (id: number): Promise<Retried> => {
    const mail = known.get(id);
    if (!mail) return { id, mail, did: 'failed', error: noMail(id) };
    const why = whyNotAgain(mail, await isGone(mail), now);
    return {
      id,
      mail,
      ...(why === undefined ? { did: 'would', error: undefined } : { did: 'failed', error: new DeskError('refused', why) }),
    };
  };
  return Promise.all(ids.map(one));
}

const noMail = (id: number): DeskError =>
  new DeskError('not-found', `there is no mail ${id}`, { hint: 'desk outbox list --all shows them' });

function unlessMissing(thrown: unknown): undefined {
  if (thrown instanceof DeskError && thrown.kind === 'not-found') return undefined;
  throw thrown;
}

/** What is wrong with one mail keeps no other back. */
async function* retryEach(ids: readonly number[], { keeper, signal }: Retrying): AsyncIterable<Retried> {
  for (const id of ids) {
    try {
      yield { id, mail: await keeper.outbox.retry(id, signal), did: 'again', error: undefined };
    } catch (thrown) {
      if (!(thrown instanceof DeskError) || (thrown.kind !== 'refused' && thrown.kind !== 'not-found')) throw thrown;
      yield { id, mail: undefined, did: 'failed', error: thrown };
    }
  }
}

export const retry = command({
  name: 'outbox retry',
  summary: 'Let mail go out again that failed, or that may not have arrived',
  details: [
    'It goes out under the Message-ID that it had, as soon as somebody sends. Of mail that is uncertain its recipient may get two. What was sent, is just being sent, or is of a ticket that was taken off the desk fails; the others go all the same, and the exit code is 8.',
  ],
  group: 'desk',
  args: { mails: mailArg },
  flags: {},
  needs: ['backend', 'keeper'],
  changes: true,
  output: { kind: 'rows', fields: retriedFields, columns: ['id', 'ticket', 'kind', 'to', 'did', 'message'], none: 'nothing to do' },
  examples: [{ run: 'desk outbox retry 3 4', says: 'after the trouble is mended' }],
  async *run({ mails }, context): AsyncIterable<Retried> {
    const { dryRun, say } = context;
    let bad = 0;
    for await (const row of dryRun ? await foretell(mails, context) : retryEach(mails, context)) {
      if (row.error && mails.length === 1) throw row.error;
      if (row.error) bad += 1;
      yield row;
    }
    if (dryRun) say(`would send ${mails.length - bad} again`);
    if (bad > 0) throw new DeskError('partial', `${bad} of ${mails.length} failed`, { hint: 'the rows say which and why' });
  },
});
