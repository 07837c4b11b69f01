import { DeskError } from '../../errors.ts';
import type { Change, ListChange, Settable, TicketDraft } from '../../model/change.ts';
import type { Incoming, MessageDraft } from '../../model/message.ts';
import { normalName } from '../../model/name.ts';
import { type Instant, isInstant } from '../../model/time.ts';

/** UTF-16 units of a message, and of any other text. */
const longestBody = 50_000_000;
const longestText = 100_000;

/** What no store keeps the same everywhere becomes U+FFFD: NUL, and halves of surrogate pairs. */
const sound = (text: string): string => text.replaceAll('\0', '\uFFFD').replaceAll(/\p{Surrogate}/gu, '\uFFFD');

function cleanText(text: string, most = longestText): string {
  if (text.length > most) {
    throw new DeskError('refused', `a text of ${text.length} characters is too long`, {
      hint: `at most ${most} are kept; attach it as a file instead`,
    });
  }
  return sound(text);
}

function cleanName(text: string, what: string): string {
  const name = normalName(cleanText(text));
  if (name === '') throw new DeskError('refused', `${what} needs a name`);
  return name;
}

/** Names, without empty ones and doubles. */
const cleanNames = (names: readonly string[]): readonly string[] =>
  [...new Set(names.map((name) => normalName(cleanText(name))))].filter(Boolean);
const cleanList = ({ add, remove }: ListChange): ListChange => ({ add: cleanNames(add), remove: cleanNames(remove) });
const orNone = (text: string | null): string | null => (text === null ? null : cleanText(text) || null);
const nameOrNone = (text: string | null): string | null => (text === null ? null : normalName(cleanText(text)) || null);

function cleanTime(time: Instant | null): Instant | null {
  if (time === null || isInstant(time)) return time;
  throw new DeskError('refused', `${JSON.stringify(cleanText(time))} is not a time`, {
    hint: 'times are kept as 2026-11-21T22:31:35.000Z',
  });
}

function cleanFields<V extends string | null>(fields: Readonly<Record<string, V>>): Readonly<Record<string, V | null>> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => {
      const field = cleanName(name, 'a field');
      if (/[\s:.]/u.test(field))
        throw new DeskError('refused', `a field cannot be called ${field}`, { hint: 'use a name without blanks, colons and dots' });
      return [field, value === null ? null : ((cleanText(value) || null) as V | null)];
    }),
  );
}

/** Each property that is there, by its own rule; what is absent stays absent. */
function cleanBy<T extends object>(
  rules: { readonly [P in keyof T]?: (value: NonNullable<T[P]> | Extract<T[P], null>) => unknown },
  values: T,
): T {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    entries.map(([name, value]) => {
      const rule = rules[name as keyof T] as ((value: unknown) => unknown) | undefined;
      return [name, rule ? rule(value) : value];
    }),
  ) as T;
}

const aQueue = (name: string): string => cleanName(name, 'a queue');

const settable = (values: Settable): Settable =>
  cleanBy<Settable>(
    {
      subject: (text) => cleanText(text),
      requester: nameOrNone,
      cc: cleanList,
      category: nameOrNone,
      place: orNone,
      language: nameOrNone,
      due: cleanTime,
      queue: aQueue,
      owner: nameOrNone,
      tags: cleanList,
      fields: cleanFields,
    },
    values,
  );

const draft = (ticket: TicketDraft): TicketDraft =>
  cleanBy<TicketDraft>(
    {
      subject: (text) => cleanText(text),
      requester: nameOrNone,
      requesterName: (text) => cleanText(text).trim(),
      cc: cleanNames,
      queue: aQueue,
      owner: nameOrNone,
      tags: cleanNames,
      category: nameOrNone,
      place: orNone,
      language: nameOrNone,
      due: cleanTime,
      closed: cleanTime,
      fields: cleanFields,
    },
    ticket,
  );

const message = <M extends MessageDraft>(text: M): M =>
  cleanBy<MessageDraft & Partial<Incoming>>(
    {
      body: (body) => cleanText(body, longestBody),
      cc: cleanNames,
      bcc: cleanNames,
      attachments: (files) => files.map((file) => ({ ...file, name: cleanText(file.name), type: cleanText(file.type) })),
      author: (author) => normalName(cleanText(author)),
      authorName: (name) => cleanText(name).trim(),
      messageId: (id) => cleanText(id),
    },
    text,
  ) as M;

/** A change as it is kept: names in normal form, texts that any store can hold. Throws `refused` for what cannot be kept. */
export function clean(change: Change): Change {
  switch (change.kind) {
    case 'create':
      return { ...change, ticket: draft(change.ticket), ...(change.message && { message: message(change.message) }) };
    case 'assign':
      return { ...change, to: cleanName(change.to, 'an agent') };
    case 'route':
      return { ...change, to: aQueue(change.to), ...(change.note !== undefined && { note: cleanText(change.note, longestBody) }) };
    case 'tag':
      return { ...change, ...cleanList(change) };
    case 'set':
      return { ...change, values: settable(change.values) };
    case 'reply':
    case 'note':
      return { ...change, message: message(change.message) };
    case 'receive':
      return { ...change, message: message(change.message) };
    case 'wait':
      return { ...change, until: cleanTime(change.until) };
    case 'close':
      return change.message ? { ...change, message: message(change.message) } : change;
    default:
      return change;
  }
}
