import { hash } from 'node:crypto';
import type { Outcome, Work } from '../backend/backend.ts';
import { asDeskError, DeskError, stopping } from '../errors.ts';
import type { Change } from '../model/change.ts';
import type { TicketSlice } from '../model/ticket.ts';
import type { OutcomeRow, Run, Task } from './action.ts';
import { preview } from './preview.ts';
import { saysOutcome } from './says.ts';

/**
 * The key under which a task is done once: the same task of the same operation has the same key, whenever it is tried. Keys of tickets that
 * follow each other stand side by side, which stores can write several times faster than what lies scattered.
 */
export function onceKeys(operation: string): (task: Task) => string {
  const seenBefore = new Map<string, number>();
  const hashes = new Map<Change, string>();
  const hashOf = (change: Change): string => {
    const known = hashes.get(change);
    if (known) return known;
    const fresh = hash('sha256', JSON.stringify(change, withoutContent), 'base64url').slice(0, 22);
    hashes.set(change, fresh);
    return fresh;
  };
  return ({ ref, change }) => {
    const what = `${ref}:${hashOf(change)}`;
    const nth = (seenBefore.get(what) ?? 0) + 1;
    seenBefore.set(what, nth);
    return `${operation}:${what}:${nth}`;
  };
}

/** Attachments count by their content's hash: as JSON their bytes would be ten times as long. */
const withoutContent = (_: string, value: unknown): unknown => (value instanceof Uint8Array ? hash('sha256', value) : value);

async function* asWork(tasks: Iterable<Task>, { operation, again, onceKey = onceKeys(operation) }: Run): AsyncIterable<Work> {
  for (const task of tasks) {
    const terms = {
      once: onceKey(task),
      operation,
      ...(again !== undefined && { again }),
      ...(task.version !== undefined && { seen: task.version }),
    };
    yield { ref: task.ref, change: task.change, terms };
  }
}

/** What came of one task: its row, the ticket as it is now where something was done, the error where it failed. */
export interface Performed {
  readonly row: OutcomeRow;
  readonly ticket?: TicketSlice;
  readonly error?: DeskError;
}

/** A task that came to nothing. */
export function failed({ ref, change }: Pick<Task, 'ref'> & { readonly change: Pick<Change, 'kind'> }, error: DeskError): Performed {
  return { row: { ticket: ref === 'new' ? null : ref, did: change.kind, outcome: error.kind, message: error.message }, error };
}

function performed(outcome: Outcome): Performed {
  const { work } = outcome;
  if (outcome.did === 'failed') return failed(work, outcome.error);
  const { ticket, did } = outcome;
  return { row: { ticket: ticket.id, did: work.change.kind, outcome: did, message: saysOutcome(work.change, ticket) }, ticket };
}

/**
 * Does the tasks in order, a row each. What would stop every further one ends the run and is thrown after its row (`signed-out`, `denied`, `unreachable`);
 * other trouble is a row and the run goes on. A dry run sends nothing.
 */
export async function* perform(tasks: readonly Task[], run: Run): AsyncIterable<Performed> {
  refuseUnsupported(tasks, run.backend);
  const results = run.dryRun ? foretell(tasks, run) : carryOut(tasks, run);
  for await (const result of results) {
    yield result;
    if (result.error && stopping.has(result.error.kind)) throw result.error;
  }
}

async function* carryOut(tasks: readonly Task[], run: Run): AsyncIterable<Performed> {
  for await (const outcome of run.backend.apply(asWork(tasks, run), run.signal)) yield performed(outcome);
}

async function* foretell(tasks: readonly Task[], run: Run): AsyncIterable<Performed> {
  for (const task of tasks)
    yield await preview(task, run).then(
      (row) => ({ row }),
      (thrown) => failed(task, asDeskError(thrown)),
    );
}

/** What the backend cannot do is refused before anything is sent. */
function refuseUnsupported(tasks: readonly Task[], backend: Run['backend']): void {
  const impossible = tasks.find((task) => backend.can.change[task.change.kind] === 'no');
  if (!impossible) return;
  const { kind } = impossible.change;
  const hint = backend.can.instead[kind];
  throw new DeskError('unsupported', `this desk (${backend.name}) cannot ${kind} tickets`, hint === undefined ? {} : { hint });
}

/** Counts failures while rows pass; `trouble()` is what the whole command ends with. */
export function tally(): { count(result: Performed): void; trouble(): DeskError | undefined } {
  let all = 0;
  let bad = 0;
  return {
    count({ error }) {
      all += 1;
      if (error) bad += 1;
    },
    trouble: () => (bad === 0 ? undefined : new DeskError('partial', `${bad} of ${all} failed`, { hint: 'the rows say which and why' })),
  };
}
