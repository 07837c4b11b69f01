import { DeskError, type Kind } from '../errors.ts';
import type { Plan } from '../backend/backend.ts';
import { collect } from '../model/stream.ts';
import type { TicketId } from '../model/ticket.ts';
import type { ActTools } from './act-tools.ts';
import { one } from './one.ts';

/** Trouble of one ticket, after which the next one is tried. */
const passing: ReadonlySet<Kind> = new Set(['conflict', 'refused', 'not-found']);
const isPassing = (thrown: unknown): boolean => thrown instanceof DeskError && passing.has(thrown.kind);

/** Colleagues ask for the next ticket at the same moment: whoever comes second takes the one after it. */
const candidates = 20;

/**
 * Claims the most pressing ticket of a plan that nobody has; undefined when others have all of them. Where the desk cannot do so itself, in one step, the
 * most pressing ones are tried one after the other.
 */
export async function claimFirst(plan: Plan, tools: ActTools): Promise<TicketId | undefined> {
  const { backend, options, world } = tools;
  const { signal } = world;
  if (backend.claimFirst && !options.dryRun) {
    const { operation } = options;
    const outcome = await backend.claimFirst(plan, { once: `${operation}:first`, operation }, signal);
    if (outcome?.did === 'failed' && !isPassing(outcome.error)) throw outcome.error;
    return outcome === undefined || outcome.did === 'failed' ? undefined : outcome.ticket.id;
  }
  for (const { id } of await collect(backend.find(plan, { fields: [], order: 'pressing', limit: candidates, signal }))) {
    try {
      await one({ ref: id, change: { kind: 'claim', steal: false } }, tools);
      return id;
    } catch (thrown) {
      if (!isPassing(thrown)) throw thrown;
    }
  }
  return undefined;
}
