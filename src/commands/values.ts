import { DeskError } from '../errors.ts';
import type { ListChange, Settable } from '../model/change.ts';
import { addressesIn, commaParts, personOf } from '../model/address.ts';
import { isLanguage } from '../model/language.ts';
import { normalName } from '../model/name.ts';
import { nearest } from '../model/nearest.ts';
import { channels, priorities, sides, statuses } from '../model/ticket.ts';
import { oneOf } from './arg.ts';
import type { ParseTime } from './command.ts';
import { deadline } from './times.ts';

type Read = (text: string, at: ParseTime) => Settable;

const isNone = (text: string): boolean => text === '' || text.toLowerCase() === 'none';
const nameOrNone = (text: string): string | null => (isNone(text) ? null : normalName(text));

/** `+a,-b` adds and takes away; a name without a sign adds. */
function listChange(text: string): ListChange {
  const names = text
    .split(',')
    .map(normalName)
    .filter((name) => name.replace(/^[+-]/, '') !== '');
  return {
    add: names.filter((name) => !name.startsWith('-')).map((name) => name.replace(/^\+/, '')),
    remove: names.filter((name) => name.startsWith('-')).map((name) => name.slice(1)),
  };
}

/** A subject is one line. Throws `usage` when it is empty. */
export function subjectOf(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  if (line === '') throw new DeskError('usage', 'a ticket cannot be without a subject');
  return line;
}

/** The same for addresses, which may be written with names. */
function addressChange(text: string): ListChange {
  const parts = commaParts(text);
  const addresses = (some: readonly string[]): readonly string[] => some.flatMap((part) => addressesIn(part.replace(/^[+-]/, '')));
  return { add: addresses(parts.filter((part) => !part.startsWith('-'))), remove: addresses(parts.filter((part) => part.startsWith('-'))) };
}

/** A category that the settings know. Throws `usage`. */
export function category(text: string, { settings }: ParseTime): string | null {
  return isNone(text) ? null : oneOf(normalName(text), settings.categories, 'category');
}

/** A language as BCP 47 writes it, in lower case. Throws `usage`. */
export function language(text: string): string | null {
  if (isNone(text)) return null;
  const tag = normalName(text).replaceAll('_', '-');
  if (!isLanguage(tag)) throw new DeskError('usage', `"${text}" is not a language`, { hint: 'as in sk, sr-latn, fil' });
  return tag;
}

/** Everything that `set` can change, by the name of the field. */
const readers: Readonly<Record<string, Read>> = {
  subject: (text) => ({ subject: subjectOf(text) }),
  status: (text) => ({ status: oneOf(text, statuses, 'status') }),
  priority: (text) => ({ priority: oneOf(text, priorities, 'priority') }),
  queue: (text) => ({ queue: normalName(text) }),
  owner: (text) => ({ owner: nameOrNone(text) }),
  requester: (text) => ({ requester: isNone(text) ? null : personOf(text).address || null }),
  cc: (text) => ({ cc: addressChange(text) }),
  tags: (text) => ({ tags: listChange(text) }),
  channel: (text) => ({ channel: oneOf(text, channels, 'channel') }),
  category: (text, at) => ({ category: category(text, at) }),
  side: (text) => ({ side: isNone(text) ? null : oneOf(text, sides, 'side') }),
  place: (text) => ({ place: isNone(text) ? null : text }),
  language: (text) => ({ language: language(text) }),
  due: (text, { now }) => ({ due: isNone(text) ? null : deadline(text, now) }),
};

/** The fields that can be set, for help and completion. */
export const settable: readonly string[] = Object.keys(readers);

/** One `field=value`. Throws `usage`, naming what is wrong. */
function parseOne(word: string, at: ParseTime): Settable {
  const cut = word.indexOf('=');
  if (cut <= 0) throw new DeskError('usage', `"${word}" is not field=value`, { hint: 'as in due=2d or subject="New subject"' });
  const [name, value] = [word.slice(0, cut).toLowerCase().trim(), word.slice(cut + 1)];
  if (name.startsWith('field.')) return { fields: { [customName(name)]: isNone(value) ? null : value } };
  const read = readers[name === 'tag' ? 'tags' : name];
  if (read) return read(value, at);
  const near = nearest(name, settable);
  throw new DeskError('usage', `"${name}" cannot be set`, {
    hint: near ? `did you mean ${near}?` : `fields: ${settable.join(', ')}, field.<name>`,
  });
}

function customName(name: string): string {
  const key = normalName(name.slice('field.'.length));
  if (!/^[^\s:.,=]+$/u.test(key))
    throw new DeskError('usage', `"${name}" is not the name of a custom field`, { hint: 'as in field.plan=pro' });
  return key;
}

/** All `field=value` words as one change. Throws `usage`. */
export function parseSettable(words: readonly string[], at: ParseTime): Settable {
  const parts = words.map((word) => parseOne(word, at));
  const fields = Object.assign({}, ...parts.map((part) => part.fields)) as NonNullable<Settable['fields']>;
  const whole = Object.assign({}, ...parts) as Settable;
  return Object.keys(fields).length > 0 ? { ...whole, fields } : whole;
}
