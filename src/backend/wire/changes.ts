import * as v from 'valibot';
import type { Change, Settable, TicketDraft } from '../../model/change.ts';
import type { Incoming, MessageDraft } from '../../model/message.ts';
import { proofs } from '../../model/sender.ts';
import { channels, goneKinds, priorities, sides, statuses } from '../../model/ticket.ts';
import type { Condition } from '../../query/query.ts';
import { isSoundCondition } from '../../query/sound.ts';
import type { Terms, Work } from '../backend.ts';
import { attachmentDraft, fieldName, instant, list, modelled, numberOf, optional, orNull, relation, shortText, texts } from './pieces.ts';

const listChange = { add: texts, remove: texts };

const draftEntries = {
  body: v.string(),
  attachments: optional(list(attachmentDraft)),
  cc: optional(texts),
  bcc: optional(texts),
  messageId: optional(v.string()),
  authorName: optional(v.string()),
};
const messageDraft = v.strictObject(draftEntries);
const unreached = v.strictObject({ address: v.string(), says: v.string() });
const incoming = v.strictObject({
  ...draftEntries,
  author: v.string(),
  automatic: optional(v.boolean()),
  proof: optional(v.picklist(proofs)),
});

const settable = modelled<Settable>()(
  v.strictObject({
    subject: optional(v.string()),
    status: optional(v.picklist(statuses)),
    requester: optional(orNull(v.string())),
    cc: optional(v.strictObject(listChange)),
    channel: optional(v.picklist(channels)),
    category: optional(orNull(v.string())),
    side: optional(orNull(v.picklist(sides))),
    place: optional(orNull(v.string())),
    language: optional(orNull(v.string())),
    due: optional(orNull(instant)),
    priority: optional(v.picklist(priorities)),
    queue: optional(v.string()),
    owner: optional(orNull(v.string())),
    tags: optional(v.strictObject(listChange)),
    fields: optional(v.record(v.string(), orNull(v.string()))),
  }),
);

const ticketDraft = modelled<TicketDraft>()(
  v.strictObject({
    subject: v.string(),
    requester: optional(orNull(v.string())),
    requesterName: optional(v.string()),
    cc: optional(texts),
    queue: optional(v.string()),
    priority: optional(v.picklist(priorities)),
    status: optional(v.picklist(statuses)),
    owner: optional(orNull(v.string())),
    tags: optional(texts),
    channel: optional(v.picklist(channels)),
    category: optional(orNull(v.string())),
    side: optional(orNull(v.picklist(sides))),
    place: optional(orNull(v.string())),
    language: optional(orNull(v.string())),
    due: optional(orNull(instant)),
    closed: optional(orNull(instant)),
    fields: optional(v.record(v.string(), v.string())),
  }),
);

const of = <K extends string, E extends v.ObjectEntries>(kind: K, entries: E) => v.strictObject({ kind: v.literal(kind), ...entries });

export const change = modelled<Change>()(
  v.variant('kind', [
    of('create', { ticket: ticketDraft, message: optional(modelled<Incoming>()(incoming)) }),
    of('claim', { steal: v.boolean() }),
    of('release', {}),
    of('assign', { to: v.string() }),
    of('prioritize', { to: v.picklist(priorities) }),
    of('route', { to: v.string(), note: optional(v.string()) }),
    of('tag', listChange),
    of('set', { values: settable }),
    of('reply', { message: modelled<MessageDraft>()(messageDraft), status: optional(v.picklist(statuses)) }),
    of('note', { message: messageDraft }),
    of('receive', { message: incoming, quiet: optional(v.boolean()) }),
    of('bounce', {
      message: messageDraft,
      gone: list(unreached),
      returned: optional(v.strictObject({ ids: list(v.string()), from: list(unreached) })),
    }),
    of('link', { relation, to: numberOf }),
    of('unlink', { relation, to: numberOf }),
    of('merge', { into: numberOf }),
    of('wait', { until: orNull(instant) }),
    of('close', { as: v.picklist(['solved', 'closed']), message: optional(messageDraft) }),
    of('reopen', {}),
    of('delete', { as: v.picklist(goneKinds) }),
  ]),
);

/** What is kept otherwise than it came would be another key. */
const keyText = v.pipe(
  shortText,
  v.check((text) => text.isWellFormed() && !text.includes('\0'), 'has characters that no desk keeps'),
);

export const terms = modelled<Terms>()(
  v.strictObject({
    seen: optional(numberOf),
    once: v.pipe(
      keyText,
      v.minLength(1),
      // The server itself takes in forms: whoever guessed a key would have a customer's form taken for one that came before.
      v.check((key) => !key.startsWith('site:'), 'is a key of a form'),
    ),
    again: optional(instant),
    forever: optional(v.boolean()),
    operation: keyText,
    as: optional(v.strictObject({ by: v.string(), at: instant })),
  }),
);

export const work = modelled<Work>()(v.strictObject({ ref: v.union([numberOf, v.literal('new')]), change, terms }));

const bound = v.union([v.string(), v.pipe(v.number(), v.finite())]);
const field = fieldName;
const anyCondition: v.GenericSchema<Condition> = v.lazy(() =>
  v.variant('kind', [
    of('and', { of: list(anyCondition) }),
    of('or', { of: list(anyCondition) }),
    of('not', { of: anyCondition }),
    of('is', { field, values: list(bound) }),
    of('part', { field, at: v.picklist(['start', 'end', 'anywhere']), text: v.string() }),
    of('none', { field }),
    of('between', { field, from: v.optional(bound), to: v.optional(bound) }),
    of('words', { within: v.picklist(['all', 'subject']), words: list(v.string()), prefix: v.boolean() }),
  ]),
) as unknown as v.GenericSchema<Condition>;

/** What a query can mean, and nothing else: it reaches a database as it is. */
export const condition = v.pipe(anyCondition, v.check(isSoundCondition, 'is nothing that a query can mean'));
