import { Interrupted } from '../around/world.ts';
import { DeskError } from '../errors.ts';
import { type ActTools, guardTools, runOf } from './act-tools.ts';
import type { OutcomeRow, Run, Task } from './action.ts';
import { failed, onceKeys, perform, type Performed, tally } from './engine.ts';
import { type Asked, guard, type Guarded, needsGuard } from './guard.ts';

/** More tickets than this are asked about first. */
const askAbove = 20;

/**
 * Does many tasks in order, a row each: asks first where they are many, shows how far it is, and says how to go on where it stops. `alone`: they are one
 * ticket's, and a person may be asked about its reply. Throws what stops every further one, `partial` when some failed, Interrupted.
 */
export async function* bulk(tasks: readonly Asked[], tools: ActTools, alone = false): AsyncIterable<OutcomeRow> {
  await agree(tasks, tools);
  const { operation, dryRun } = tools.options;
  const counted = tally();
  const on = await wayThrough(tasks, tools);
  try {
    const run = { ...runOf(tools), onceKey: onceKeys(operation) };
    for (const some of inGoes(tasks))
      for await (const result of some.some(needsGuard) ? performGuarded(some, run, alone, tools) : perform(some as readonly Task[], run)) {
        on.passed(result);
        counted.count(result);
        yield result.row;
      }
  } finally {
    await on.stopped();
  }
  on.mustBeThrough();
  const trouble = counted.trouble();
  // A dry run has done what it was to do: it said what would fail.
  if (trouble && !dryRun) throw trouble;
}

/** How much is about to happen: "change 21 tickets (claim)", "make 25 changes (create 22, claim 3)". */
function amount(tasks: readonly Asked[]): string {
  const kinds = new Map<string, number>();
  for (const { change } of tasks) kinds.set(change.kind, (kinds.get(change.kind) ?? 0) + 1);
  const [only] = kinds.keys();
  if (kinds.size === 1) return only === 'create' ? `open ${tasks.length} tickets` : `change ${tasks.length} tickets (${only})`;
  return `make ${tasks.length} changes (${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')})`;
}

async function agree(tasks: readonly Asked[], { world, options, backend }: ActTools): Promise<void> {
  if (tasks.length <= askAbove || options.yes || options.dryRun) return;
  const prompt = await world.prompt();
  const what = `${amount(tasks)} on this desk (${backend.name})`;
  if (!prompt.able) throw new DeskError('usage', `this would ${what}`, { hint: 'say --yes to do it, or --dry-run to see it first' });
  if (!(await prompt.confirm(`Really ${what}?`))) throw new Interrupted('not confirmed');
}

/** How far a bulk is. */
interface WayThrough {
  passed(result: Performed): void;
  /** Notes what is left, and says how to go on with it. */
  stopped(): Promise<void>;
  /** Throws Interrupted where it was stopped on the way. */
  mustBeThrough(): void;
}

async function wayThrough(tasks: readonly Asked[], { world, options, say, note }: ActTools): Promise<WayThrough> {
  const { operation, dryRun } = options;
  const waiting = new Set(tasks.flatMap(({ ref }) => (ref === 'new' ? [] : ref)));
  await note([...waiting]);
  const large = tasks.length > askAbove;
  const goOn = `the same command with --resume ${operation} does what is left`;
  // Said beforehand: a process that is killed says nothing any more.
  if (large && !dryRun) say(`operation ${operation}: if it is cut off, ${goOn}`);
  // Where the rows stand on the same terminal, they show how far it is.
  const progress = large && world.stderr.terminal && !world.stdout.terminal ? await world.progress(`0 of ${tasks.length}`) : undefined;
  let through = 0;
  return {
    passed({ row, error }) {
      through += 1;
      if (!error && row.ticket !== null) waiting.delete(row.ticket);
      progress?.update(`${through} of ${tasks.length}`);
    },
    async stopped() {
      progress?.stop();
      await note([...waiting]);
      if (through < tasks.length && !dryRun) say(`stopped after ${through} of ${tasks.length}; ${goOn}`);
    },
    mustBeThrough() {
      if (world.signal.aborted && through < tasks.length) throw new Interrupted(`stopped after ${through} of ${tasks.length}`);
    },
  };
}

/** Where a text opens tickets, an answer to one of them is looked at when it is there. */
function inGoes(tasks: readonly Asked[]): readonly (readonly Asked[])[] {
  const goes: Asked[][] = [[]];
  let opens = false;
  for (const task of tasks) {
    if (opens && needsGuard(task)) {
      goes.push([]);
      opens = false;
    }
    opens ||= task.ref === 'new';
    goes.at(-1)?.push(task);
  }
  return goes;
}

/** Does the tasks, each with a look at what it would send; what is kept from going out has its row in its place. */
async function* performGuarded(tasks: readonly Asked[], run: Run, alone: boolean, tools: ActTools): AsyncIterable<Performed> {
  const guarded: Guarded[] = [];
  for (const asked of tasks) {
    if (tools.world.signal.aborted) return;
    guarded.push(needsGuard(asked) ? await guard(asked, alone, guardTools(tools)) : { task: asked as Task });
  }
  const done = perform(
    guarded.flatMap((each) => ('task' in each ? each.task : [])),
    run,
  )[Symbol.asyncIterator]();
  try {
    for (const each of guarded) {
      const next = 'error' in each ? { value: failed(each.asked, each.error) } : await done.next();
      if (!next.value) return;
      yield next.value;
    }
    await done.next(); // what would stop every further one is thrown after its row
  } finally {
    await done.return?.();
  }
}
