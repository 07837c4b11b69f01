import { DeskError } from '../../errors.ts';
import type { ListChange, Settable } from '../../model/change.ts';
import { changedList } from '../../model/decide.ts';
import { normalName } from '../../model/name.ts';
import type { Priority, Status, Ticket } from '../../model/ticket.ts';
import type { Instant } from '../../model/time.ts';
import { customValues } from './decode.ts';
import { type Before, cannot, type Deed, type Doing, nothingToDo } from './deed.ts';
import { type Json, objectsIn, textOf } from './json.ts';
import { type Placeable, type RtOptions, theirField, theirStatus } from './options.ts';

/** RT's number for a priority: the lowest of its band. Throws `unsupported`. */
export function theirPriority({ bands }: RtOptions, ours: Priority): number {
  const band = bands.find(({ priority }) => priority === ours);
  if (band) return band.from;
  const known = bands.map(({ priority }) => priority).join(', ');
  throw cannot(`make a ticket ${ours} here`, `it has ${known}; the profile's "bands" can say which number begins ${ours}`);
}

/** RT's status. Throws `unsupported`. */
export function statusFor(options: RtOptions, ours: Status): string {
  const theirs = theirStatus(options, ours);
  if (theirs !== undefined) return theirs;
  throw cannot(
    `put a ticket on ${ours} here`,
    `the profile's "statuses" can say which status of the lifecycle means ${ours}; desk wait lets it rest`,
  );
}

/** The custom field that holds one of our fields. Throws `unsupported`. */
export function placeOf({ places }: RtOptions, field: Placeable): string {
  const name = places[field];
  if (name !== undefined) return name;
  throw cannot(
    field === 'tags' ? 'tag tickets here' : `keep a ticket's ${field} here`,
    field === 'tags'
      ? `name a custom field for tags in the profile's options: "tagsField": "Tags"`
      : `name a custom field for it in the profile: "fields": {"${field}": "…"}`,
  );
}

/** RT keeps whole seconds, in UTC, and 1970 for none. */
export const theirTime = (instant: Instant | null): string =>
  instant === null ? '1970-01-01 00:00:00' : instant.slice(0, 19).replace('T', ' ');
/** A time as it will be read again. */
export const wholeSeconds = (instant: Instant | null): Instant | null => instant && `${instant.slice(0, 19)}.000Z`;

/** The values of a custom field after a change of tags; those that stay are left as they are spelled. */
export function changedTags(
  { json }: Before,
  name: string,
  change: ListChange,
): { readonly theirs: readonly string[]; readonly ours: readonly string[] } {
  const before = [...customValues(json)].find(([theirs]) => theirs.toLowerCase() === name.toLowerCase())?.[1] ?? [];
  const tags = [...new Set(before.map(normalName))];
  const ours = changedList(tags, change);
  return { ours, theirs: ours.map((tag) => before.find((value) => normalName(value) === tag) ?? tag) };
}

/** RT takes line ends out of a subject, and what stood around them grows together. */
export const oneLine = (subject: string): string => subject.replaceAll(/\s*[\r\n]+\s*/g, ' ');

/** RT knows people by mail address, or by a name of a single word that it has already. Throws `unsupported`. */
export function mustBeKnown(names: readonly string[]): void {
  const bad = names.find((name) => !name.includes('@') && /\s/.test(name));
  if (bad !== undefined) throw cannot(`know "${bad}"`, 'people stand there by mail address: requester=name@example.com');
}

const people = (json: unknown): readonly string[] =>
  objectsIn(json).flatMap((user) => textOf(user['EmailAddress']) ?? textOf(user['Name']) ?? []);

/** What a change of fields writes and what must come of it. */
interface Written {
  readonly body: Json;
  readonly custom: Json;
  readonly expects: Partial<Ticket>;
}

type Writer<K extends keyof Settable> = (value: Exclude<Settable[K], undefined>, before: Before, doing: Doing) => Partial<Written>;

const placed =
  <K extends Placeable & keyof Settable>(field: K): Writer<K> =>
  (value, _, { options }) => ({ custom: { [placeOf(options, field)]: value }, expects: { [field]: value } });

const writers: { readonly [K in keyof Settable]-?: Writer<K> } = {
  subject: (subject) => ({ body: { Subject: oneLine(subject) }, expects: { subject: oneLine(subject) } }),
  status: (status, _, { options }) => ({ body: { Status: statusFor(options, status) }, expects: { status } }),
  requester: (requester, { json }) => {
    mustBeKnown([requester ?? '']);
    const others = people(json['Requestor']).slice(1);
    return {
      body: { Requestor: [...(requester === null ? [] : [requester]), ...others] },
      expects: { requester: requester ?? others[0] ?? null },
    };
  },
  cc: (change, { json }) => {
    mustBeKnown(change.add);
    const cc = changedList(people(json['Cc']).map(normalName), change);
    return { body: { Cc: cc }, expects: { cc } };
  },
  channel: placed('channel'),
  category: placed('category'),
  side: placed('side'),
  place: placed('place'),
  language: placed('language'),
  due: (due) => ({ body: { Due: theirTime(due) }, expects: { due: wholeSeconds(due) } }),
  priority: (priority, { ticket }, { options }) => {
    const number = theirPriority(options, priority);
    return ticket.priority === priority ? {} : { body: { Priority: number }, expects: { priority } };
  },
  queue: (queue) => ({ body: { Queue: queue }, expects: { queue } }),
  owner: (owner) => ({ body: { Owner: owner ?? 'Nobody' }, expects: { owner } }),
  tags: (change, before, { options }) => {
    const name = placeOf(options, 'tags');
    const { theirs, ours } = changedTags(before, name, change);
    return { custom: { [name]: theirs }, expects: { tags: ours } };
  },
  fields: (fields, _, { options }) => fieldsWritten(fields, options),
};

/** Custom fields by RT's names; its own number behind our priority can be set as such. Throws `usage`, `unsupported`. */
export function fieldsWritten(fields: Readonly<Record<string, string | null>>, options: RtOptions): Partial<Written> {
  const { 'rt-priority': number, ...own } = fields;
  const read = Object.keys(own).find((name) => name.startsWith('rt-'));
  if (read !== undefined) throw cannot(`set field.${read}`, 'set status=…, or requester=…');
  if (number !== undefined && !/^-?\d{1,6}$/.test(number ?? ''))
    throw new DeskError('usage', `"${number ?? 'none'}" is no number for field.rt-priority`, { hint: 'as in field.rt-priority=55' });
  const custom = Object.fromEntries(Object.entries(own).map(([name, value]) => [theirField(options, name), value]));
  return {
    ...(number !== undefined && { body: { Priority: Number(number) } }),
    custom,
    expects: { fields: { ...(own as Record<string, string>), ...(number && { 'rt-priority': String(Number(number)) }) } },
  };
}

function merged(parts: readonly Partial<Written>[]): Written {
  return {
    body: Object.assign({}, ...parts.map(({ body }) => body)),
    custom: Object.assign({}, ...parts.map(({ custom }) => custom)),
    expects: Object.assign({}, ...parts.map(({ expects }) => expects)),
  };
}

/** Lists are the same when they hold the same; an absent custom field is none. */
export function same(field: keyof Ticket, is: unknown, wanted: unknown): boolean {
  if (field === 'fields') {
    const fields = (is ?? {}) as Readonly<Record<string, string>>;
    return Object.entries((wanted ?? {}) as Readonly<Record<string, string | null>>).every(
      ([name, value]) => (fields[name] ?? null) === value,
    );
  }
  if (!Array.isArray(is) || !Array.isArray(wanted)) return is === wanted;
  return is.length === wanted.length && is.every((entry) => wanted.includes(entry));
}

/** What of it is not so yet. */
export const missingFrom = ({ ticket }: Before, expects: Partial<Ticket>): readonly (keyof Ticket)[] =>
  (Object.keys(expects) as (keyof Ticket)[]).filter((field) => !same(field, ticket[field], expects[field]));

/** What `set` writes: only what is not so yet. Throws `unsupported` for what has no place in RT. */
export function setDeed(values: Settable, before: Before, doing: Doing): Deed {
  const parts = (Object.keys(values) as (keyof Settable)[])
    .filter((key) => values[key] !== undefined)
    .map((key) => (writers[key] as Writer<typeof key>)(values[key] as never, before, doing))
    .filter((part) => part.expects && missingFrom(before, part.expects).length > 0);
  if (parts.length === 0) return nothingToDo;
  const { body, custom, expects } = merged(parts);
  const written = { ...body, ...(Object.keys(custom).length > 0 && { CustomFields: custom }) };
  return { steps: [{ send: 'fields', body: written }], expects };
}
