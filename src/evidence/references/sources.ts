import type { Backend } from '../../backend/backend.ts';
import type { Attachment, Message } from '../../model/message.ts';
import type { ReferenceSource } from '../../model/reference.ts';
import { beginningOf } from '../../model/stream.ts';
import type { Ticket } from '../../model/ticket.ts';

/** Of one file, and of all files of a ticket, so much is looked through: what a log or a bounce needs, and no more than a moment's work. */
const mostOfFile = 262_144;
const mostOfAll = 2_097_152;

const textTypes = /^(?:text\/|message\/|application\/(?:json|x-ndjson|xml|x-log|x-yaml|yaml|pgp|x-sh))/i;
const textNames = /\.(?:txt|log|eml|csv|tsv|json|ndjson|xml|md|html?|conf|ini|ya?ml)$/i;

/** Whether an attachment is text, as its sender says or as its name does where the sender does not. */
export const isText = ({ type, name }: Pick<Attachment, 'type' | 'name'>): boolean =>
  textTypes.test(type) || (/^application\/octet-stream|^$/i.test(type) && textNames.test(name));

/** UTF-8, or else what Central Europeans had before it. A character that the end cut is left out. */
function decoded(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return new TextDecoder('windows-1250').decode(bytes);
  }
}

/** A message at its place in the thread, counted from 1. */
const messageSource = ({ body, at }: Message, place: number, language: string | null): ReferenceSource => ({
  foundIn: `message ${place + 1}`,
  text: body,
  at,
  language,
});

/** The subject and the messages of a ticket as texts to look for references in. */
export const writtenSources = (
  ticket: Pick<Ticket, 'subject' | 'created' | 'language'>,
  thread: readonly Message[],
): readonly ReferenceSource[] => [
  { foundIn: 'subject', text: ticket.subject, at: ticket.created, language: ticket.language },
  ...thread.map((message, place) => messageSource(message, place, ticket.language)),
];

/** The text attachments of a ticket, each up to 256 KiB, together up to 2 MiB. Times in them are seen from the message that they came with. */
export async function* attachedSources(
  backend: Pick<Backend, 'attachment'>,
  { id, language }: Pick<Ticket, 'id' | 'language'>,
  thread: readonly Message[],
  signal: AbortSignal,
): AsyncIterable<ReferenceSource> {
  let left = mostOfAll;
  for (const { at, attachments } of thread) {
    for (const attachment of attachments.filter(isText)) {
      if (left <= 0) return;
      const bytes = await beginningOf(backend.attachment(id, attachment.id, signal), Math.min(mostOfFile, left));
      left -= bytes.length;
      yield { foundIn: `attachment ${attachment.name}`, text: decoded(bytes), at, language };
    }
  }
}
