import { decide } from '../model/decide.ts';
import { allow, permissionFor } from '../model/permission.ts';
import type { Ticket } from '../model/ticket.ts';
import type { OutcomeRow, Run, Task } from './action.ts';
import { saysOutcome } from './says.ts';

/**
 * What a task would come to, from reading alone. On a desk of our own the roles and rules are known and the state is foretold; elsewhere only that the ticket is
 * there. Throws what the change would fail with.
 */
export async function preview(task: Task, run: Run): Promise<OutcomeRow> {
  const did = task.change.kind;
  if (run.backend.can.rules) allow(await run.backend.whoami(run.signal), permissionFor(task.change));
  if (task.ref === 'new')
    return { ticket: null, did, outcome: 'would', message: task.change.kind === 'create' ? task.change.ticket.subject : '' };
  const before = await run.backend.get(task.ref, run.signal);
  const after = await foretold(before, task, run);
  return { ticket: before.id, did, outcome: after === before ? 'unchanged' : 'would', message: saysOutcome(task.change, after ?? before) };
}

async function foretold(before: Ticket, { change }: Task, { backend, signal }: Run): Promise<Ticket | undefined> {
  const { rules } = backend.can;
  if (change.kind === 'create' || rules === undefined) return undefined;
  if (change.kind === 'link' || change.kind === 'unlink') return void (await backend.get(change.to, signal));
  if (change.kind === 'merge') return void (await backend.get(change.into, signal));
  const { name: by } = await backend.whoami(signal);
  const { ticket, message } = decide(before, change, { by, at: backend.now() }, rules);
  return message && ticket === before ? undefined : ticket;
}
