import { normalName } from '../../model/name.ts';
import {
  type Channel,
  channels,
  type Relation,
  type Side,
  sides,
  type Status,
  type TicketId,
  type TicketSlice,
} from '../../model/ticket.ts';
import type { AnyFieldName, FieldName } from '../../model/ticket-fields.ts';
import type { Instant } from '../../model/time.ts';
import type { Asked } from './rest2.ts';
import { type Json, numberOf, objectOf, objectsIn, textOf, textsIn } from './json.ts';
import { bandOf, fieldName, placeable, type Placeable, type RtOptions } from './options.ts';

type Column =
  | 'Subject'
  | 'Status'
  | 'Priority'
  | 'Queue'
  | 'Owner'
  | 'Requestor'
  | 'Cc'
  | 'Created'
  | 'Due'
  | 'Resolved'
  | 'EffectiveId'
  | 'CustomFields'
  | '_hyperlinks';

/** What each field is made of: RT charges for each. `talk` is what was said on a ticket, which is asked for by itself. */
const madeOf: Readonly<Record<FieldName, readonly (Column | 'talk')[]>> = {
  id: [],
  version: [],
  updated: [],
  subject: ['Subject'],
  status: ['Status'],
  priority: ['Priority'],
  queue: ['Queue'],
  owner: ['Owner'],
  requester: ['Requestor'],
  cc: ['Cc'],
  tags: ['CustomFields'],
  channel: ['CustomFields'],
  category: ['CustomFields'],
  side: ['CustomFields'],
  place: ['CustomFields'],
  language: ['CustomFields'],
  created: ['Created'],
  age: ['Created'],
  due: ['Due'],
  closed: ['Resolved', 'Status'],
  'first-reply': ['talk', 'Requestor', 'Cc'],
  waiting: ['talk', 'Requestor', 'Cc', 'Status'],
  messages: ['talk', 'Requestor', 'Cc'],
  links: ['_hyperlinks'],
};

/** All that a whole ticket is made of. */
export const wholeTicket: readonly AnyFieldName[] = [...(Object.keys(madeOf) as FieldName[]), 'field.any'];

/** What has to be asked of RT for some fields. */
export interface Needed {
  readonly asked: Pick<Asked, 'fields' | 'within'>;
  readonly talk: boolean;
}

const within = { Queue: ['Name'], Requestor: ['Name', 'EmailAddress', 'RealName'], Cc: ['Name', 'EmailAddress'] };

function columnsOf({ places }: RtOptions, field: AnyFieldName | 'words'): readonly (Column | 'talk')[] {
  if (field === 'words') return ['Subject'];
  if (field === 'field.rt-priority') return ['Priority'];
  if (field === 'field.rt-status') return ['Status'];
  if (field.startsWith('field.')) return ['CustomFields'];
  if (placeable.some((each) => each === field) && places[field as Placeable] === undefined) return [];
  return madeOf[field as FieldName];
}

/** What RT must be asked for these fields, beside number and version. */
export function needed(options: RtOptions, fields: Iterable<AnyFieldName | 'words'>): Needed {
  const columns = new Set([...fields].flatMap((field) => columnsOf(options, field)));
  const talk = columns.delete('talk');
  return { asked: { fields: ['LastUpdated', ...columns], within }, talk };
}

/** RT writes whole seconds, and 1970 for none. */
export function instantOf(value: unknown): Instant | null {
  const ms = Date.parse(textOf(value) ?? '');
  return Number.isNaN(ms) || ms <= 0 ? null : new Date(ms).toISOString();
}

/** RT tells no number that grows with each change of a ticket in a list; its last second does. */
export const versionOf = (json: Json): number => Math.floor(Date.parse(textOf(json['LastUpdated']) ?? '') / 1000) || 0;

/** The name by which RT refers to a user. */
const userName = (user: unknown): string | undefined => textOf(objectOf(user)['Name']) ?? textOf(objectOf(user)['id']) ?? textOf(user);

/** A person as we name them: by address, else by name. */
const addressOf = (user: Json): string => normalName(textOf(user['EmailAddress']) ?? userName(user) ?? '');

const addressesOf = (users: unknown): readonly string[] =>
  objectsIn(users)
    .map(addressOf)
    .filter((address) => address !== '');

/** RT's Nobody is nobody. */
export function agentOf(user: unknown): string | null {
  const name = normalName(userName(user) ?? '');
  return name === '' || name === 'nobody' ? null : name;
}

/** The values of a ticket's custom fields, by RT's names. */
export function customValues(json: Json): ReadonlyMap<string, readonly string[]> {
  const entries = objectsIn(json['CustomFields']).map((field) => [textOf(field['name']) ?? '', textsIn(field['values'])] as const);
  return new Map(entries.filter(([name]) => name !== ''));
}

/** The status that RT's means; one that the profile does not know is open, or closed where RT counts it as done. */
export function statusOf({ statuses }: RtOptions, theirs: string, done: ReadonlySet<string>): Status {
  const name = theirs.toLowerCase();
  return statuses.find((each) => each.theirs === name)?.ours ?? (done.has(name) ? 'closed' : 'open');
}

/** Whether a status is one that the profile does not know. */
export const isUnknown = ({ statuses }: RtOptions, theirs: string): boolean =>
  theirs !== 'deleted' && !statuses.some((each) => each.theirs === theirs.toLowerCase());

const relationOf: Readonly<Record<string, Relation>> = {
  'refers-to': 'related',
  'referred-to-by': 'related',
  parent: 'child',
  child: 'parent',
  'depends-on': 'blocked-by',
  'depended-on-by': 'blocks',
};

/** A ticket's links to other tickets, each once. RT's `parent` is the ticket above, so this one is its child. */
export function linksOf(json: Json): readonly { readonly relation: Relation; readonly ticket: TicketId }[] {
  const found = objectsIn(json['_hyperlinks']).flatMap((link) => {
    const relation = relationOf[textOf(link['ref']) ?? ''];
    const ticket = numberOf(link['id']);
    return relation && ticket !== undefined && link['type'] === 'ticket' ? [{ relation, ticket }] : [];
  });
  return found.filter((link, at) => found.findIndex((each) => each.relation === link.relation && each.ticket === link.ticket) === at);
}

function placed(options: RtOptions, values: ReadonlyMap<string, readonly string[]>, field: Placeable): readonly string[] {
  const name = options.places[field]?.toLowerCase();
  return [...values].find(([theirs]) => theirs.toLowerCase() === name)?.[1] ?? [];
}

const oneOf = <T extends string>(values: readonly T[], text: string | undefined): T | undefined =>
  values.find((value) => value === text?.toLowerCase());

function fromCustom(options: RtOptions, json: Json): Partial<TicketSlice> {
  const values = customValues(json);
  const one = (field: Placeable): string | null => placed(options, values, field)[0] ?? null;
  const taken = new Set(Object.values(options.places).map((name) => name.toLowerCase()));
  const fields = [...values]
    .filter(([name, of]) => of.length > 0 && !taken.has(name.toLowerCase()))
    .map(([name, of]) => [fieldName(name), of.join(', ')] as const)
    .toSorted(([left], [right]) => (left < right ? -1 : 1)); // RT gives them in any order, another one each time
  const name = (text: string | null): string | null => (text === null ? null : normalName(text));
  return {
    tags: [...new Set(placed(options, values, 'tags').map(normalName))].toSorted(),
    category: name(one('category')),
    side: (oneOf<Side>(sides, one('side') ?? undefined) ?? null) as Side | null,
    place: one('place'),
    language: name(one('language')),
    channel: oneOf<Channel>(channels, one('channel') ?? undefined) ?? 'mail',
    fields: Object.fromEntries(fields),
  };
}

/** Of what no custom field of the site holds, the value is known without asking. */
function unplaced({ places }: RtOptions): Partial<TicketSlice> {
  const none = { tags: [], category: null, side: null, place: null, language: null, channel: 'mail' } as const;
  return Object.fromEntries(Object.entries(none).filter(([field]) => places[field as Placeable] === undefined));
}

/** What RT has behind our words stands beside them, as `field.rt-…`. */
function raw(json: Json): Readonly<Record<string, string>> {
  const requestors = addressesOf(json['Requestor']);
  const pairs = [
    ['rt-priority', textOf(json['Priority'])],
    ['rt-status', textOf(json['Status'])],
    ['rt-requestors', requestors.length > 1 ? requestors.join(', ') : undefined],
  ] as const;
  return Object.fromEntries(pairs.filter((pair): pair is [(typeof pair)[0], string] => pair[1] !== undefined));
}

/** A ticket from RT, with those fields that were asked for; `done` are the unknown statuses that RT counts as inactive. */
export function ticketOf(options: RtOptions, json: Json, done: ReadonlySet<string>): TicketSlice {
  const has = (column: Column): boolean => Object.hasOwn(json, column);
  const theirs = textOf(json['Status']) ?? '';
  const survivor = numberOf(json['EffectiveId']);
  const mergedInto = survivor === undefined || survivor === numberOf(json['id']) ? null : survivor;
  const status = mergedInto === null ? statusOf(options, theirs, done) : 'closed';
  const { fields, ...custom }: Partial<TicketSlice> = has('CustomFields') ? fromCustom(options, json) : unplaced(options);
  return {
    id: numberOf(json['id']) ?? 0,
    ...(has('EffectiveId') && { mergedInto }),
    // What was merged away is not changed any more by RT; having gone is a change.
    version: versionOf(json) + (mergedInto === null ? 0 : 1),
    updated: instantOf(json['LastUpdated']) ?? new Date(0).toISOString(),
    until: null, // RT opens no ticket again by a time
    ...custom,
    fields: { ...fields, ...raw(json) },
    ...(has('Subject') && { subject: textOf(json['Subject']) ?? '' }),
    ...(has('Status') && { status, gone: theirs === 'deleted' ? ('deleted' as const) : null }),
    ...(has('Priority') && { priority: bandOf(options, numberOf(json['Priority']) ?? 0) }),
    ...(has('Queue') && { queue: normalName(textOf(objectOf(json['Queue'])['Name']) ?? '') }),
    ...(has('Owner') && { owner: agentOf(json['Owner']) }),
    ...(has('Requestor') && { requester: addressesOf(json['Requestor'])[0] ?? null }),
    ...(has('Cc') && { cc: addressesOf(json['Cc']).toSorted() }),
    ...(has('Created') && { created: instantOf(json['Created']) ?? new Date(0).toISOString() }),
    ...(has('Due') && { due: instantOf(json['Due']) }),
    ...(has('Resolved') && {
      closed:
        status === 'solved' || status === 'closed'
          ? (instantOf(json['Resolved']) ?? (mergedInto === null ? null : instantOf(json['LastUpdated'])))
          : null,
    }),
    ...(has('_hyperlinks') && { links: linksOf(json).length }),
  };
}
