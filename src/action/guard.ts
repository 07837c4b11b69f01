import { asDeskError, DeskError } from '../errors.ts';
import type { Change, ChangeKind } from '../model/change.ts';
import type { MessageDraft } from '../model/message.ts';
import type { Outgoing, PreflightFinding, PreflightMode } from '../model/preflight.ts';
import type { TicketId } from '../model/ticket.ts';
import { safe } from '../output/safe.ts';
import { Interrupted, type World } from '../around/world.ts';
import type { Making, Task } from './action.ts';

/** A look at a reply before it goes out: what it found, and the version of the ticket that it looked at, where it is there. Throws what reading it throws. */
export type Preflight = (ticket: TicketId, message: MessageDraft, outgoing: Outgoing) => Promise<Looked>;
export interface Looked {
  readonly found: readonly PreflightFinding[];
  readonly version: number | undefined;
}

export interface GuardTools {
  readonly world: Pick<World, 'prompt' | 'signal'>;
  readonly preflight: Preflight;
  /** As the command line or the settings say; undefined where they say nothing. */
  readonly mode: () => PreflightMode | undefined;
  /** Nobody needs to be asked. */
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly say: (text: string) => void;
}

/** A task that may still have to be made. */
export type Asked = Omit<Task, 'change'> & { readonly change: Change | Making };

/** A task that may go on its way (`again`: where it meets a conflict, it is to be looked at again), or what keeps it from that. */
export type Guarded =
  | { readonly task: Task; readonly again?: true }
  | { readonly asked: { readonly ref: Task['ref']; readonly change: { readonly kind: ChangeKind } }; readonly error: DeskError };

const isMade = (change: Change | Making): change is Change => !('of' in change);

/** The message to the requester in a change, where it has one. */
const toRequester = (change: Change): MessageDraft | undefined =>
  change.kind === 'reply' || change.kind === 'close' ? change.message : undefined;

/** Whether there is anything to do before a task goes on its way. */
export const needsGuard = ({ change, ref }: Asked): boolean => ref !== 'new' && (!isMade(change) || toRequester(change) !== undefined);

/** Makes a task and looks at what it would send. `alone`: a person at a terminal may be asked; in bulk what is found refuses it. */
export async function guard(asked: Asked, alone: boolean, tools: GuardTools): Promise<Guarded> {
  try {
    const task = await made(asked);
    const version = await look(task, alone, tools);
    // What comes in between the look and the sending is a conflict; so it is looked at again.
    const typedSlowly = task.outgoing?.begun !== undefined && task.version === undefined && version !== undefined;
    return typedSlowly ? { task: { ...task, version }, again: true } : { task };
  } catch (thrown) {
    if (thrown instanceof Interrupted || tools.world.signal.aborted) throw thrown;
    return { asked, error: asDeskError(thrown) };
  }
}

async function made({ change, ...rest }: Asked): Promise<Task> {
  if (isMade(change)) return { ...rest, change };
  if (rest.ref === 'new') throw new Error('nothing is made for a ticket that is not there yet');
  return { ...rest, ...(await change.of(rest.ref)) };
}

async function look({ ref, change, outgoing = {} }: Task, alone: boolean, tools: GuardTools): Promise<number | undefined> {
  const message = toRequester(change);
  if (ref === 'new' || message === undefined) return undefined;
  const mode = outgoing.mode ?? tools.mode();
  if (mode === 'off') return undefined;
  const { found, version } = await tools.preflight(ref, message, outgoing);
  const grave = found.filter(({ stops }) => stops);
  const prompt = alone && mode === undefined && grave.length > 0 ? await tools.world.prompt() : undefined;
  const warns = mode === 'warn' || prompt?.able === true;
  for (const finding of warns ? found : found.filter(({ stops }) => !stops)) tools.say(row(ref, finding));
  if (grave.length === 0 || mode === 'warn') return version;
  if (!prompt?.able) throw refusal(grave);
  if (tools.yes || tools.dryRun || (await prompt.confirm('Send it all the same?'))) return version;
  throw new Interrupted('not sent');
}

const row = (ref: TicketId, { check, says }: PreflightFinding): string =>
  safe(`pre-flight: ${ref} ${check}: the reply ${says}`, { lines: false });

const refusal = (found: readonly PreflightFinding[]): DeskError =>
  new DeskError('refused', `the reply ${found.map(({ says }) => says).join('; it ')}`, {
    hint: 'mend it, or send it as it is with --preflight warn',
  });
