import { DeskError, type Kind } from '../errors.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Act } from './action.ts';
import type { ActTools } from './act.ts';

/** Trouble of one ticket, after which the next one is tried. */
const passing: ReadonlySet<Kind> = new Set(['conflict', 'refused', 'not-found']);
const isPassing = (thrown: unknown): boolean => thrown instanceof DeskError && passing.has(thrown.kind);

/**
 * Claims the first of these tickets that nobody has; undefined when others have all of them. Where several write at once, the desk leaves out what
 * somebody is just taking, so that nobody waits for anybody.
 */
export async function claimFirst(tickets: readonly TicketId[], tools: ActTools, one: Act['one']): Promise<TicketId | undefined> {
  const { backend, options, world } = tools;
  if (backend.claimFirst && !options.dryRun) {
    const { operation } = options;
    const outcome = await backend.claimFirst(tickets, { once: `${operation}:first`, operation }, world.signal);
    if (outcome?.did === 'failed' && !isPassing(outcome.error)) throw outcome.error;
    return outcome === undefined || outcome.did === 'failed' ? undefined : outcome.ticket.id;
  }
  for (const ref of tickets) {
    try {
      await one({ ref, change: { kind: 'claim', steal: false } });
      return ref;
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown;
    }
  }
  return undefined;
}
