import type { Backend, Work } from '../backend/backend.ts';
import { DeskError } from '../errors.ts';
import type { Agent } from '../model/person.ts';
import type { Instant } from '../model/time.ts';
import { Interrupted } from '../around/world.ts';
import { demoTickets } from './content.ts';
import { type Deed, linksOf, me, storyOf } from './story.ts';

/** Who works the demo desk. */
const agents: readonly Agent[] = [
  { name: me, role: 'admin', queues: [] },
  { name: 'marko', role: 'agent', queues: [] },
  { name: 'irina', role: 'agent', queues: [] },
  { name: 'liza', role: 'agent', queues: [] },
];

/** All that ever happened on the demo desk, in the order in which it did. */
function deeds(now: Instant): readonly Deed[] {
  const tickets = demoTickets();
  const all = tickets.flatMap((ticket, at) => [...storyOf(at + 1, ticket, now), ...linksOf(at + 1, tickets, now)]);
  return all.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

async function* asWork(all: readonly Deed[]): AsyncIterable<Work> {
  for (const [index, { ref, change, by, at }] of all.entries()) {
    yield { ref, change, terms: { once: `demo:${index}`, operation: `demo${index}`, forever: true, as: { by, at } } };
  }
}

/**
 * Fills an empty desk with the demo's agents and tickets, as if it had been worked with for two months until `now`; resolves with how many tickets it has.
 * Throws `refused` when the desk is not empty, Interrupted when the signal is aborted.
 */
export async function fillDesk(backend: Backend, now: Instant, signal: AbortSignal): Promise<number> {
  if (!backend.keeper) throw new DeskError('unsupported', `this desk (${backend.name}) keeps its people itself`);
  for await (const _ of backend.events(undefined, signal))
    throw new DeskError('refused', 'this desk is in use; the demo needs an empty one');
  for (const agent of agents) await backend.keeper.addAgent(agent, signal);
  let tickets = 0;
  for await (const outcome of backend.apply(asWork(deeds(now)), signal)) {
    if (outcome.did === 'failed') throw outcome.error;
    if (outcome.work.ref === 'new') tickets += 1;
  }
  if (signal.aborted) throw new Interrupted('stopped while the demo desk was filled');
  return tickets;
}
