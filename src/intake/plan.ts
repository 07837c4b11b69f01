import type { Backend } from '../backend/backend.ts';
import { asDeskError } from '../errors.ts';
import { subjectTag } from '../model/mail-mark.ts';
import type { TicketId } from '../model/ticket.ts';
import type { Mail } from './mail.ts';
import type { Entry } from './record.ts';
import { type Agents, mailStep, mailSteps, type Step, type Steps, ticketSteps } from './steps.ts';
import { broughtByServer, type KeyedMail } from './there.ts';
import { threadIds, type ThreadMemory, threadMemory } from './thread.ts';

/** Where an entry goes: a ticket of its own, one that is there, that of another plan of the batch, or nowhere; and where it is already, as a mail server brought it. */
export type Place =
  | { readonly kind: 'new'; readonly first: Steps['first'] }
  | { readonly kind: 'ticket'; readonly ticket: TicketId }
  | { readonly kind: 'there'; readonly ticket: TicketId }
  | { readonly kind: 'with'; readonly plan: number }
  | { readonly kind: 'nowhere'; readonly because: string };

/** What is to be done for one entry. */
export interface Plan {
  readonly entry: { readonly at: string; readonly key: string };
  readonly place: Place;
  /** After the ticket was made. */
  readonly steps: readonly Step[];
  /** Who does what nobody is named for. */
  readonly by: string;
  readonly subject: string;
  readonly notes: readonly string[];
  /** The Message-IDs that belong where this goes. */
  readonly ids: readonly string[];
}

/** What imports need of a desk. */
export type Desk = Pick<Backend, 'whoami' | 'agents' | 'get' | 'apply' | 'threads' | 'thread' | 'known'>;

export interface PlannerOptions {
  readonly backend: Desk;
  readonly signal: AbortSignal;
  readonly live?: boolean;
}

/** Says for one batch after another where each entry goes. */
export interface Planner {
  /** The plans stand in the order of the entries; one may go `with` another of its batch. */
  plans(batch: readonly Entry[]): Promise<readonly Plan[]>;
  /** What became of a plan, for the mails that are still to come. */
  learn(plan: Plan, ticket: TicketId): void;
}

/** A planner for one run. Mails find their ticket by Message-ID: in the desk, and in what the run has seen. */
export async function planner({ backend, signal, live = false }: PlannerOptions): Promise<Planner> {
  const { name: by } = await backend.whoami(signal);
  const agents = await agentsOf(backend, by, signal);
  const memory = threadMemory<TicketId>();
  return {
    async plans(batch) {
      const mails = batch.flatMap((entry, index) => mailOf(entry, index));
      const known = await lookUp(backend, mails, signal);
      const brought = await broughtByServer(mails, { backend, signal, threads: known });
      const opened = threadMemory<number>();
      const places = new Map<number, Place>();
      // An answer is often filed before the mail that it answers.
      for (const found of mails.toSorted(byDate)) {
        const there = brought.get(found.key);
        if (there !== undefined) {
          places.set(found.index, { kind: 'there', ticket: there });
          continue;
        }
        const tagged = live ? await taggedTicket(backend, found.mail, agents, signal) : undefined;
        const ticket = tagged ?? found.ids.map((id) => known.get(id)).find((id) => id !== undefined) ?? memory.find(found.ids);
        places.set(found.index, placeOf(found, ticket, opened, agents));
      }
      return batch.map((entry, index) => planOf(entry, { place: places.get(index), agents, by }));
    },
    learn: ({ ids }, ticket) => memory.put(ids, ticket),
  };
}

interface FoundMail extends KeyedMail {
  readonly index: number;
  readonly ids: readonly string[];
}

const mailOf = (entry: Entry, index: number): readonly FoundMail[] =>
  'refused' in entry || entry.piece.kind !== 'mail'
    ? []
    : [{ index, key: entry.key, mail: entry.piece.mail, ids: threadIds(entry.piece.mail) }];

function byDate({ mail: { date: a = '' } }: FoundMail, { mail: { date: b = '' } }: FoundMail): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function placeOf({ index, mail, ids }: FoundMail, ticket: TicketId | undefined, opened: ThreadMemory<number>, agents: Agents): Place {
  if (ticket !== undefined) return { kind: 'ticket', ticket };
  const other = opened.find(ids);
  opened.put(ids, other ?? index);
  return other === undefined ? { kind: 'new', first: mailSteps(mail, agents).first } : { kind: 'with', plan: other };
}

function planOf(
  entry: Entry,
  { place, agents, by }: { readonly place: Place | undefined; readonly agents: Agents; readonly by: string },
): Plan {
  if ('refused' in entry) {
    return {
      entry: { at: entry.at, key: '' },
      place: { kind: 'nowhere', because: entry.refused },
      steps: [],
      by,
      subject: '',
      notes: [],
      ids: [],
    };
  }
  const { piece, notes = [] } = entry;
  if (piece.kind === 'ticket') {
    const { first, later, notes: more } = ticketSteps(piece, agents);
    return { entry, by, place: { kind: 'new', first }, steps: later, subject: piece.ticket.subject, notes: [...notes, ...more], ids: [] };
  }
  const opening = place?.kind === 'new' ? mailSteps(piece.mail, agents) : undefined;
  return {
    entry,
    by,
    place: place ?? { kind: 'nowhere', because: 'no mail' },
    steps: place?.kind === 'there' ? [] : opening ? opening.later : [mailStep(piece.mail, agents)],
    subject: piece.mail.subject,
    notes: [...notes, ...(opening?.notes ?? [])],
    ids: threadIds(piece.mail),
  };
}

async function agentsOf(backend: Desk, me: string, signal: AbortSignal): Promise<Agents> {
  const agents = new Set([me]);
  for await (const { name } of backend.agents(signal)) agents.add(name);
  return agents;
}

async function lookUp(backend: Desk, mails: readonly FoundMail[], signal: AbortSignal): Promise<ReadonlyMap<string, TicketId>> {
  const ids = [...new Set(mails.flatMap((mail) => mail.ids))];
  return ids.length === 0 || !backend.threads ? new Map() : backend.threads(ids, signal);
}

/** The ticket that the subject names, if whoever writes has to do with it: anybody can write "[#123]". */
async function taggedTicket(backend: Desk, { subject, from }: Mail, agents: Agents, signal: AbortSignal): Promise<TicketId | undefined> {
  const tag = subjectTag(subject);
  if (tag === undefined || !from) return undefined;
  try {
    const ticket = await backend.get(tag, signal);
    const knows = agents.has(from.address) || ticket.requester === from.address || ticket.cc.includes(from.address);
    return knows ? (ticket.mergedInto ?? ticket.id) : undefined;
  } catch (error) {
    if (asDeskError(error).kind === 'not-found') return undefined;
    throw error;
  }
}
