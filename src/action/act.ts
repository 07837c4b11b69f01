import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import type { Outgoing, PreflightMode } from '../model/preflight.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import type { Query } from '../query/query.ts';
import { Interrupted, type World } from '../around/world.ts';
import { collect } from '../model/stream.ts';
import type { Act, OutcomeRow, Run, Selection, Target, Task } from './action.ts';
import { failed, onceKeys, perform, type Performed, tally } from './engine.ts';
import { type Asked, guard, type Guarded, type GuardTools, needsGuard, type Preflight } from './guard.ts';
import { readTargets } from './select.ts';
import { utf8 } from './utf8.ts';

/** More tickets than this are asked about first. */
const askAbove = 20;

/** What a command line says about its changes. */
export interface ActOptions {
  readonly dryRun: boolean;
  readonly yes: boolean;
  readonly ifUnchanged: boolean;
  /** The command that the changes belong to; one that is gone on with does nothing twice. */
  readonly operation: string;
  /** The tickets that are left of it, where that is known; they stand in for the selection. */
  readonly left: readonly TicketId[] | undefined;
  /** Where a command is gone on with: it may have been tried before, not earlier than this. */
  readonly again?: Instant | undefined;
  /** How replies are looked at before they go out; undefined: as it is usual. */
  readonly preflight: PreflightMode | undefined;
}

/** What changing tickets needs from outside. */
export interface ActTools {
  readonly backend: Backend;
  readonly world: World;
  readonly options: ActOptions;
  /** The tickets that match, with their versions, by id. */
  readonly find: (query: Query) => Promise<readonly Target[]>;
  readonly say: (text: string) => void;
  /** Notes which tickets are not done yet, for whoever goes on. */
  readonly note: (tickets: readonly TicketId[]) => Promise<void>;
  readonly preflight: Preflight;
}

/** The one way in which commands change tickets: asks first where many are meant, keeps count, and says how to go on after an interruption. */
export function makeAct(tools: ActTools): Act {
  const { operation } = tools.options;
  return {
    async *each(selection, change, outgoing) {
      const tasks = await tasksFor(selection, change, outgoing, tools);
      if (selection.by === 'ids' && selection.single && !tools.options.dryRun) yield (await one(tasks[0] as Asked, operation, tools)).row;
      else yield* bulk(tasks, operation, tools, selection.by === 'ids' && selection.single);
    },
    all: (tasks) => bulk(tasks, operation, tools),
    one: (task) => one(task, operation, tools),
    claimFirst: async (plan) => (await import('./claim-first.ts')).claimFirst(plan, tools, (task) => one(task, operation, tools)),
    async check(task) {
      const guarded = needsGuard(task) ? await guard(task, false, guardTools(tools)) : { task };
      if ('error' in guarded) throw guarded.error;
      return { ...guarded.task, outgoing: { ...task.outgoing, mode: 'off' } };
    },
  };
}

async function targetsOf(selection: Selection, { world, find, options }: ActTools): Promise<readonly Target[]> {
  if (options.left) return options.left.map((ticket) => ({ ticket }));
  if (selection.by === 'ids') return selection.targets;
  if (selection.by === 'query') return find(selection.query);
  return readTargets(utf8(Buffer.concat(await collect(world.stdin.read())), 'standard input'));
}

const guardTools = ({ world, options, say, preflight }: ActTools): GuardTools => ({
  world,
  preflight,
  mode: () => options.preflight,
  yes: options.yes,
  dryRun: options.dryRun,
  say,
});

async function tasksFor(
  selection: Selection,
  change: Asked['change'],
  outgoing: Outgoing | undefined,
  tools: ActTools,
): Promise<readonly Asked[]> {
  const targets = await targetsOf(selection, tools);
  const { ifUnchanged } = tools.options;
  if (ifUnchanged && targets.some((target) => target.version === undefined)) {
    throw new DeskError('usage', '--if-unchanged needs rows that carry a version', {
      hint: "list them with --json=id,version and give them to '-'",
    });
  }
  return targets.map(({ ticket, version }) => ({
    ref: ticket,
    change,
    ...(outgoing && { outgoing }),
    ...(ifUnchanged && version !== undefined && { version }),
  }));
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

/** So often a ticket may change while a reply to it is on its way. */
const mostTries = 3;

async function one(asked: Asked, operation: string, tools: ActTools, tries = 1): ReturnType<Act['one']> {
  const { backend, world, options } = tools;
  const guarded: Guarded = needsGuard(asked) ? await guard(asked, true, guardTools(tools)) : { task: asked as Task };
  if ('error' in guarded) throw guarded.error;
  for await (const { row, ticket, error } of perform([guarded.task], {
    backend,
    operation,
    again: options.again,
    dryRun: options.dryRun,
    signal: world.signal,
  })) {
    if (error?.kind === 'conflict' && guarded.again && tries < mostTries) return one(asked, operation, tools, tries + 1);
    if (error) throw error;
    return { row, ticket };
  }
  throw new Interrupted('stopped before it was done');
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

async function* bulk(tasks: readonly Asked[], operation: string, tools: ActTools, alone = false): AsyncIterable<OutcomeRow> {
  await agree(tasks, tools);
  const { backend, world, options, say, note } = tools;
  const waiting = new Set(tasks.flatMap(({ ref }) => (ref === 'new' ? [] : ref)));
  await note([...waiting]);
  const large = tasks.length > askAbove;
  // Said beforehand: a process that is killed says nothing any more.
  if (large && !options.dryRun)
    say(`operation ${operation}: if it is cut off, the same command with --resume ${operation} does what is left`);
  // Where the rows stand on the same terminal, they show how far it is.
  const progress = large && world.stderr.terminal && !world.stdout.terminal ? await world.progress(`0 of ${tasks.length}`) : undefined;
  const counted = tally();
  let through = 0;
  try {
    const run = { backend, operation, again: options.again, dryRun: options.dryRun, onceKey: onceKeys(operation), signal: world.signal };
    for (const some of inGoes(tasks))
      for await (const result of some.some(needsGuard) ? performGuarded(some, run, alone, tools) : perform(some as readonly Task[], run)) {
        through += 1;
        counted.count(result);
        if (!result.error && result.row.ticket !== null) waiting.delete(result.row.ticket);
        progress?.update(`${through} of ${tasks.length}`);
        yield result.row;
      }
  } finally {
    progress?.stop();
    await note([...waiting]);
    if (through < tasks.length && !options.dryRun)
      say(`stopped after ${through} of ${tasks.length}; the same command with --resume ${operation} does what is left`);
  }
  if (world.signal.aborted && through < tasks.length) throw new Interrupted(`stopped after ${through} of ${tasks.length}`);
  const trouble = counted.trouble();
  // A dry run has done what it was to do: it said what would fail.
  if (trouble && !options.dryRun) throw trouble;
}
