import type { Change, ChangeOf, Settable, TicketDraft } from '../model/change.ts';
import type { Incoming, MessageDraft } from '../model/message.ts';
import { mostListed } from '../model/ticket.ts';
import type { Instant } from '../model/time.ts';
import type { Mail } from './mail.ts';
import type { IncomingAt, TicketPiece } from './record.ts';
import { firstWords, shortened } from './subject.ts';

/** One change on its way: who did it (whoever imports, if left out) and when (now, if left out). `key` tells it from the others of its entry. */
export interface Step<C extends Change = Change> {
  readonly key: string;
  readonly change: C;
  readonly by?: string;
  readonly at?: Instant;
}

/** How an entry comes onto the desk: a ticket of its own, and what happens to it after. */
export interface Steps {
  readonly first: Step<ChangeOf<'create'>>;
  readonly later: readonly Step[];
  readonly notes: readonly string[];
}

/** Who works here: nobody else can own a ticket. */
export type Agents = ReadonlySet<string>;

/** The steps of a ticket with its past, in the order of time. An owner who is no agent here is kept as a custom field. */
export function ticketSteps({ ticket, messages, by, created, updates }: TicketPiece, agents: Agents): Steps {
  const [opening, ...rest] = messages;
  const opens = opening?.kind === 'request' && (opening.at === undefined || created === undefined || opening.at <= created);
  const later = [...(opens ? rest : messages).map(messageStep), ...updates];
  const notes: string[] = [];
  const author = by ?? ticket.requester ?? undefined;
  const known = owned(ticket, agents, notes);
  // Whoever wrote an unknown customer's text is no requester that could be answered.
  const draft = known.requester === undefined ? { ...known, requester: null } : known;
  return {
    first: {
      key: '',
      change: { kind: 'create', ticket: draft, ...(opens && { message: opening.message }) },
      ...(author !== undefined && { by: author }),
      ...(created !== undefined && { at: created }),
    },
    later: withReopening(
      inOrder(
        later.map((step) => ({ ...step, change: ownedChange(step.change, agents, notes) })),
        created ?? '',
      ),
      ticket.status === 'closed',
    ),
    notes: [...new Set(notes)],
  };
}

function messageStep({ key, kind, message, at }: IncomingAt): Step {
  const change: Change = kind === 'request' ? { kind: 'receive', message } : { kind, message: ourOwn(message) };
  return { key, change, by: message.author, ...(at !== undefined && { at }) };
}

/** What we wrote: its author is who does it. */
function ourOwn(message: Incoming): MessageDraft {
  const ours: Partial<Incoming> & MessageDraft = { ...message };
  delete (ours as { author?: string }).author;
  return ours;
}

const inOrder = (steps: readonly Step[], created: Instant): readonly Step[] =>
  steps.toSorted(({ at: a = created }, { at: b = created }) => (a < b ? -1 : a > b ? 1 : 0));

/** A closed ticket takes no reply and no status before it is opened again; an answer to it would open another ticket. */
function withReopening(steps: readonly Step[], closedAtFirst: boolean): readonly Step[] {
  let closed = closedAtFirst;
  return steps.flatMap((step) => {
    const { change } = step;
    const status = change.kind === 'set' ? change.values.status : undefined;
    const opens =
      closed &&
      (change.kind === 'reply' || change.kind === 'receive' || change.kind === 'wait' || (status !== undefined && status !== 'closed'));
    closed = status === undefined ? closed && !opens : status === 'closed';
    return opens ? [{ ...step, key: `${step.key}:reopen`, change: { kind: 'reopen' } }, step] : [step];
  });
}

function owned(ticket: TicketDraft, agents: Agents, notes: string[]): TicketDraft {
  const { owner, ...rest } = ticket;
  if (!owner || agents.has(owner)) return ticket;
  notes.push(stranger(owner));
  return { ...rest, fields: { ...ticket.fields, owner } };
}

function ownedChange(change: Change, agents: Agents, notes: string[]): Change {
  if (change.kind !== 'set' || change.values.owner === undefined) return change;
  const { owner, ...rest } = change.values;
  if (owner !== null && agents.has(owner)) return { ...change, values: { ...change.values, fields: { ...rest.fields, owner: null } } };
  if (owner !== null) notes.push(stranger(owner));
  const values: Settable = { ...rest, ...(owner === null && { owner }), fields: { ...rest.fields, owner } };
  return { ...change, values };
}

const stranger = (owner: string): string => `${owner} is no agent here: kept as field.owner`;

/** What a mail does to the ticket that it belongs to. */
export function mailStep(mail: Mail, agents: Agents): Step<ChangeOf<'receive' | 'reply'>> {
  const author = mail.from?.address ?? 'unknown';
  const ours = agents.has(author);
  return {
    key: '',
    change: ours ? { kind: 'reply', message: ourOwn(incoming(mail)) } : { kind: 'receive', message: incoming(mail) },
    by: author,
    ...(mail.date !== undefined && { at: mail.date }),
  };
}

/** The ticket that a mail opens. One that an agent wrote is about whom they wrote to. */
export function mailSteps(mail: Mail, agents: Agents): Steps {
  const author = mail.from?.address ?? 'unknown';
  const ours = agents.has(author);
  const requester = ours ? (mail.to[0] ?? null) : (mail.from?.address ?? null);
  const copies = mail.cc.filter((address) => address !== requester);
  const ticket: TicketDraft = {
    subject: shortened(mail.subject) || (firstWords(mail.text) ?? '(no subject)'),
    requester,
    ...(!ours && mail.from?.name !== undefined && { requesterName: mail.from.name }),
    ...(copies.length > 0 && copies.length <= mostListed && { cc: copies }),
    channel: 'mail',
    ...(mail.language !== undefined && { language: mail.language }),
  };
  const stamp = { by: author, ...(mail.date !== undefined && { at: mail.date }) };
  return {
    first: { key: '', change: { kind: 'create', ticket, ...(!ours && { message: incoming(mail) }) }, ...stamp },
    later: ours ? [{ key: 'reply', change: { kind: 'reply', message: ourOwn(incoming(mail)) }, ...stamp }] : [],
    notes: mail.from ? [] : ['it does not say who wrote it'],
  };
}

function incoming({ from, text, cc, messageId, attachments }: Mail): Incoming {
  return {
    body: text,
    author: from?.address ?? 'unknown',
    ...(from?.name !== undefined && { authorName: from.name }),
    ...(messageId !== undefined && { messageId }),
    ...(cc.length > 0 && { cc }),
    ...(attachments.length > 0 && { attachments }),
  };
}
