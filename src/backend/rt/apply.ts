import { asDeskError, DeskError } from '../../errors.ts';
import type { Change, ChangeKind, ChangeOf } from '../../model/change.ts';
import { refuseMerged } from '../../model/decide.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { AnyFieldName } from '../../model/ticket-fields.ts';
import type { Instant } from '../../model/time.ts';
import type { Outcome, Work } from '../backend.ts';
import { groups } from '../groups.ts';
import { type Handler, handlers } from './changes.ts';
import { creatable, open } from './create.ts';
import type { Before, Deed, Doing } from './deed.ts';
import { missing as noTicket, type RtDesk } from './desk.ts';
import { textOf } from './json.ts';
import { left, type Piece, type Reading } from './piece.ts';
import { type Now, readEach } from './read-each.ts';
import { sendAll } from './send.ts';
import type { Sending } from './sending.ts';
import { settle } from './verify.ts';

export interface Applying {
  readonly desk: RtDesk;
  /** What was done under which key since this desk was opened. */
  readonly done: Map<string, { readonly ticket: TicketId; readonly message: number | null }>;
  /** Where tickets go that name no queue. */
  readonly queue: string;
  /** A ticket that was read a moment ago. */
  readonly recent: (id: TicketId) => Before | undefined;
}

/** So many pieces are read, sent and read again together: a tenth of a second each way, and what was done by then is told. */
const most = { pieces: 50, bytes: 20_000_000 };

const handlerOf = (change: Change): Handler<Change> => handlers[change.kind as ChangeKind] as Handler<Change>;

/** Makes changes, each compared with what is there afterwards. One outcome a piece, in order. */
export async function* apply(applying: Applying, work: AsyncIterable<Work>, signal: AbortSignal): AsyncIterable<Outcome> {
  for await (const group of groups(work, signal, most)) {
    for (const round of rounds(group)) {
      if (signal.aborted) return;
      yield* await together(applying, round, signal);
    }
  }
}

/** Pieces that do not touch the same ticket, nor use the same key, can be done together; each sees what the ones before did. */
function rounds(group: readonly Work[]): readonly (readonly Work[])[] {
  const made: Work[][] = [];
  let taken = new Set<TicketId | string>();
  for (const work of group) {
    const touches = [work.terms.once, ...(work.ref === 'new' ? [] : [work.ref]), ...others(work.change)];
    const current = made.at(-1);
    if (current && !touches.some((each) => taken.has(each))) current.push(work);
    else {
      made.push([work]);
      taken = new Set();
    }
    for (const each of touches) taken.add(each);
  }
  return made;
}

const others = (change: Change): readonly TicketId[] =>
  change.kind === 'link' || change.kind === 'unlink' ? [change.to] : change.kind === 'merge' ? [change.into] : [];

/** How a ticket stands is said with these. */
const standing: readonly AnyFieldName[] = ['subject', 'status', 'priority', 'queue', 'owner'];

/** What was begun is ended: a request that is cut off leaves nobody knowing what came of it. */
const unstoppable = (): AbortSignal => new AbortController().signal;

async function together(applying: Applying, round: readonly Work[], signal: AbortSignal): Promise<readonly Outcome[]> {
  const { desk, queue, done } = applying;
  const pieces = round.map((work) => pieceOf(work, applying));
  const doing: Doing = { me: await desk.me(signal), options: desk.options, queue };
  const needs = [...new Set([...standing, ...pieces.flatMap(({ handler, work }) => handler.needs(work.change))])];
  const reading: Reading = needs;
  const since = desk.calls.now();
  try {
    await prepare(
      applying,
      pieces,
      round.length === 1 ? (pieces[0]?.handler.needs(round[0]?.change as Change) ?? []) : needs,
      doing,
      signal,
    );
    await sendAll(
      desk,
      pieces.flatMap(({ sending }) => sending ?? []),
      { me: doing.me, since, alone: round.length === 1 },
      signal,
    );
    await create(desk, pieces, doing, since, signal);
  } catch (thrown) {
    for (const piece of left(pieces)) piece.error = asDeskError(thrown);
  }
  const outcomes = await settle(desk, pieces, reading, doing, unstoppable());
  for (const outcome of outcomes)
    if (outcome.did === 'done') done.set(outcome.work.terms.once, { ticket: outcome.ticket.id, message: outcome.message });
  return outcomes;
}

function pieceOf(work: Work, { desk, done }: Applying): Piece {
  const handler = handlerOf(work.change);
  const known = done.get(work.terms.once);
  const piece: Piece = { work, handler, id: work.ref === 'new' ? undefined : work.ref, message: null, did: 'done' };
  if (known) return { ...piece, id: known.ticket, message: known.message, did: 'again' };
  try {
    if (work.terms.as)
      throw new DeskError('unsupported', 'Request Tracker takes nothing in another name or with an old date', {
        hint: 'desk import works on a desk of your own',
      });
    if (work.change.kind === 'create') creatable(work.change, desk.options);
    else if (work.ref === 'new') throw new DeskError('usage', `${work.change.kind} needs a ticket`);
    handler.possible?.(work.change, desk.options);
  } catch (thrown) {
    return { ...piece, error: asDeskError(thrown) };
  }
  return piece;
}

/** Reads the tickets that are meant and makes of each change what has to be sent. */
async function prepare(
  { desk, recent }: Applying,
  pieces: readonly Piece[],
  fields: readonly AnyFieldName[],
  doing: Doing,
  signal: AbortSignal,
): Promise<void> {
  const meant = left(pieces).filter(({ work }) => work.ref !== 'new');
  if (meant.length === 0) return;
  const [known, unknown] = justRead(meant, recent);
  const beside = meant.flatMap(({ handler, work }) => handler.other?.(work.change) ?? []);
  // What a link changes is dear to read, and of the other ticket only its being there counts.
  const read = await Promise.all([
    readEach(desk, unknown, fields, signal),
    readEach(desk, beside, fields.includes('tags') ? ['status', 'tags'] : ['status'], signal),
  ]);
  const now: Now = new Map([...read[1], ...read[0], ...known]);
  for (const piece of meant) {
    try {
      piece.sending = await prepared(desk, piece, now, doing, signal);
      if (piece.sending.deed.steps.length === 0) piece.did = 'unchanged';
    } catch (thrown) {
      piece.error = asDeskError(thrown);
    }
  }
}

/** A message asks of its ticket only that it is there: what was read a moment ago, to write it, is good enough. */
function justRead(meant: readonly Piece[], recent: Applying['recent']): readonly [Map<TicketId, Before>, readonly TicketId[]] {
  const known = new Map<TicketId, Before>();
  for (const { id = 0, work } of meant) {
    const plain = (work.change.kind === 'reply' || work.change.kind === 'note') && work.terms.seen === undefined;
    const before = plain ? recent(id) : undefined;
    if (before) known.set(id, before);
  }
  return [known, meant.flatMap(({ id = 0 }) => (known.has(id) ? [] : [id]))];
}

async function prepared(desk: RtDesk, { work, handler, id = 0 }: Piece, now: Now, doing: Doing, signal: AbortSignal): Promise<Sending> {
  const before = now.get(id);
  if (!before || (before.ticket.gone && work.change.kind !== 'delete')) throw noTicket(id);
  const { seen } = work.terms;
  if (seen !== undefined && seen !== before.ticket.version) throw await changedMeanwhile(desk, id, signal);
  // RT would make the change on the survivor, be it that it deletes it. To have gone there already is what a merge wants.
  if (work.change.kind !== 'merge' || work.change.into !== before.ticket.mergedInto) refuseMerged(before.ticket);
  const other = handler.other?.(work.change);
  if (other !== undefined) mustBeThere(other, now);
  const found = other === undefined ? undefined : now.get(other);
  const deed: Deed = handler.deed(before, work.change, found ? { ...doing, other: found } : doing);
  return { id, before, deed, again: work.terms.again, sentences: [], message: null };
}

function mustBeThere(other: TicketId, now: Now): void {
  const found = now.get(other);
  if (!found || found.ticket.gone) throw noTicket(other);
  refuseMerged(found.ticket);
}

async function changedMeanwhile(desk: RtDesk, id: TicketId, signal: AbortSignal): Promise<DeskError> {
  const { items } = await desk.calls.search(
    `id = ${id}`,
    { fields: ['LastUpdatedBy'], within: { LastUpdatedBy: ['Name'] }, perPage: 1 },
    signal,
  );
  const by = items[0]?.['LastUpdatedBy'];
  const name = textOf(by) ?? textOf((by as { readonly id?: unknown } | undefined)?.id);
  return new DeskError('conflict', `${id} was changed${name === undefined ? '' : ` by ${name.toLowerCase()}`}`, {
    hint: `look at it again: desk show ${id}`,
  });
}

/** Opens the tickets that are to be opened, a few at once. */
async function create(desk: RtDesk, pieces: readonly Piece[], doing: Doing, since: Instant, signal: AbortSignal): Promise<void> {
  const next = left(pieces)
    .filter(({ work }) => work.change.kind === 'create')
    .values();
  const hand = async (): Promise<void> => {
    for (const piece of next) {
      if (signal.aborted) {
        piece.untouched = true;
        continue;
      }
      try {
        const when = { since, again: piece.work.terms.again };
        piece.id = await open(desk, piece.work.change as ChangeOf<'create'>, doing, when, unstoppable());
      } catch (thrown) {
        piece.error = asDeskError(thrown);
      }
    }
  };
  await Promise.all([hand(), hand()]);
}
