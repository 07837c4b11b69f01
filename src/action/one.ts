import { Interrupted } from '../around/world.ts';
import { type ActTools, guardTools, runOf } from './act-tools.ts';
import type { Act, Task } from './action.ts';
import { perform } from './engine.ts';
import { type Asked, guard, type Guarded, needsGuard } from './guard.ts';

/** So often a ticket may change while a reply to it is on its way. */
const mostTries = 3;

/** One change: its trouble is thrown. What came in between the look at it and the change has it looked at again. */
export async function one(asked: Asked, tools: ActTools, tries = 1): ReturnType<Act['one']> {
  const guarded: Guarded = needsGuard(asked) ? await guard(asked, true, guardTools(tools)) : { task: asked as Task };
  if ('error' in guarded) throw guarded.error;
  for await (const { row, ticket, error } of perform([guarded.task], runOf(tools))) {
    if (error?.kind === 'conflict' && guarded.again && tries < mostTries) return one(asked, tools, tries + 1);
    if (error) throw error;
    return { row, ticket };
  }
  throw new Interrupted('stopped before it was done');
}
