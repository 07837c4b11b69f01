import { Interrupted } from '../around/world.ts';
import { asDeskError, DeskError } from '../errors.ts';
import { languageOf } from '../evidence/compose/language.ts';
import { keptMails, type KeptMails } from '../intake/incoming/kept.ts';
import { actsFor } from '../intake/incoming/place.ts';
import { intakeSettings } from '../intake/incoming/settings.ts';
import { type Desk, takeMail } from '../intake/incoming/take.ts';
import { type Taken, takenColumns, takenFields } from '../intake/incoming/taken.ts';
import { whole } from '../intake/incoming/whole.ts';
import { mostMailBytes } from '../intake/mbox.ts';
import { isOwnAddress } from '../model/notice.ts';
import { streamOf } from '../model/stream.ts';
import { command } from './command.ts';
import type { Base, Needs } from './needs.ts';
import { flag } from './flag.ts';

/** What pipe(8) of Postfix, procmail and `.forward` take for "try again later" (sysexits.h). */
const temporaryFailure = 75;

type Context = Base & Pick<Needs, 'world' | 'state' | 'later'>;

export default command({
  name: 'intake',
  summary: 'Take in one mail from standard input, as a mail server hands it over',
  details: [
    'The mail becomes a message of the ticket that it answers, else a ticket. The same mail a second time adds nothing. Bounces mark the address, and what machines answer is only noted.',
    'With --for-mta every failure gives 75, which a mail server takes for "try again later"; without it the mail is kept as a file, and --kept takes in what was kept.',
  ],
  group: 'desk',
  args: {},
  flags: {
    'for-mta': flag.yes('for a mail server: exit 75 where it should try again, and keep only what can never be taken in'),
    kept: flag.yes('take in what was kept when it could not be taken in'),
  },
  needs: ['world', 'state', 'later'],
  changes: true,
  failing: { flag: 'for-mta', exit: temporaryFailure },
  output: { kind: 'rows', fields: takenFields, columns: takenColumns, none: 'nothing is kept' },
  examples: [
    { run: 'desk intake < mail.eml', says: 'one mail' },
    { run: 'desk intake --kept', says: 'those that could not be taken in before' },
  ],
  async *run({ 'for-mta': forMta, kept }, context) {
    const keeping = keptMails(context.state);
    if (kept) return yield* takeKept(keeping, context);
    const { world, signal } = context;
    if (world.stdin.terminal) throw new DeskError('usage', 'a mail comes on standard input', { hint: 'desk intake < mail.eml' });
    const read = await whole(world.stdin.read(), mostMailBytes);
    if (signal.aborted) throw new Interrupted('interrupted while the mail was read: nothing of it is kept');
    if ('tooLong' in read) return yield* refused(keeping, read.tooLong, tooLong, forMta);
    try {
      yield await take(read.raw, context);
    } catch (thrown) {
      if (context.dryRun) throw thrown;
      if (isRefusal(thrown)) yield* refused(keeping, streamOf([read.raw]), thrown, forMta);
      else if (forMta) throw thrown;
      else throw keptError(thrown, await keeping.keep(streamOf([read.raw])));
    }
  },
});

const tooLong = new DeskError('refused', `longer than ${mostMailBytes / 1024 / 1024} MB`);

/** The same mail would be refused again and again: a mail server is told that it was taken, and it is kept for people to look at. */
async function* refused(keeping: KeptMails, raw: AsyncIterable<Uint8Array>, error: DeskError, forMta: boolean): AsyncIterable<Taken> {
  const path = await keeping.keep(raw);
  if (!forMta) throw keptError(error, path);
  yield { did: 'kept', ticket: null, message: null, from: null, why: `${error.message}; kept as ${path}` };
}

const isRefusal = (thrown: unknown): thrown is DeskError => thrown instanceof DeskError && thrown.kind === 'refused';

function keptError(thrown: unknown, path: string): Error {
  const kept = `the mail is kept as ${path}${isRefusal(thrown) ? '' : ': desk intake --kept takes it in'}`;
  if (thrown instanceof Interrupted) return new Interrupted(`${thrown.message}; ${kept}`);
  const error = asDeskError(thrown);
  const hint = error.hint === undefined ? kept : `${error.hint}; ${kept}`;
  return new DeskError(error.kind, error.message, { hint, cause: error.cause ?? error });
}

async function take(raw: Uint8Array, { world, settings, later, signal, dryRun }: Context): Promise<Taken> {
  const { backend } = await later();
  const { addresses, ...rest } = intakeSettings(settings.raw);
  const own = [...addresses, ...(settings.rules.mail?.own ?? [])];
  return takeMail(raw, {
    backend: backend satisfies Desk,
    operation: world.random(12),
    signal,
    dryRun,
    categories: settings.categories,
    languageOf,
    mayActFor: actsFor(backend, signal),
    isRegistrable: async (name) => (await import('../evidence/references/suffixes.ts')).isRegistrable(name),
    isOurs: (address) => isOwnAddress(address, { own }),
    ...rest,
  });
}

async function* takeKept(keeping: KeptMails, context: Context): AsyncIterable<Taken> {
  for (const path of await keeping.list()) {
    try {
      yield await take(await keeping.read(path), context);
      if (!context.dryRun) await keeping.remove(path);
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      yield { did: 'kept', ticket: null, message: null, from: null, why: `${thrown.message}; still kept as ${path}` };
    }
  }
}
