import type { Backend } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import type { Change } from '../model/change.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Query } from '../query/query.ts';
import { Interrupted, type World } from '../world.ts';
import type { Act, OutcomeRow, Selection, Target, Task } from './action.ts';
import { perform, tally } from './engine.ts';
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
}

/** The one way in which commands change tickets: asks first where many are meant, keeps count, and says how to go on after an interruption. */
export function makeAct(tools: ActTools): Act {
  const { operation } = tools.options;
  return {
    async *each(selection, change) {
      const tasks = await tasksFor(selection, change, tools);
      if (selection.by === 'ids' && selection.single && !tools.options.dryRun) yield (await one(tasks[0] as Task, operation, tools)).row;
      else yield* bulk(tasks, operation, tools);
    },
    all: (tasks) => bulk(tasks, operation, tools),
    one: (task) => one(task, operation, tools),
  };
}

async function targetsOf(selection: Selection, { world, find, options }: ActTools): Promise<readonly Target[]> {
  if (options.left) return options.left.map((ticket) => ({ ticket }));
  if (selection.by === 'ids') return selection.targets;
  if (selection.by === 'query') return find(selection.query);
  const chunks: Uint8Array[] = [];
  for await (const chunk of world.stdin.read()) chunks.push(chunk);
  return readTargets(utf8(Buffer.concat(chunks), 'standard input'));
}

async function tasksFor(selection: Selection, change: Change, tools: ActTools): Promise<readonly Task[]> {
  const targets = await targetsOf(selection, tools);
  const { ifUnchanged } = tools.options;
  if (ifUnchanged && targets.some((target) => target.version === undefined)) {
    throw new DeskError('usage', '--if-unchanged needs rows that carry a version', {
      hint: "list them with --json=id,version and give them to '-'",
    });
  }
  return targets.map(({ ticket, version }) =>
    ifUnchanged && version !== undefined ? { ref: ticket, change, version } : { ref: ticket, change },
  );
}

/** How much is about to happen: "change 21 tickets (claim)", "make 25 changes (create 22, claim 3)". */
function amount(tasks: readonly Task[]): string {
  const kinds = new Map<string, number>();
  for (const { change } of tasks) kinds.set(change.kind, (kinds.get(change.kind) ?? 0) + 1);
  const [only] = kinds.keys();
  if (kinds.size === 1) return only === 'create' ? `open ${tasks.length} tickets` : `change ${tasks.length} tickets (${only})`;
  return `make ${tasks.length} changes (${[...kinds].map(([kind, count]) => `${kind} ${count}`).join(', ')})`;
}

async function agree(tasks: readonly Task[], { world, options, backend }: ActTools): Promise<void> {
  if (tasks.length <= askAbove || options.yes || options.dryRun) return;
  const prompt = await world.prompt();
  const what = `${amount(tasks)} on this desk (${backend.name})`;
  if (!prompt.able) throw new DeskError('usage', `this would ${what}`, { hint: 'say --yes to do it, or --dry-run to see it first' });
  if (!(await prompt.confirm(`Really ${what}?`))) throw new Interrupted('not confirmed');
}

async function one(task: Task, operation: string, { backend, world, options }: ActTools): ReturnType<Act['one']> {
  for await (const { row, ticket, error } of perform([task], { backend, operation, dryRun: options.dryRun, signal: world.signal })) {
    if (error) throw error;
    return { row, ticket };
  }
  throw new Interrupted('stopped before it was done');
}

async function* bulk(tasks: readonly Task[], operation: string, tools: ActTools): AsyncIterable<OutcomeRow> {
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
    const run = { backend, operation, dryRun: options.dryRun, signal: world.signal };
    for await (const result of perform(tasks, run)) {
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
