import type { Change, Settable, TicketDraft, Unreached } from '../../model/change.ts';
import { type Incoming, type MessageDraft, mostCopied } from '../../model/message.ts';
import { normalName } from '../../model/name.ts';
import { proofs } from '../../model/sender.ts';
import { channels, goneKinds, mostListed, priorities, type Relation, relations, type Side, sides, statuses } from '../../model/ticket.ts';
import {
  cleanFields,
  cleanList,
  cleanName,
  cleanText,
  cleanTime,
  longestBody,
  longestName,
  nameOrNone,
  namesUpTo,
  oneOf,
  orNone,
} from './clean-text.ts';

type Rules<T> = { readonly [P in keyof T]?: (value: NonNullable<T[P]> | Extract<T[P], null>) => unknown };

/** Each property that is there, by its own rule; what is absent stays absent. */
function cleanBy<T extends object>(rules: Rules<T>, values: T): T {
  const cleaned: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined) continue;
    const rule = rules[name as keyof T] as ((value: unknown) => unknown) | undefined;
    cleaned[name] = rule ? rule(value) : value;
  }
  return cleaned as T;
}

const aStatus = oneOf('status', statuses);
const aPriority = oneOf('priority', priorities);
const aChannel = oneOf('channel', channels);
const aSide = (side: Side | null): Side | null => (side === null ? null : oneOf('side', sides)(side));
const aRelation = oneOf('relation', Object.keys(relations) as Relation[]);

const aQueue = (name: string): string => cleanName(name, 'a queue');

const settableRules: Rules<Settable> = {
  subject: (text) => cleanText(text),
  status: aStatus,
  priority: aPriority,
  channel: aChannel,
  side: aSide,
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
};
const settable = (values: Settable): Settable => cleanBy(settableRules, values);

const draftRules: Rules<TicketDraft> = {
  subject: (text) => cleanText(text),
  status: aStatus,
  priority: aPriority,
  channel: aChannel,
  side: aSide,
  requester: nameOrNone,
  requesterName: (text) => cleanText(text).trim(),
  cc: namesUpTo(mostListed),
  queue: aQueue,
  owner: nameOrNone,
  tags: namesUpTo(mostListed),
  category: nameOrNone,
  place: orNone,
  language: nameOrNone,
  due: cleanTime,
  closed: cleanTime,
  fields: cleanFields,
};
const draft = (ticket: TicketDraft): TicketDraft => cleanBy(draftRules, ticket);

const messageRules: Rules<MessageDraft & Partial<Incoming>> = {
  body: (body) => cleanText(body, longestBody),
  cc: namesUpTo(mostCopied),
  bcc: namesUpTo(mostCopied),
  attachments: (files) => files.map((file) => ({ ...file, name: cleanText(file.name), type: cleanText(file.type) })),
  author: (author) => normalName(cleanText(author, longestName)),
  authorName: (name) => cleanText(name).trim(),
  messageId: (id) => cleanText(id),
  proof: oneOf('proof', proofs),
};
const message = <M extends MessageDraft>(text: M): M => cleanBy<MessageDraft & Partial<Incoming>>(messageRules, text) as M;

const unreached = ({ address, says }: Unreached): Unreached => ({ address: cleanName(address, 'an address'), says: cleanText(says) });

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
    case 'prioritize':
      return { ...change, to: aPriority(change.to) };
    case 'reply':
      return { ...change, message: message(change.message), ...(change.status && { status: aStatus(change.status) }) };
    case 'bounce':
      return {
        ...change,
        message: message(change.message),
        gone: change.gone.map(unreached),
        ...(change.returned && {
          returned: { ids: change.returned.ids.map((id) => cleanText(id)), from: change.returned.from.map(unreached) },
        }),
      };
    case 'note':
      return { ...change, message: message(change.message) };
    case 'receive':
      return { ...change, message: message(change.message) };
    case 'link':
    case 'unlink':
      return { ...change, relation: aRelation(change.relation) };
    case 'delete':
      return { ...change, as: oneOf('way to delete', goneKinds)(change.as) };
    case 'wait':
      return { ...change, until: cleanTime(change.until) };
    case 'close':
      oneOf('way to close', ['solved', 'closed'])(change.as);
      return change.message ? { ...change, message: message(change.message) } : change;
    default:
      return change;
  }
}
