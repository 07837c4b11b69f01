import * as v from 'valibot';
import type { Article } from '../../model/article.ts';
import { changeKinds } from '../../model/change.ts';
import type { Contact, ContactChange } from '../../model/contact.ts';
import type { Event } from '../../model/event.ts';
import { type Lapse, lapseKinds, type Mailing, mailStates } from '../../model/mailing.ts';
import { letterKinds, recipientRoles } from '../../model/notice.ts';
import { type AttachmentDraft, type Message, messageKinds } from '../../model/message.ts';
import { type Agent, type Person, roles } from '../../model/person.ts';
import type { Site } from '../../model/site.ts';
import { proofs, senders } from '../../model/sender.ts';
import {
  channels,
  goneKinds,
  priorities,
  type Relation,
  relations,
  sides,
  statuses,
  type Ticket,
  type TicketSlice,
} from '../../model/ticket.ts';
import { type AnyFieldName, fieldNames } from '../../model/ticket-fields.ts';
import { isInstant } from '../../model/time.ts';
import type { AccessToken } from '../../model/token.ts';
import type { LinkedTicket } from '../../model/whole-ticket.ts';

type Whole<T> = T extends Uint8Array | string ? T : T extends object ? { [K in keyof T]-?: Whole<T[K]> } : T;

/** A schema of exactly what the model has: what it lacks, and what it has beyond it, does not compile. */
export function modelled<T>(): <S extends v.GenericSchema>(
  schema: S &
    (v.InferOutput<S> extends T
      ? [Whole<T>, Whole<v.InferOutput<S>>] extends [Whole<v.InferOutput<S>>, Whole<T>]
        ? unknown
        : never
      : never),
) => v.GenericSchema<T> {
  return (schema) => schema as unknown as v.GenericSchema<T>;
}

export const list = <S extends v.GenericSchema>(item: S) => v.pipe(v.array(item), v.readonly());
export const texts = list(v.string());
export const orNull = <S extends v.GenericSchema>(schema: S) => v.nullable(schema);

/** Numbers of tickets, messages and tokens. */
export const numberOf = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER));
export const instant = v.pipe(
  v.string(),
  v.check(isInstant, 'is no time such as 2026-11-21T12:00:00.000Z'),
  v.description('ISO 8601 in UTC with milliseconds'),
);
/** Names are looked up and kept: none is longer than a line. */
export const shortText = v.pipe(v.string(), v.maxLength(500));

const customName = v.pipe(shortText, v.regex(/^field\.[\p{L}\p{N}_-]*[\p{L}\p{N}]$/u));
export const fieldName = v.union([v.picklist(fieldNames), customName]) as unknown as v.GenericSchema<AnyFieldName>;
export const relation = v.picklist(Object.keys(relations) as Relation[]);

export const person = modelled<Person>()(v.strictObject({ address: v.string(), name: orNull(v.string()) }));
export const agent = modelled<Agent>()(v.strictObject({ name: v.string(), role: v.picklist(roles), queues: texts }));

const ticketEntries = {
  id: numberOf,
  version: numberOf,
  subject: v.string(),
  status: v.picklist(statuses),
  priority: v.picklist(priorities),
  queue: v.string(),
  owner: orNull(v.string()),
  requester: orNull(v.string()),
  cc: texts,
  tags: texts,
  channel: v.picklist(channels),
  category: orNull(v.string()),
  side: orNull(v.picklist(sides)),
  place: orNull(v.string()),
  language: orNull(v.string()),
  created: instant,
  updated: instant,
  due: orNull(instant),
  closed: orNull(instant),
  firstReply: orNull(instant),
  waitingSince: orNull(instant),
  until: orNull(instant),
  mergedInto: orNull(numberOf),
  gone: orNull(v.picklist(goneKinds)),
  messages: numberOf,
  links: numberOf,
  fields: v.record(v.string(), v.string()),
};
const { id, version, ...rest } = ticketEntries;
export const optional = <S extends v.GenericSchema>(schema: S) => v.exactOptional(schema);
const partial = <E extends Readonly<Record<string, v.GenericSchema>>>(entries: E) =>
  Object.fromEntries(Object.entries(entries).map(([name, schema]) => [name, v.exactOptional(schema)])) as unknown as {
    [K in keyof E]: v.ExactOptionalSchema<E[K], undefined>;
  };

export const ticket = modelled<Ticket>()(v.strictObject(ticketEntries));
export const slice = modelled<TicketSlice>()(v.strictObject({ id, version, ...partial(rest) }));

/** Bytes are base64 on the wire (RFC 4648). */
const bytes = v.pipe(
  v.string(),
  v.base64(),
  v.transform((text): Uint8Array => Buffer.from(text, 'base64')),
);
/** A file that comes in, with a message or in a form. */
export const attachmentDraft = modelled<AttachmentDraft>()(v.strictObject({ name: shortText, type: shortText, content: bytes }));

const attachment = v.strictObject({ id: v.string(), name: v.string(), type: v.string(), size: numberOf, hash: orNull(v.string()) });
export const message = modelled<Message>()(
  v.strictObject({
    id: numberOf,
    ticket: numberOf,
    kind: v.picklist(messageKinds),
    author: v.string(),
    authorName: orNull(v.string()),
    at: instant,
    body: v.string(),
    cc: texts,
    bcc: texts,
    messageId: orNull(v.string()),
    sender: orNull(v.picklist(senders)),
    proof: orNull(v.picklist(proofs)),
    actingFor: orNull(v.string()),
    attachments: list(attachment),
  }),
);

export const linked = modelled<LinkedTicket>()(
  v.strictObject({ relation, ticket: v.strictObject({ id: numberOf, subject: v.string(), status: v.picklist(statuses) }) }),
);

const patch = v.strictObject(partial(ticketEntries));
export const event = modelled<Event>()(
  v.strictObject({
    cursor: v.string(),
    ticket: numberOf,
    at: instant,
    by: v.string(),
    kind: v.picklist([...changeKinds, 'merged']),
    operation: v.string(),
    before: patch,
    after: patch,
    message: orNull(numberOf),
    other: orNull(v.string()),
    moved: orNull(v.strictObject({ messages: list(numberOf), tags: texts, cc: texts, links: texts })),
  }),
);

export const site = modelled<Site>()(
  v.strictObject({
    name: v.string(),
    queue: orNull(v.string()),
    category: orNull(v.string()),
    origins: texts,
    authenticated: v.boolean(),
    created: instant,
    used: orNull(instant),
  }),
);

export const token = modelled<AccessToken>()(
  v.strictObject({
    id: numberOf,
    agent: v.string(),
    name: v.string(),
    created: instant,
    expires: orNull(instant),
    used: orNull(instant),
    revoked: orNull(instant),
    maker: orNull(numberOf),
  }),
);

const otherContact = v.strictObject({ id: numberOf, name: v.string(), way: orNull(v.string()) });
export const contact = modelled<Contact>()(
  v.strictObject({
    id: numberOf,
    name: v.string(),
    addresses: texts,
    phones: texts,
    actsFor: list(otherContact),
    actedForBy: list(otherContact),
  }),
);
const fewTexts = list(shortText);
export const contactDraft = v.strictObject({ name: shortText, addresses: fewTexts, phones: fewTexts, actsFor: fewTexts });
const fewChanges = v.strictObject({ add: fewTexts, remove: fewTexts });
export const contactChange = modelled<ContactChange>()(
  v.strictObject({
    name: optional(shortText),
    addresses: optional(fewChanges),
    phones: optional(fewChanges),
    actsFor: optional(fewChanges),
  }),
);

export const mailing = modelled<Mailing>()(
  v.strictObject({
    id: numberOf,
    ticket: numberOf,
    kind: v.picklist(letterKinds),
    status: v.picklist(statuses),
    message: orNull(numberOf),
    messageId: v.string(),
    recipient: v.string(),
    role: v.picklist(recipientRoles),
    state: v.picklist(mailStates),
    attempts: numberOf,
    resent: numberOf,
    created: instant,
    next: orNull(instant),
    settled: orNull(instant),
    answer: orNull(v.string()),
  }),
);

export const lapse = modelled<Lapse>()(
  v.strictObject({
    lapse: v.picklist(lapseKinds),
    ticket: numberOf,
    mail: orNull(numberOf),
    recipient: v.string(),
    at: instant,
    says: v.string(),
  }),
);

export const article = modelled<Article>()(
  v.strictObject({
    id: v.string(),
    title: v.string(),
    language: orNull(v.string()),
    audience: texts,
    tags: texts,
    url: orNull(v.string()),
    signatures: texts,
    body: v.string(),
  }),
);
