import { DeskError } from '../../errors.ts';
import { normalName } from '../../model/name.ts';
import type { Attachment, Message } from '../../model/message.ts';
import type { TicketId } from '../../model/ticket.ts';
import { missing, type RtDesk } from './desk.ts';
import { type Json, numberOf, textOf } from './json.ts';
import { pagesOf } from './pages.ts';
import { plainText } from './plain-text.ts';
import { type Page, pageSize } from './rest2.ts';
import { isRequest, isTheirs, type Said, talkOf } from './talk.ts';

/** A part of a message: its text, or a file. */
export interface Part {
  readonly id: number;
  readonly type: string;
  readonly name: string | undefined;
  readonly size: number;
  readonly text: string;
  readonly messageId: string | undefined;
}

/** Transactions a request: their numbers stand in its line. */
const atOnce = 50;
const asked = { fields: ['TransactionId', 'Filename', 'ContentType', 'ContentLength', 'Content', 'MessageId'], order: ['id'] };

function partOf(json: Json): { readonly transaction: number; readonly part: Part } | undefined {
  const id = numberOf(json['id']);
  const transaction = numberOf(json['TransactionId']);
  if (id === undefined || transaction === undefined) return undefined;
  const part = {
    id,
    type: textOf(json['ContentType']) ?? 'application/octet-stream',
    name: textOf(json['Filename']),
    size: numberOf(json['ContentLength']) ?? 0,
    text: textOf(json['Content']) ?? '',
    messageId: textOf(json['MessageId']),
  };
  return { transaction, part };
}

/** Parts by their transactions. */
export type Parts = ReadonlyMap<number, readonly Part[]>;

/** The parts of what was said. */
export async function partsOf({ calls }: RtDesk, transactions: readonly number[], signal: AbortSignal): Promise<Parts> {
  const parts = new Map<number, Part[]>();
  for (let at = 0; at < transactions.length; at += atOnce) {
    const some = transactions.slice(at, at + atOnce);
    const read = (page: number): Promise<Page> => calls.attachmentsOf(some, { ...asked, page }, signal);
    for await (const { items } of pagesOf(read, ({ items: of }) => of.length === pageSize, signal)) {
      for (const json of items) {
        const found = partOf(json);
        if (found) parts.set(found.transaction, [...(parts.get(found.transaction) ?? []), found.part]);
      }
    }
  }
  return parts;
}

const isText = ({ type, name }: Part): boolean => name === undefined && type.startsWith('text/');

/** The text of a message: what is plain, else what its HTML says. */
export function bodyOf(parts: readonly Part[]): string {
  const texts = parts.filter(isText);
  const plain = texts.filter(({ type }) => type !== 'text/html');
  return plain.length > 0 ? plain.map(({ text }) => text).join('\n') : texts.map(({ text }) => plainText(text)).join('\n');
}

/** Files, and whatever else is no text and no wrapping. */
const filesOf = (parts: readonly Part[]): readonly Attachment[] =>
  parts
    .filter((part) => !isText(part) && !(part.name === undefined && /^(multipart|message)\//.test(part.type)))
    .map(({ id, name, type, size }) => ({ id: String(id), name: name ?? `part-${id}`, type, size, hash: null }));

/**
 * Who is named for what was said: an agent by name, the requester's side by address. A first message that an agent typed in stands for the requester; one of
 * theirs says who wrote it, who is not the ticket's first requester where tickets were merged.
 */
function authorOf(said: Said, request: boolean, { requester, requesters }: Sides): Pick<Message, 'author' | 'authorName'> {
  const typed = { author: normalName(request ? (said.address ?? said.by) : said.by), authorName: said.realName };
  if (said.type !== 'Create' || !requester || isTheirs(said, requesters)) return typed;
  return {
    author: normalName(textOf(requester['EmailAddress']) ?? textOf(requester['Name']) ?? ''),
    authorName: textOf(requester['RealName']) ?? null,
  };
}

/** What a thread needs to know of its ticket. */
export interface Sides {
  readonly requesters: ReadonlySet<string>;
  readonly requester: Json | undefined;
}

/** What was said as messages, their parts known. */
export const messagesFrom = (talk: readonly Said[], parts: Parts, sides: Sides): readonly Message[] =>
  talk.map((said): Message => {
    const request = isRequest(said, sides.requesters);
    const own = parts.get(said.transaction) ?? [];
    return {
      id: said.transaction,
      ticket: said.ticket,
      kind: said.type === 'Comment' ? 'note' : request ? 'request' : 'reply',
      ...authorOf(said, request, sides),
      at: said.at,
      body: bodyOf(own),
      cc: [],
      bcc: [],
      messageId: own.find(({ messageId }) => messageId !== undefined)?.messageId ?? null,
      sender: null,
      proof: null,
      actingFor: null,
      attachments: filesOf(own),
    };
  });

/** The bodies of what was said on some tickets, oldest first, by ticket. */
export async function bodiesOf(
  desk: RtDesk,
  ids: readonly TicketId[],
  signal: AbortSignal,
): Promise<ReadonlyMap<TicketId, readonly string[]>> {
  const talk = await talkOf(desk, ids, signal);
  const parts = await partsOf(
    desk,
    [...talk.values()].flat().map(({ transaction }) => transaction),
    signal,
  );
  return new Map([...talk].map(([id, said]) => [id, said.map(({ transaction }) => bodyOf(parts.get(transaction) ?? []))]));
}

/** The bodies of some transactions. */
export async function bodiesBy(desk: RtDesk, transactions: readonly number[], signal: AbortSignal): Promise<ReadonlyMap<number, string>> {
  const parts = await partsOf(desk, transactions, signal);
  return new Map(transactions.map((transaction) => [transaction, bodyOf(parts.get(transaction) ?? [])]));
}

/** The content of a file, byte for byte. Throws `not-found` when it is none of this ticket's. */
export async function* attachment(desk: RtDesk, ticket: TicketId, id: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const none = (): DeskError =>
    new DeskError('not-found', `ticket ${ticket} has no attachment ${id}`, { hint: `desk attachments ${ticket} lists them` });
  const talk = (await talkOf(desk, [ticket], signal)).get(ticket) ?? [];
  if (talk.length === 0) throw (await desk.calls.ticket(ticket, signal)) ? none() : missing(ticket);
  if (!/^\d{1,15}$/.test(id)) throw none();
  const found = await desk.calls.attachment(Number(id), signal);
  const transaction = found && transactionOf(found);
  if (!found || !talk.some((said) => said.transaction === transaction)) throw none();
  yield Buffer.from(textOf(found['Content']) ?? '', 'base64');
}

const transactionOf = (json: Json): number | undefined => {
  const at = json['TransactionId'];
  return numberOf(typeof at === 'object' && at !== null ? (at as Json)['id'] : at);
};
