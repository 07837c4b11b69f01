import type { Outcome, Work } from '../backend/backend.ts';
import { type DeskError, stopping } from '../errors.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import { batches } from './batch.ts';
import type { ImportRow } from './import-row.ts';
import { type Desk, type Plan, type Planner, planner } from './plan.ts';
import type { Entry } from './record.ts';
import type { Step } from './steps.ts';
import { importedAs } from './there.ts';

export interface ImportOptions {
  readonly backend: Desk;
  /** The id of the command. */
  readonly operation: string;
  readonly now: () => Instant;
  readonly signal: AbortSignal;
  /** Nothing is sent; the rows say what would be. */
  readonly dryRun?: boolean;
  /** Mail that comes in now, not an archive: it is dated now, its key is kept for a while only, and "[#123]" in a subject counts. */
  readonly live?: boolean;
}

/** What a desk cannot do with one entry it can do with none. */
const stops = ({ kind }: DeskError): boolean => stopping.has(kind) || kind === 'unsupported';

/**
 * Brings entries onto a desk, a row for each, in their order: tickets with their past, mails to the ticket that they belong to. In batches: a row comes when
 * what it tells of is kept. The key of each entry makes that nothing is done twice, so an interrupted run is finished by running it again. Ends early when aborted.
 * Throws what would stop every further entry, after its row (`signed-out`, `denied`, `unreachable`, `unsupported`), and what reading throws.
 */
export async function* importEntries(entries: AsyncIterable<Entry>, options: ImportOptions): AsyncIterable<ImportRow> {
  const { plans, learn } = await planner(options);
  for await (const batch of batches(entries)) {
    if (options.signal.aborted) return;
    const planned = await plans(batch);
    yield* options.dryRun ? await foreseen(planned, options) : done(planned, learn, options);
  }
}

const onceOf = ({ entry: { key } }: Plan): string => importedAs(key);

/** What would be done, from reading alone: what was imported before is known by its key. */
async function foreseen(plans: readonly Plan[], { backend, signal }: ImportOptions): Promise<readonly ImportRow[]> {
  const known = await backend.known?.(plans.map(onceOf), signal);
  return plans.map((plan): ImportRow => {
    const { entry, notes, place, subject } = plan;
    const { at } = entry;
    if (place.kind === 'nowhere') return { at, did: 'refused', ticket: null, message: place.because };
    const before = place.kind === 'there' ? place.ticket : known?.get(onceOf(plan));
    if (before !== undefined) return { at, did: 'again', ticket: before, message: [subject, ...notes].join('; ') };
    const ticket = place.kind === 'ticket' ? place.ticket : null;
    return { at, did: 'would', ticket, message: [`${place.kind === 'new' ? 'create' : 'add'}: ${subject}`, ...notes].join('; ') };
  });
}

/** What came of a plan so far. */
interface Progress {
  readonly plan: Plan;
  ticket: TicketId | undefined;
  did: 'created' | 'added' | 'again';
  readonly failures: DeskError[];
  left: number;
}

async function* done(plans: readonly Plan[], learn: Planner['learn'], options: ImportOptions): AsyncIterable<ImportRow> {
  const all = plans.map((plan): Progress => ({
    plan,
    ticket: plan.place.kind === 'ticket' || plan.place.kind === 'there' ? plan.place.ticket : undefined,
    did: 'again',
    failures: [],
    left: plan.steps.length,
  }));
  const opening = all.filter(({ plan }) => plan.place.kind === 'new');
  await perform(
    opening.flatMap((progress) =>
      progress.plan.place.kind === 'new' ? [{ progress, step: progress.plan.place.first, ref: 'new' as const }] : [],
    ),
    options,
  );
  for (const progress of all) if (progress.plan.place.kind === 'with') progress.ticket = all[progress.plan.place.plan]?.ticket;
  await perform(
    all.flatMap((progress) => {
      const { ticket, plan } = progress;
      return ticket === undefined ? [] : plan.steps.map((step) => ({ progress, step, ref: ticket }));
    }),
    options,
  );
  for (const progress of all) {
    const row = rowOf(progress);
    // Aborted before it was done: it is told of when it is.
    if (!row) return;
    if (row.ticket !== null) learn(progress.plan, row.ticket);
    yield row;
    const stop = progress.failures.find(stops);
    if (stop) throw stop;
  }
}

interface Task {
  readonly progress: Progress;
  readonly step: Step;
  readonly ref: TicketId | 'new';
}

async function perform(tasks: readonly Task[], { backend, operation, signal, now, live = false }: ImportOptions): Promise<void> {
  if (tasks.length === 0) return;
  const latest = now();
  async function* work(): AsyncIterable<Work> {
    for (const { progress, step, ref } of tasks) {
      const { key, change, by, at = latest } = step;
      const once = `${onceOf(progress.plan)}${key === '' ? '' : `:${key}`}`;
      const as = { by: by ?? progress.plan.by, at: at < latest ? at : latest };
      yield { ref, change, terms: { once, operation, ...(live ? {} : { forever: true, as }) } };
    }
  }
  let index = 0;
  for await (const outcome of backend.apply(work(), signal)) {
    const task = tasks[index];
    if (task) note(task, outcome);
    index += 1;
  }
}

function note({ progress, step, ref }: Task, outcome: Outcome): void {
  if (ref !== 'new') progress.left -= 1;
  if (outcome.did === 'failed') {
    progress.failures.push(outcome.error);
    return;
  }
  const opened = outcome.ticket.id !== ref && (step.change.kind === 'create' || step.change.kind === 'receive');
  progress.ticket = outcome.ticket.id;
  if (outcome.did !== 'done') return;
  if (opened) progress.did = 'created';
  else if (progress.did === 'again') progress.did = 'added';
}

function rowOf({ plan, ticket, did, failures, left }: Progress): ImportRow | undefined {
  const { at } = plan.entry;
  if (plan.place.kind === 'nowhere') return { at, did: 'refused', ticket: null, message: plan.place.because };
  if (failures.length > 0) {
    const reasons = [...new Set(failures.map(({ message }) => message))].join('; ');
    return { at, did: 'refused', ticket: ticket ?? null, message: ticket === undefined ? reasons : `not all of it: ${reasons}` };
  }
  if (ticket === undefined && plan.place.kind === 'with')
    return { at, did: 'refused', ticket: null, message: 'the mail that opens its ticket was refused' };
  if (ticket === undefined || left > 0) return undefined;
  return { at, did, ticket, message: [plan.subject, ...plan.notes].join('; ') };
}
