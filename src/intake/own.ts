import { DeskError } from '../errors.ts';
import type { TicketDraft } from '../model/change.ts';
import { type AttachmentDraft, type Incoming, messageKinds } from '../model/message.ts';
import { normalName } from '../model/name.ts';
import { channels, priorities, sides, statuses } from '../model/ticket.ts';
import { type Instant, isInstant } from '../model/time.ts';
import { orRefused } from './draft.ts';
import { type Entry, type IncomingAt, keyOf, type Update } from './record.ts';

type Values = Readonly<Record<string, unknown>>;

/** Whether an object is a ticket as an export of ours writes it. */
export const isOwn = (value: Values): boolean =>
  typeof value['id'] === 'number' &&
  typeof value['version'] === 'number' &&
  typeof value['subject'] === 'string' &&
  typeof value['status'] === 'string';

/**
 * A ticket of an export of ours: its fields by their names, custom ones as `field.<name>`, its messages in `thread`. It is known by its number and when it was
 * made, so that an export of a later day brings only its further messages.
 */
export function ownEntry(at: string, value: Values): Entry {
  return orRefused(at, () => {
    const created = instant(value, 'created');
    const notes: string[] = [];
    const messages = threadOf(value, notes);
    // Replies and requests move the status: what it came to is set at the end.
    const past = messages.length > 1 || messages.some(({ kind }) => kind !== 'request');
    const ticket = draftOf(value);
    return {
      at,
      key: keyOf('desk', String(value['id']), created ?? ''),
      piece: {
        kind: 'ticket',
        ticket: past ? beginning(ticket) : ticket,
        messages,
        ...(created !== undefined && { created }),
        updates: past || instant(value, 'until') !== undefined ? [ending(ticket, value)] : [],
      },
      ...(notes.length > 0 && { notes }),
    };
  });
}

function beginning({ status, closed, ...ticket }: TicketDraft): TicketDraft {
  return status === undefined && closed === undefined ? ticket : { ...ticket, status: 'new' };
}

function ending({ status, due, requester }: TicketDraft, value: Values): Update {
  const at = (status === 'solved' || status === 'closed' ? instant(value, 'closed') : undefined) ?? instant(value, 'updated');
  const until = instant(value, 'until');
  const values = { ...(status !== undefined && { status }), ...(due !== undefined && { due }) };
  return {
    key: keyOf('state', status ?? '', at ?? ''),
    by: requester ?? 'import',
    change: status === 'pending' && until !== undefined ? { kind: 'wait', until } : { kind: 'set', values },
    ...(at !== undefined && { at }),
  };
}

function draftOf(value: Values): TicketDraft {
  const fields = fieldsOf(value);
  const due = instant(value, 'due');
  return {
    subject: text(value, 'subject') ?? '',
    ...dropped({
      requester: name(value, 'requester'),
      requesterName: text(value, 'requester-name'),
      queue: name(value, 'queue'),
      owner: name(value, 'owner'),
      category: name(value, 'category'),
      place: text(value, 'place'),
      language: name(value, 'language'),
      status: one(value, 'status', statuses),
      priority: one(value, 'priority', priorities),
      channel: one(value, 'channel', channels),
      side: one(value, 'side', sides),
      closed: instant(value, 'closed'),
    }),
    // Without it the desk would set one of its own.
    ...('due' in value && { due: due ?? null }),
    ...(list(value, 'cc').length > 0 && { cc: list(value, 'cc').map(normalName) }),
    ...(list(value, 'tags').length > 0 && { tags: list(value, 'tags').map(normalName) }),
    ...(Object.keys(fields).length > 0 && { fields }),
  };
}

/** Custom fields come as `field.<name>`, and with a thread as rows of name and value. */
function fieldsOf(value: Values): Readonly<Record<string, string>> {
  const found: (readonly [string, unknown])[] = objectsIn(value, 'fields').map((row) => [text(row, 'name') ?? '', row['value']]);
  for (const key of Object.keys(value)) if (key.startsWith('field.')) found.push([key.slice('field.'.length), value[key]]);
  return Object.fromEntries(
    found.flatMap(([key, item]) => (key === '' || item === null || item === undefined ? [] : [[key, String(item)]])),
  );
}

const objectsIn = (value: Values, key: string): readonly Values[] => {
  const found = value[key];
  return Array.isArray(found) ? found.filter((item): item is Values => typeof item === 'object' && item !== null) : [];
};

function threadOf(value: Values, notes: string[]): readonly IncomingAt[] {
  const seen = new Map<string, number>();
  return objectsIn(value, 'thread').map((item) => {
    const message = messageOf(item, notes);
    const nth = (seen.get(message.key) ?? 0) + 1;
    seen.set(message.key, nth);
    return nth === 1 ? message : { ...message, key: `${message.key}:${nth}` };
  });
}

function messageOf(value: Values, notes: string[]): IncomingAt {
  const at = instant(value, 'at');
  const author = text(value, 'author') ?? 'unknown';
  const attachments = attachmentsOf(value, notes);
  const message: Incoming = {
    body: text(value, 'body') ?? '',
    author,
    ...dropped({ authorName: text(value, 'author-name'), messageId: text(value, 'message-id') }),
    ...(list(value, 'cc').length > 0 && { cc: list(value, 'cc') }),
    ...(list(value, 'bcc').length > 0 && { bcc: list(value, 'bcc') }),
    ...(attachments.length > 0 && { attachments }),
  };
  return {
    key: keyOf(at ?? '', author, message.body),
    kind: one(value, 'kind', messageKinds) ?? 'request',
    message,
    ...(at !== undefined && { at }),
  };
}

/** Only those whose content came along, in base64. */
function attachmentsOf(value: Values, notes: string[]): readonly AttachmentDraft[] {
  return objectsIn(value, 'attachments').flatMap((item) => {
    const [fileName, content] = [text(item, 'name') ?? 'attachment', text(item, 'content')];
    if (content !== undefined)
      return { name: fileName, type: text(item, 'type') ?? 'application/octet-stream', content: Buffer.from(content, 'base64') };
    notes.push(`the content of ${fileName} is not in the file`);
    return [];
  });
}

const text = (value: Values, key: string): string | undefined => {
  const found = value[key];
  return typeof found === 'string' ? found.replaceAll('\0', '') : undefined;
};

const name = (value: Values, key: string): string | undefined => {
  const found = text(value, key);
  return found === undefined ? undefined : normalName(found);
};

const list = (value: Values, key: string): readonly string[] => {
  const found = value[key];
  return Array.isArray(found) ? found.filter((item) => typeof item === 'string') : [];
};

function one<Word extends string>(value: Values, key: string, words: readonly Word[]): Word | undefined {
  const found = text(value, key);
  if (found === undefined) return undefined;
  const word = words.find((each) => each === found);
  if (word === undefined) throw new DeskError('refused', `${key}: "${found}" is none of ${words.join(', ')}`);
  return word;
}

function instant(value: Values, key: string): Instant | undefined {
  const found = text(value, key);
  if (found !== undefined && !isInstant(found)) throw new DeskError('refused', `${key}: "${found}" is no time as an export writes it`);
  return found;
}

type Dropped<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Without what is not there. */
function dropped<T extends object>(values: T): Dropped<T> {
  const kept: Partial<T> = {};
  for (const key in values) if (values[key] !== undefined) kept[key] = values[key];
  return kept as Dropped<T>;
}
