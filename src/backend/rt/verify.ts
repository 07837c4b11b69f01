import { asDeskError, DeskError } from '../../errors.ts';
import type { Change, ChangeOf } from '../../model/change.ts';
import type { Ticket, TicketId, TicketSlice } from '../../model/ticket.ts';
import type { Outcome } from '../backend.ts';
import { expected, rest } from './create.ts';
import type { Before, Deed, Doing } from './deed.ts';
import { missing as noTicket, type RtDesk } from './desk.ts';
import type { Piece, Reading } from './piece.ts';
import { type Now, readEach } from './read-each.ts';
import { sendAll } from './send.ts';
import type { Sending } from './sending.ts';
import { missingFrom } from './set.ts';
import { type There, ticketsOf } from './lost.ts';
import { whyNot } from './why.ts';

/** Compares what was asked with what is there, all by one reading, and tells what came of each piece that was begun. A 200 from RT tells nothing. */
export async function settle(
  desk: RtDesk,
  pieces: readonly Piece[],
  reading: Reading,
  doing: Doing,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const touched = pieces.filter((piece) => piece.untouched !== true && piece.sending?.untouched !== true);
  const fine = touched.filter(({ error }) => !error);
  const ids = fine.filter(({ work }) => work.ref !== 'new').flatMap(({ id }) => id ?? []);
  const made = fine.filter(({ work }) => work.ref === 'new').flatMap(({ id }) => id ?? []);
  const spoken = fine.flatMap(({ sending }) => sending?.message ?? []);
  const [told, there] = await Promise.all([
    Promise.all([readEach(desk, ids, reading, signal), readEach(desk, made, 'whole', signal)]).then(
      (read): Now => new Map(read.flatMap((some) => [...some])),
      asDeskError,
    ),
    ticketsOf(desk, spoken, signal).catch((): There => new Map()),
  ]);
  return Promise.all(
    touched.map((piece) =>
      settled(desk, piece, told, there, doing, signal).catch((thrown: unknown): Outcome => failed(piece, asDeskError(thrown))),
    ),
  );
}

const failed = ({ work }: Piece, error: DeskError): Outcome => ({ did: 'failed', work, error });

async function settled(
  desk: RtDesk,
  piece: Piece,
  told: Now | DeskError,
  there: There,
  doing: Doing,
  signal: AbortSignal,
): Promise<Outcome> {
  const { work, id = 0, did, error } = piece;
  if (error) throw error;
  if (told instanceof DeskError) throw unread(piece, told);
  const after = told.get(id);
  if (!after) throw piece.sending ? outOfSight(piece.sending) : noTicket(id);
  if (did !== 'done') return { did, work, ticket: after.ticket, message: piece.message };
  if (work.change.kind === 'create') return opened(desk, piece, work.change, after, doing, signal);
  const sending = piece.sending as Sending;
  if (sending.error) throw sending.error;
  const survivor = mergedMeanwhile(sending, work.change, after);
  if (survivor !== undefined)
    return onSurvivor(sending, survivor, there, { did: 'done', work, ticket: after.ticket, message: sending.message });
  const message = arrived(sending, there);
  const gap = missingFrom(after, sending.deed.expects);
  const unmet = sending.deed.check?.(after);
  if (gap.length === 0 && unmet === undefined) return { did: 'done', work, ticket: after.ticket, message };
  const refusal = {
    id,
    change: work.change,
    me: doing.me,
    missing: gap,
    after,
    expects: sending.deed.expects,
    sentences: sending.sentences,
  };
  const why = sending.trouble === undefined ? await whyNot(desk, refusal, signal) : failedOn(sending);
  throw message === null && !someHappened(sending, gap) ? why : partly(why, message, gap, sending.deed);
}

/** It was read a moment ago, to change it. */
function outOfSight({ id, error, message }: Sending): DeskError {
  if (error) return error;
  const what =
    message === null ? 'RT does not show it to you any more' : `RT said that message ${message} was added, and does not show it to you`;
  return new DeskError(message === null ? 'denied' : 'uncertain', `whether ${id} was changed cannot be seen: ${what}`, {
    hint: 'a right was taken from you, or from its queue; ask an administrator of RT',
  });
}

/** What came of it cannot be seen. */
function unread({ id = 0, did, sending }: Piece, told: DeskError): DeskError {
  if (did !== 'done') return told;
  return (
    sending?.error ??
    new DeskError('uncertain', `it was sent, and could not be read again: ${told.message}`, {
      hint: `look at it: desk show ${id}`,
      cause: told,
    })
  );
}

/** RT fell over it, and what it was to do is not there. */
const failedOn = ({ id, trouble }: Sending): DeskError =>
  new DeskError('refused', `Request Tracker failed on ${id} (status ${trouble}); it was not changed`, {
    hint: "its administrator finds the reason in RT's log",
  });

/** Whether some of the fields are as they were to be, and others are not: RT does what it may and leaves the rest. */
const someHappened = ({ deed }: Sending, gap: readonly (keyof Ticket)[]): boolean =>
  gap.length > 0 && gap.length < Object.keys(deed.expects).length;

function partly(why: DeskError, message: number | null, gap: readonly (keyof Ticket)[], { expects }: Deed): DeskError {
  const well = Object.keys(expects).filter((field) => !gap.some((each) => each === field));
  const did = [...(message === null ? [] : ['the message was sent']), ...(well.length > 0 ? [`${well.join(', ')} was changed`] : [])].join(
    ', ',
  );
  return new DeskError('partial', `${did}, but ${why.message}`, { ...(why.hint !== undefined && { hint: why.hint }), cause: why });
}

/** The message that was sent is there. */
function arrived({ message, deed, id }: Sending, there: There): number | null {
  if (message === null || there.get(message) === id) return message;
  const hidden = deed.steps.some((step) => step.send === 'message' && step.as === 'comment');
  if (hidden) return message; // who may not see notes may write them
  throw new DeskError('uncertain', `RT said that message ${message} was added to ${id}, but it is not there`, {
    hint: `look at it: desk show ${id}`,
  });
}

/** The ticket that this one was merged into between the look at it and the change. */
function mergedMeanwhile({ before }: Sending, { kind }: Change, { ticket: { mergedInto } }: Before): TicketId | undefined {
  return kind !== 'merge' && typeof mergedInto === 'number' && before.ticket.mergedInto !== mergedInto ? mergedInto : undefined;
}

/** RT does to the survivor what it is asked for of a merged ticket: a message has arrived there, where it belongs; of any other change nobody knew that. */
function onSurvivor({ id, message }: Sending, survivor: TicketId, there: There, done: Outcome): Outcome {
  if (message !== null && there.get(message) === survivor) return done;
  throw new DeskError('conflict', `${id} was merged into ${survivor} meanwhile; RT may have changed ${survivor} in its place`, {
    hint: `look at it: desk show ${survivor}`,
  });
}

async function opened(
  desk: RtDesk,
  { work, id = 0 }: Piece,
  change: ChangeOf<'create'>,
  whole: Before,
  doing: Doing,
  signal: AbortSignal,
): Promise<Outcome> {
  const wanted = expected(change, doing);
  const gap = missingFrom(whole, wanted);
  const [ticket, still, sentences] = gap.length === 0 ? [whole.ticket, gap, []] : await completed(desk, change, gap, whole, doing, signal);
  if (still.length > 0) {
    const why = await whyNot(
      desk,
      { id, change, me: doing.me, missing: still, after: { ...whole, ticket }, expects: wanted, sentences },
      signal,
    );
    throw new DeskError('partial', `ticket ${id} was opened, but ${why.message}`, { hint: `look at it: desk show ${id}`, cause: why });
  }
  const first =
    'talk' in whole && change.message ? ((whole.talk as readonly { readonly transaction: number }[])[0]?.transaction ?? null) : null;
  return { did: 'done', work, ticket, message: first };
}

async function completed(
  desk: RtDesk,
  change: ChangeOf<'create'>,
  gap: readonly (keyof Ticket)[],
  whole: Before,
  doing: Doing,
  signal: AbortSignal,
): Promise<readonly [TicketSlice, readonly (keyof Ticket)[], readonly string[]]> {
  const { id } = whole.ticket;
  const sending: Sending = { id, before: whole, deed: rest(change, gap, whole, doing), again: undefined, sentences: [], message: null };
  await sendAll(desk, [sending], { me: doing.me, since: desk.calls.now(), alone: true }, signal);
  const now = (await readEach(desk, [id], 'whole', signal)).get(id) ?? whole;
  return [now.ticket, missingFrom(now, expected(change, doing)), sending.sentences];
}
