import { isUtf8 } from 'node:buffer';
import { DeskError } from '../../errors.ts';
import type { AttachmentDraft } from '../../model/message.ts';
import type { TicketId } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import type { Said } from './rest2.ts';
import type { Step } from './deed.ts';
import type { RtDesk } from './desk.ts';
import { objectsIn, textOf } from './json.ts';
import { arrivedMessage, lookFor } from './lost.ts';
import type { Round, Sending } from './sending.ts';
import { checkStatus } from './why.ts';

/** Text that is not UTF-8 would be turned into it, and no longer be what was attached. */
export function fileOf(file: AttachmentDraft): AttachmentDraft {
  const changed = /^(text|message)\//i.test(file.type) && !isUtf8(file.content);
  return changed ? { ...file, type: 'application/octet-stream' } : file;
}

type Saying = Step & { readonly send: 'message' };

/** Sends a reply or a note, once: where it may have been sent before, or its answer is lost, it is looked for. Throws `denied`, `refused`, `uncertain`. */
export async function sendMessage(desk: RtDesk, sending: Sending, step: Saying, round: Round, signal: AbortSignal): Promise<void> {
  const { id, again, before } = sending;
  const { draft, as, status } = step;
  const type = as === 'correspond' ? 'Correspond' : 'Comment';
  const look = (since: Instant) => () => arrivedMessage(desk, id, type, { me: round.me, since, body: draft.body }, signal);
  const known = again === undefined ? undefined : await look(again)();
  if (known !== undefined) {
    sending.message = known;
    return;
  }
  if (status !== undefined) await checkStatus(desk, id, status, textOf(before.json['Status']), signal);
  const body = { Content: draft.body, ContentType: 'text/plain', ...(status !== undefined && { Status: status }) };
  try {
    const { transaction, said } = await desk.calls.message(id, as, body, (draft.attachments ?? []).map(fileOf), signal);
    sending.sentences = [...sending.sentences, ...said.sentences];
    if (said.status !== 201 && !(await mayStill(desk, id, as, signal))) throw denied(id, as, said);
    sending.message = transaction ?? (await look(round.since)()) ?? null;
    if (said.status !== 201 && sending.message === null) throw notTaken(id, said);
  } catch (thrown) {
    if (!(thrown instanceof DeskError) || thrown.kind !== 'uncertain') throw thrown;
    sending.message = await lookFor(look(round.since), thrown, `desk show ${id} tells whether it is there`);
  }
}

/** Whether RT would take such a message from me: it answers alike when I may not and when it could not write it down. Throws `uncertain` where it does not tell. */
async function mayStill(desk: RtDesk, id: TicketId, as: Saying['as'], signal: AbortSignal): Promise<boolean> {
  try {
    const json = await desk.calls.ticket(id, signal);
    return objectsIn(json?.['_hyperlinks']).some((link) => link['ref'] === as);
  } catch (cause) {
    throw new DeskError('uncertain', `RT did not say that the message was added to ${id}, and cannot be asked now`, { cause });
  }
}

const inTheirWords = ({ sentences }: Said): string => (sentences.length > 0 ? ` (RT: ${sentences.join('; ')})` : '');

const denied = (id: TicketId, as: Saying['as'], said: Said): DeskError =>
  new DeskError('denied', `you may not ${as === 'correspond' ? 'reply to' : 'write notes on'} ticket ${id}${inTheirWords(said)}`, {
    hint: `ask an administrator of RT for the right ${as === 'correspond' ? 'ReplyToTicket' : 'CommentOnTicket'}`,
  });

const notTaken = (id: TicketId, said: Said): DeskError =>
  new DeskError('refused', `Request Tracker did not take the message for ${id}${inTheirWords(said)}`, {
    hint: "try again; its administrator finds the reason in RT's log",
  });
