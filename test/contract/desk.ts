import { expect } from 'vitest';
import type { Backend, Outcome, Terms, Work } from '../../src/backend/backend.ts';
import type { DeskError, Kind } from '../../src/errors.ts';
import type { Change, TicketDraft } from '../../src/model/change.ts';
import type { Incoming, Message } from '../../src/model/message.ts';
import { collect } from '../../src/model/stream.ts';
import type { Status, Ticket, TicketId } from '../../src/model/ticket.ts';
import { type Instant, later } from '../../src/model/time.ts';

/** What a backend brings to its contract. */
export interface Subject {
  readonly name: string;
  /** A new desk without tickets, on which ana, ben and eve work. */
  readonly open: () => Promise<Premises>;
  /** How many at once a server takes in reasonable time; hundreds where it is not said. */
  readonly many?: number;
  /** How many generated queries are asked; two hundred where it is not said. */
  readonly queries?: number;
  /** Ways in which it cannot do its work, and the kind of error that each must be told by. */
  readonly failing: readonly Failing[];
}

/** One desk, and as many connections to it as a test wants. Disposing closes them all and takes the desk away. */
export interface Premises extends AsyncDisposable {
  readonly as: (agent: string) => Promise<Backend>;
  /** The desk's clock stands until it is set. */
  readonly clock: { now: Instant };
  /** Where the clock is the server's own, and cannot be set: waits until it shows another second, so that what comes is told from what was. */
  readonly tick?: () => Promise<void>;
}

export interface Failing {
  readonly says: string;
  readonly kind: Kind;
  readonly attempt: () => Promise<unknown>;
}

/** The first moment of the clock. */
export const noon: Instant = '2026-11-21T12:00:00.000Z';
const hourMs = 3_600_000;
export const after = (hours: number): Instant => later(noon, hours * hourMs);

/** Lets it be that time on the desk, or another one than it was. */
export async function letItBe(desk: Premises, moment: Instant): Promise<void> {
  desk.clock.now = moment;
  await desk.tick?.();
}

/** The time that something of that moment has. */
export const told = (desk: Premises, moment: Instant): Instant => (desk.tick ? (expect.any(String) as Instant) : moment);

export const never = new AbortController().signal;
export type Done = Exclude<Outcome, { did: 'failed' }>;

let keys = 0;
/** Terms that no other work has. */
export const terms = (some: Partial<Terms> = {}): Terms => ({ once: `contract-${(keys += 1)}`, operation: 'contract', ...some });

async function* each<T>(items: readonly T[]): AsyncIterable<T> {
  yield* items;
}

/** The outcomes of some work, in order. */
export const outcomesOf = (backend: Backend, work: readonly Work[], signal = never): Promise<readonly Outcome[]> =>
  collect(backend.apply(each(work), signal));

/** Does one change; its outcome may be a failure. */
export async function attempt(backend: Backend, ref: Work['ref'], change: Change, some?: Partial<Terms>): Promise<Outcome> {
  const [outcome, ...more] = await outcomesOf(backend, [{ ref, change, terms: terms(some) }]);
  if (!outcome || more.length > 0) throw new Error(`${1 + more.length} outcomes for one piece of work`);
  return outcome;
}

/** Does one change that must not fail. */
export async function make(backend: Backend, ref: Work['ref'], change: Change, some?: Partial<Terms>): Promise<Done> {
  const outcome = await attempt(backend, ref, change, some);
  if (outcome.did === 'failed') throw outcome.error;
  return outcome;
}

/** The error of a change that must fail. */
export async function failure(backend: Backend, ref: Work['ref'], change: Change, some?: Partial<Terms>): Promise<DeskError> {
  const outcome = await attempt(backend, ref, change, some);
  if (outcome.did !== 'failed') throw new Error(`${change.kind} was ${outcome.did}`);
  return outcome.error;
}

export const rita: Incoming = { author: 'rita@acme.example', authorName: 'Rita Nová', body: 'Where is my refund?' };
/** A ticket on which every kind of change means something. */
export const draft: TicketDraft = {
  subject: 'Refund',
  requester: rita.author,
  cc: ['boss@acme.example'],
  tags: ['old'],
  fields: { plan: 'pro' },
};

/** A ticket with the requester's message. */
export async function create(backend: Backend, some: Partial<TicketDraft> = {}, message: Incoming = rita): Promise<TicketId> {
  return (await make(backend, 'new', { kind: 'create', ticket: { ...draft, ...some }, message })).ticket.id;
}

/** Brings a new ticket to a status. */
export async function bring(backend: Backend, id: TicketId, status: Status): Promise<void> {
  if (status === 'solved' || status === 'closed') await make(backend, id, { kind: 'close', as: status });
  else if (status !== 'new') await make(backend, id, { kind: 'set', values: { status } });
}

export const get = (backend: Backend, id: TicketId): Promise<Ticket> => backend.get(id, never);
export const thread = (backend: Backend, id: TicketId): Promise<readonly Message[]> => collect(backend.thread(id, never));
export const kindsIn = async (backend: Backend, id: TicketId): Promise<readonly string[]> =>
  (await collect(backend.history(id, never))).map(({ kind }) => kind);
