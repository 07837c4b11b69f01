import type { Backend } from '../../backend/backend.ts';
import { DeskError } from '../../errors.ts';
import type { Instant } from '../../model/time.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { BillingSettings } from './settings.ts';
import type { Center, Topic } from './center.ts';
import type { Resolution } from './resolution.ts';
import { resolver } from './resolve.ts';
import { loadTerms } from './terms.ts';
import { isNamed, ticketPayments } from './ticket.ts';

/** What is asked of a ticket's payments. */
export interface Asked {
  readonly backend: Pick<Backend, 'get' | 'thread' | 'attachment'>;
  readonly ticket: TicketId;
  readonly settings: BillingSettings;
  readonly now: Instant;
  /** Left out: what the requester seems to want. */
  readonly topic?: Topic | undefined;
}

/** A payment of a ticket, resolved. */
export interface TicketResolution extends Resolution {
  readonly whose: Center | undefined;
  readonly topic: Topic;
  /** For agents only. */
  readonly warnings: readonly string[];
}

/**
 * Resolves the payments that a ticket names. Throws `not-found` where it names none, `settings` for a directory or invoices that cannot
 * be read, and what the backend throws.
 */
export async function resolvedTicket(
  { backend, ticket, settings, now, topic }: Asked,
  signal: AbortSignal,
): Promise<readonly TicketResolution[]> {
  const terms = await loadTerms(settings, { now, topic: topic ?? 'charge' });
  const { payments, topic: wanted, warnings } = await ticketPayments(backend, ticket, terms.directory, signal);
  const asked = topic ?? wanted;
  const resolve = resolver({ ...terms, topic: asked });
  const resolved = payments.map((each) => ({ each, resolution: resolve(each) }));
  const known = resolved.filter(({ each, resolution }) => isNamed(each) || resolution.sure !== 'unknown' || warnings.length > 0);
  if (known.length === 0)
    throw new DeskError('not-found', `ticket ${ticket} names no payment`, {
      hint: 'desk refs shows what it names; desk billing resolve --descriptor takes what the statement shows',
    });
  return known.map(({ resolution }) => ({
    ...resolution,
    whose: terms.directory.centers.find(({ id }) => id === resolution.center),
    topic: asked,
    warnings,
  }));
}
