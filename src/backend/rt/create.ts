import { DeskError } from '../../errors.ts';
import type { ChangeOf, Settable, TicketDraft } from '../../model/change.ts';
import type { Ticket, TicketId } from '../../model/ticket.ts';
import type { Before, Deed, Doing } from './deed.ts';
import { cannot } from './deed.ts';
import type { Said } from './rest2.ts';
import type { RtDesk } from './desk.ts';
import { noQueue, seesQueue } from './why.ts';
import type { Json } from './json.ts';
import { arrivedTicket, lookFor } from './lost.ts';
import type { RtOptions } from './options.ts';
import { fileOf } from './message.ts';
import { fieldsWritten, mustBeKnown, oneLine, placeOf, setDeed, statusFor, theirPriority, theirTime, wholeSeconds } from './set.ts';
import type { Instant } from '../../model/time.ts';

/** RT makes tickets with these statuses only; every other is given to them afterwards. */
const initial: ReadonlySet<string> = new Set(['new', 'open', 'resolved']);

const held = ['category', 'side', 'place', 'language', 'channel'] as const;

/** What RT has no place for. Throws `unsupported`. */
export function creatable({ ticket, message }: ChangeOf<'create'>, options: RtOptions): void {
  if (ticket.priority !== undefined) theirPriority(options, ticket.priority);
  if (ticket.status !== undefined) statusFor(options, ticket.status);
  if (ticket.tags !== undefined && ticket.tags.length > 0) placeOf(options, 'tags');
  for (const field of held) {
    const value = ticket[field];
    if (value !== undefined && value !== null && !(field === 'channel' && options.places.channel === undefined && value === 'mail'))
      placeOf(options, field);
  }
  mustBeKnown([ticket.requester ?? '', ...(ticket.cc ?? [])]);
  if (ticket.closed) throw cannot('say when a ticket was closed before it was opened', 'leave it out');
  if (message?.cc?.length || message?.bcc?.length)
    throw cannot('send copies of one message alone', 'desk create --cc copies people on all that follows');
}

const given = <T extends object>(values: T): Json =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null));

/** "Rita Nová <rita@acme.example>" where a name is known. */
const withName = (address: string, name: string | undefined): string =>
  name === undefined || !address.includes('@') ? address : `"${name.replaceAll(/["\\]/g, '')}" <${address}>`;

function customOf(draft: TicketDraft, options: RtOptions): Json {
  const placed = held
    .filter((field) => draft[field] !== undefined && draft[field] !== null && options.places[field] !== undefined)
    .map((field) => [placeOf(options, field), draft[field]]);
  const tags = draft.tags && draft.tags.length > 0 ? [[placeOf(options, 'tags'), draft.tags]] : [];
  return { ...Object.fromEntries([...placed, ...tags]), ...fieldsWritten(draft.fields ?? {}, options).custom };
}

/** A ticket's first post, as RT takes it. */
function postOf({ ticket, message }: ChangeOf<'create'>, { options, queue }: Doing): Json {
  const { priority, status, requester, requesterName, due } = ticket;
  const theirs = status === undefined ? undefined : statusFor(options, status);
  const custom = customOf(ticket, options);
  return given({
    Queue: ticket.queue ?? queue,
    Subject: oneLine(ticket.subject),
    Requestor: requester ? withName(requester, requesterName ?? message?.authorName) : undefined,
    Cc: ticket.cc && ticket.cc.length > 0 ? ticket.cc : undefined,
    Owner: ticket.owner,
    Priority: priority === undefined ? undefined : theirPriority(options, priority),
    Status: theirs !== undefined && initial.has(theirs) ? theirs : undefined,
    Due: due ? theirTime(due) : undefined,
    CustomFields: Object.keys(custom).length > 0 ? custom : undefined,
    ...(message && { Content: message.body, ContentType: 'text/plain' }),
  });
}

/** What a new ticket must be afterwards, and what has to be set once it is there. */
export function expected({ ticket }: ChangeOf<'create'>, { queue, options }: Doing): Partial<Ticket> {
  const { subject, requester, cc, priority, status, owner, tags, due, fields, category, side, place, language } = ticket;
  return given({
    subject: oneLine(subject),
    queue: ticket.queue ?? queue,
    requester,
    cc: cc && cc.length > 0 ? cc : undefined,
    priority,
    status,
    owner,
    tags: tags && tags.length > 0 ? tags : undefined,
    due: due ? wholeSeconds(due) : undefined,
    fields: fields && Object.keys(fields).length > 0 ? fields : undefined,
    category,
    side,
    place,
    language,
    channel: options.places.channel === undefined ? undefined : ticket.channel,
  }) as Partial<Ticket>;
}

/** What is not as it was to be, done once more as a change: a status that no ticket begins with, a value that RT left out. */
export function rest(change: ChangeOf<'create'>, missing: readonly (keyof Ticket)[], after: Before, doing: Doing): Deed {
  const { cc, tags, fields, ...plain } = change.ticket;
  const values: Record<string, unknown> = {};
  for (const field of missing) {
    if (field === 'cc') values['cc'] = { add: cc ?? [], remove: [] };
    else if (field === 'tags') values['tags'] = { add: tags ?? [], remove: [] };
    else if (field === 'fields') values['fields'] = fields;
    else values[field] = plain[field as keyof typeof plain];
  }
  return setDeed(values as Settable, after, doing);
}

/**
 * Opens a ticket, once: after a lost answer it is looked for, and where it may have been opened before (`again`, not earlier than this) beforehand. Throws
 * `denied`, `not-found`, `refused`, `uncertain`.
 */
export async function open(
  desk: RtDesk,
  change: ChangeOf<'create'>,
  doing: Doing,
  { since, again }: { readonly since: Instant; readonly again: Instant | undefined },
  signal: AbortSignal,
): Promise<TicketId> {
  const post = postOf(change, doing);
  const queue = String(post['Queue']);
  const subject = oneLine(change.ticket.subject);
  const look = (from: Instant) => () =>
    arrivedTicket(desk, subject, queue, { me: doing.me, since: from, body: change.message?.body ?? '' }, signal);
  const known = again === undefined ? undefined : await look(again)();
  if (known !== undefined) return known;
  try {
    const { id, said } = await desk.calls.create(post, (change.message?.attachments ?? []).map(fileOf), signal);
    if (id !== undefined) return id;
    throw await notOpened(desk, queue, change, said, signal);
  } catch (thrown) {
    if (!(thrown instanceof DeskError) || thrown.kind !== 'uncertain') throw thrown;
    return lookFor(look(since), thrown, `desk list 'queue:${queue}' --sort -id shows whether it was opened`);
  }
}

async function notOpened(
  desk: RtDesk,
  queue: string,
  { ticket }: ChangeOf<'create'>,
  { sentences, status }: Said,
  signal: AbortSignal,
): Promise<DeskError> {
  const words = sentences.length > 0 ? ` (RT: ${sentences.join('; ')})` : '';
  if (!(await seesQueue(desk, queue, signal))) return noQueue(queue);
  if (status === 403)
    return new DeskError('denied', `you may not open tickets in the queue ${queue}`, { hint: 'desk create --queue <name> takes another' });
  if (ticket.owner && !(await desk.calls.user(ticket.owner, signal)))
    return new DeskError('not-found', `there is no agent ${ticket.owner}`);
  return new DeskError('refused', `the ticket was not opened${words}`);
}
