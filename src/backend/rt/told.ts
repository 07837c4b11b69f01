import type { Event } from '../../model/event.ts';
import { normalName } from '../../model/name.ts';
import type { Relation, Ticket, TicketId } from '../../model/ticket.ts';
import { instantOf, statusOf } from './decode.ts';
import type { RtDesk } from './desk.ts';
import { type Json, numberOf, objectOf, textOf } from './json.ts';
import { bandOf, fieldName, type RtOptions } from './options.ts';

/** RT's names of users and queues by number: history tells numbers alone. */
interface Names {
  readonly users: Map<string, string>;
  readonly queues: Map<string, string>;
}

/** What was learnt while transactions were read: names, and custom fields by number. */
export interface Known {
  readonly names: Names;
  readonly fields: Map<string, string>;
}

type Told = Pick<Event, 'kind' | 'before' | 'after'> & Partial<Pick<Event, 'message' | 'other'>>;

/** What RT notes of one thing that happened to a ticket; of users, queues and custom fields by their numbers. */
export interface Transaction {
  readonly id: number;
  readonly ticket: TicketId;
  readonly by: string;
  readonly type: string;
  readonly field: string;
  readonly old: string | undefined;
  readonly fresh: string | undefined;
  readonly json: Json;
}

export function transactionOf(json: Json): Transaction | undefined {
  const [id, ticket] = [numberOf(json['id']), numberOf(json['ObjectId'])];
  if (id === undefined || ticket === undefined) return undefined;
  const creator = objectOf(json['Creator']);
  return {
    id,
    ticket,
    by: normalName(textOf(creator['Name']) ?? textOf(creator['id']) ?? ''),
    type: textOf(json['Type']) ?? '',
    field: textOf(json['Field']) ?? '',
    old: textOf(json['OldValue']),
    fresh: textOf(json['NewValue']),
    json,
  };
}

const changed = <K extends keyof Ticket>(kind: Event['kind'], field: K, before: Ticket[K], after: Ticket[K]): Told => ({
  kind,
  before: { [field]: before },
  after: { [field]: after },
});

function statusTold({ options, done }: RtDesk, { old = '', fresh = '' }: Transaction): Told {
  const [before, after] = [statusOf(options, old, done), statusOf(options, fresh, done)];
  if (fresh === 'deleted') return { kind: 'delete', before: { status: before }, after: { gone: 'deleted' } };
  const finished = (status: string): boolean => status === 'solved' || status === 'closed';
  const kind = finished(after) ? 'close' : finished(before) ? 'reopen' : after === 'pending' ? 'wait' : 'set';
  return changed(kind, 'status', before, after);
}

function ownerTold({ old = '', fresh = '', by }: Transaction, { users }: Names): Told {
  const name = (id: string): string | null => {
    const found = normalName(users.get(id) ?? id);
    return found === 'nobody' || found === '' ? null : found;
  };
  const after = name(fresh);
  return changed(after === null ? 'release' : after === by ? 'claim' : 'assign', 'owner', name(old), after);
}

function linkTold({ old, fresh, field, type }: Transaction): Told | undefined {
  const ticket = /\/ticket\/(\d+)$/.exec(fresh ?? old ?? '')?.[1];
  const relation = linkFields[field];
  if (ticket === undefined || relation === undefined) return undefined;
  return { kind: type === 'AddLink' ? 'link' : 'unlink', before: {}, after: {}, other: `${relation}:${ticket}` };
}

const linkFields: Readonly<Record<string, Relation>> = {
  RefersTo: 'related',
  ReferredToBy: 'related',
  DependsOn: 'blocked-by',
  DependedOnBy: 'blocks',
  MemberOf: 'child',
  HasMember: 'parent',
};

const setTold: Readonly<Record<string, (transaction: Transaction, options: RtOptions, names: Names) => Told | undefined>> = {
  Subject: ({ old = '', fresh = '' }) => changed('set', 'subject', old, fresh),
  Priority: ({ old = '0', fresh = '0' }, options) =>
    changed('prioritize', 'priority', bandOf(options, Number(old)), bandOf(options, Number(fresh))),
  Queue: ({ old = '', fresh = '' }, _, { queues }) =>
    changed('route', 'queue', normalName(queues.get(old) ?? old), normalName(queues.get(fresh) ?? fresh)),
  Owner: (transaction, _, names) => ownerTold(transaction, names),
  Due: ({ old, fresh }) => changed('set', 'due', utc(old), utc(fresh)),
};

/** History tells times as the database writes them. */
const utc = (text: string | undefined) =>
  instantOf(text && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? `${text.replace(' ', 'T')}Z` : text);

function customTold({ field, old, fresh }: Transaction, fields: ReadonlyMap<string, string>, options: RtOptions): Told {
  const name = fields.get(field) ?? field;
  if (name.toLowerCase() === options.places.tags?.toLowerCase())
    return changed('tag', 'tags', old === undefined ? [] : [normalName(old)], fresh === undefined ? [] : [normalName(fresh)]);
  const of = (value: string | undefined): Ticket['fields'] => (value === undefined ? {} : { [fieldName(name)]: value });
  return changed('set', 'fields', of(old), of(fresh));
}

const messageKinds: Readonly<Record<string, Event['kind']>> = { Create: 'create', Correspond: 'reply', Comment: 'note' };

const isMerge = ({ type, field }: Transaction): boolean => type === 'AddLink' && field === 'MergedInto';
const mergedInto = ({ fresh }: Transaction): number => Number(/(\d+)$/.exec(fresh ?? '')?.[1]);

/** RT writes the same on both: on the one that goes, and right after it on its survivor, without saying which one came. */
function mergeTold(transaction: Transaction, before: Transaction | undefined): Told {
  const survivor = mergedInto(transaction);
  if (survivor !== transaction.ticket) return { kind: 'merge', before: {}, after: {}, other: `into:${survivor}` };
  const came = before && before.id === transaction.id - 1 && isMerge(before) && mergedInto(before) === survivor ? before.ticket : undefined;
  return { kind: 'merged', before: {}, after: {}, other: came === undefined ? null : `from:${came}` };
}

/** What a transaction tells, as far as it is one of our kinds; `previous` is the one before it. */
export function told(
  desk: RtDesk,
  transaction: Transaction,
  previous: Transaction | undefined,
  { names, fields }: Known,
): Told | undefined {
  const { type, id, field } = transaction;
  const said = messageKinds[type];
  if (said) return { kind: said, before: {}, after: {}, message: id };
  if (type === 'Status') return statusTold(desk, transaction);
  if (type === 'CustomField') return customTold(transaction, fields, desk.options);
  if (isMerge(transaction)) return mergeTold(transaction, previous);
  if (type === 'AddLink' || type === 'DeleteLink') return linkTold(transaction);
  if (type === 'Set' || type === 'Force' || type === 'Take' || type === 'Give' || type === 'Steal' || type === 'Untake')
    return setTold[type === 'Set' ? field : 'Owner']?.(transaction, desk.options, names);
  return undefined;
}
