import type { Backend } from '../../src/backend/backend.ts';
import type { TicketId } from '../../src/model/ticket.ts';
import { never } from '../contract/desk.ts';

/** Who owns each of some tickets. */
export async function readTicketsOf(desk: Backend, ids: readonly TicketId[]): Promise<ReadonlyMap<TicketId, string | null>> {
  const plan = desk.plan({ condition: { kind: 'is', field: 'id', values: ids }, searches: false, namesStatus: true });
  const owners = new Map<TicketId, string | null>();
  for await (const { id, owner } of desk.find(plan, { fields: ['owner'], order: 'newest', signal: never })) owners.set(id, owner ?? null);
  return owners;
}
