import { decide } from '../model/decide.ts';
import { type Letter, letterOf } from '../model/notice.ts';
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
  const { after, told } = await foretold(before, task, run);
  const message = `${saysOutcome(task.change, after ?? before)}${told}`;
  return { ticket: before.id, did, outcome: after === before ? 'unchanged' : 'would', message };
}

interface Foretold {
  /** Undefined where it is not known, or only a message comes. */
  readonly after?: Ticket;
  /** Who would be told of it by mail, as it goes on after how the ticket stands. */
  readonly told: string;
}

async function foretold(before: Ticket, { change }: Task, { backend, signal }: Run): Promise<Foretold> {
  const { rules } = backend.can;
  if (change.kind === 'create' || rules === undefined) return { told: '' };
  if (change.kind === 'link' || change.kind === 'unlink') await backend.get(change.to, signal);
  else if (change.kind === 'merge') await backend.get(change.into, signal);
  else {
    const { name: by } = await backend.whoami(signal);
    const { ticket: after, message } = decide(before, change, { by, at: backend.now() }, rules);
    const told = after === before && !message ? '' : saysLetter(letterOf({ before, after, change, by }, rules.mail));
    return message && after === before ? { told } : { after, told };
  }
  return { told: '' };
}

/** "; mail to rita@acme.example (solved)". */
const saysLetter = (letter: Letter | undefined): string =>
  letter === undefined ? '' : `; mail to ${letter.recipients.map(({ address }) => address).join(', ')} (${letter.kind})`;
