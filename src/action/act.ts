import { DeskError } from '../errors.ts';
import type { Outgoing } from '../model/preflight.ts';
import { collect } from '../model/stream.ts';
import { type ActTools, guardTools } from './act-tools.ts';
import type { Act, Selection, Target } from './action.ts';
import { bulk } from './bulk.ts';
import { type Asked, guard, needsGuard } from './guard.ts';
import { one } from './one.ts';
import { readTargets } from './select.ts';
import { utf8 } from './utf8.ts';

/** The one way in which commands change tickets: asks first where many are meant, keeps count, and says how to go on after an interruption. */
export function makeAct(tools: ActTools): Act {
  return {
    async *each(selection, change, outgoing) {
      const tasks = await tasksFor(selection, change, outgoing, tools);
      if (selection.by === 'ids' && selection.single && !tools.options.dryRun) yield (await one(tasks[0] as Asked, tools)).row;
      else yield* bulk(tasks, tools, selection.by === 'ids' && selection.single);
    },
    all: (tasks) => bulk(tasks, tools),
    one: (task) => one(task, tools),
    claimFirst: async (plan) => (await import('./claim-first.ts')).claimFirst(plan, tools),
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
