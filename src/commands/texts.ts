import type { PartsOfText, TextSource } from '../action/text.ts';
import type { Backend } from '../backend/backend.ts';
import type { AttachmentDraft, MessageDraft } from '../model/message.ts';
import { addressesIn } from '../model/address.ts';
import { preflightModes } from '../model/preflight.ts';
import { collect } from '../model/stream.ts';
import type { Selection } from '../action/action.ts';
import { flag } from './flag.ts';

/** Flags of commands that send a text. */
export const textFlags = {
  body: flag.text('the text'),
  'body-file': flag.text('the text from a file; - for standard input', 'file', 'path'),
  attach: flag.texts('attach a file', 'file', 'path'),
} as const;

/** Flags of commands that send a text to people. */
export const copyFlags = {
  cc: flag.texts('a copy to this address', 'address'),
  bcc: flag.texts('a copy that the others do not see', 'address'),
} as const;

/** Of commands that write to requesters. */
export const preflightFlag = flag.choice(
  'the look at what goes out: say what is found (as at a terminal), refuse it (as elsewhere), or do not look',
  preflightModes,
  'mode',
);

/** What is said after a reply on a desk that sends no mail. */
export const staysHere = 'kept on the ticket; no mail leaves this desk';

interface TextValues {
  readonly body: string | undefined;
  readonly 'body-file': string | undefined;
  readonly attach: readonly string[];
  readonly cc?: readonly string[];
  readonly bcc?: readonly string[];
}

/** The message that the flags describe; its text comes from them or from the editor, which shows `start`. */
export async function messageFrom(values: TextValues, text: TextSource, start: string, parts?: PartsOfText): Promise<MessageDraft> {
  const given = values.body !== undefined || values['body-file'] !== undefined;
  const kept = given ? await text.get(values, start, parts) : undefined;
  const attachments: readonly AttachmentDraft[] = await text.attachments(values.attach); // before the editor: what is missing is said before anybody types
  const body = kept ?? (await text.get(values, start, parts));
  return { body, attachments, cc: (values.cc ?? []).flatMap(addressesIn), bcc: (values.bcc ?? []).flatMap(addressesIn) };
}

/** What the editor shows below the text: what the requester said last, else what we did, when one ticket is answered. */
export async function lastWords(selection: Selection, backend: Backend, signal: AbortSignal): Promise<string> {
  const [target, ...more] = selection.by === 'ids' ? selection.targets : [];
  if (target === undefined || more.length > 0) return '';
  const ticket = await backend.get(target.ticket, signal);
  const thread = await collect(backend.thread(target.ticket, signal));
  const said = thread.filter(({ kind }) => kind !== 'note');
  const { speaking, speakingWords } = await import('../evidence/compose/language.ts');
  const speaks = speakingWords(await speaking(ticket, thread));
  const message = said.findLast(({ kind }) => kind === 'request') ?? said.at(-1);
  const last = message ? `${message.author} wrote:\n\n${message.body}` : '';
  const to = `To: ${ticket.requester ?? 'nobody'}${ticket.cc.length > 0 ? `, copies to ${ticket.cc.join(', ')}` : ''}`;
  return `${ticket.id} ${ticket.subject}\n${to}${speaks === undefined ? '' : `\nWrites: ${speaks}`}\n\n${last}`;
}
